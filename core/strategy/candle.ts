/** Prices in dollars as the source gives them; `time` is the candle's open, milliseconds since the epoch, UTC. */
export interface Candle {
  time: number;
  open: number;
  high: number;
  low: number;
  close: number;
  volume?: number;
}

export type Timeframe = "1min" | "5min" | "15min" | "30min" | "1h" | "4h" | "1day";

const MINUTE = 60_000;

export const TIMEFRAME_MS: Readonly<Record<Timeframe, number>> = {
  "1min": MINUTE,
  "5min": 5 * MINUTE,
  "15min": 15 * MINUTE,
  "30min": 30 * MINUTE,
  "1h": 60 * MINUTE,
  "4h": 240 * MINUTE,
  "1day": 1440 * MINUTE,
};
