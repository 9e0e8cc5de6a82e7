/** From the lowest to the highest value with a little air, zero included. */
export function rangeOf(rows: readonly (readonly number[])[]): [low: number, high: number] {
  let low = 0;
  let high = 0;
  for (const row of rows) {
    for (const value of row) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return low === high ? [low - 1, high + 1] : [low - (high - low) * 0.04, high + (high - low) * 0.04];
}

/** Three to six round values within the range. */
export function ticksOf(low: number, high: number): number[] {
  const rough = (high - low) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((each) => each * power).find((each) => each >= rough) ?? rough;
  const ticks: number[] = [];
  for (let tick = Math.ceil(low / step) * step; tick <= high; tick += step)
    ticks.push(Number(tick.toPrecision(12)));
  return ticks;
}
