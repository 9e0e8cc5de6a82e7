import type { PlatformContext } from "@promostack/core";
import type { Candle } from "@promostack/core/strategy";

/** The time-out comes with the first candle that ends after it; a quarter more covers that. */
const SLACK_MINUTES = 15;
/** Minutes of one report. */
const MOST = 400_000;

/** Stored 1-minute candles of the time in which signals of these moments can be open, ascending. */
export async function minutesAfter(
  { platformDb }: Pick<PlatformContext, "platformDb">,
  symbol: string,
  times: readonly number[],
  timeoutMinutes: number,
): Promise<Candle[]> {
  const spans = spansAfter(times, (timeoutMinutes + SLACK_MINUTES) * 60_000);
  if (spans.length === 0) return [];
  const rows = await platformDb((trx) =>
    trx.many<Omit<Candle, "time"> & { time: Date }>(
      `select c.time, c.open::float8 as open, c.high::float8 as high, c.low::float8 as low, c.close::float8 as close
       from json_to_recordset($2::json) as s("from" timestamptz, until timestamptz)
       join candle c on c.symbol = $1 and c.timeframe = '1min' and c.time >= s."from" and c.time < s.until
       order by c.time limit $3`,
      [
        symbol,
        JSON.stringify(spans.map(({ from, until }) => ({ from: new Date(from), until: new Date(until) }))),
        MOST,
      ],
    ),
  );
  return rows.map(({ time, ...prices }) => ({ time: time.getTime(), ...prices }));
}

/** Stretches of so many milliseconds after each time, those that touch as one. */
function spansAfter(times: readonly number[], length: number): { from: number; until: number }[] {
  const spans: { from: number; until: number }[] = [];
  for (const from of times) {
    const last = spans.at(-1);
    if (last !== undefined && from <= last.until) last.until = from + length;
    else spans.push({ from, until: from + length });
  }
  return spans;
}
