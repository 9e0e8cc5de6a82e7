/** A candle; time is its open, ISO 8601 or milliseconds. */
export interface CandleBar {
  time: string | number;
  open: number;
  high: number;
  low: number;
  close: number;
}

/** A horizontal price: entry, stop, target. */
export interface ChartLevel {
  price: number;
  title: string;
  tone: "entry" | "stop" | "target";
  /** Passed or moved away: drawn faint. */
  past?: boolean;
}

/** Something that happened at a time: entry, fill, exit. */
export interface ChartMark {
  time: string | number;
  title: string;
  tone: "entry" | "good" | "bad" | "flat";
  /** Above or below the candle. */
  above: boolean;
}
