/** A scale from nought for whole numbers: no half uses stand beside it. */
export function countScale(rows: readonly (readonly number[])[]) {
  const high = rows.reduce((most, row) => row.reduce((one, other) => Math.max(one, other), most), 1);
  const power = 10 ** Math.floor(Math.log10(high / 4));
  const rough = high / 4;
  const step = Math.max(1, [1, 2, 5, 10].map((each) => each * power).find((each) => each >= rough) ?? rough);
  const top = Math.ceil(high / step) * step;
  const ticks = Array.from({ length: Math.round(top / step) + 1 }, (_, index) => index * step);
  return { low: 0, high: top, ticks };
}
