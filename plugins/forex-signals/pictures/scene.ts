import type { Candle, Direction } from "@promostack/core/strategy";
import type { Outcome } from "../domain/result.ts";
import type { FillReason } from "../domain/signal.ts";

/** What a picture shows, as plain data: it travels to the drawing thread, and equal data is one picture. */
export type Scene = OpeningScene | ResultScene;

/** How a tenant wants its pictures. */
export interface Look {
  theme: "dark" | "light";
  /** The channel's own name; empty for none. */
  name: string;
  /** The channel's own mark, a PNG in base64; null for none. */
  logo: string | null;
  /** IANA zone of every time in the picture, and stated there. */
  timezone: string;
  language: string;
}

/** A signal on its candles. Prices in dollars, times in milliseconds since the epoch. */
interface SignalScene {
  look: Look;
  symbol: string;
  /** Decimals of a price, and the size of a pip. */
  digits: number;
  pip: number;
  direction: Direction;
  entry: number;
  stop: number;
  targets: number[];
  /** Parts closed at each target, 0 to 1. */
  fractions: number[];
  openedAt: number;
  candles: Candle[];
  /** Length of a candle in milliseconds. */
  step: number;
  /** Prices of a stand-in, not of a market. */
  simulated: boolean;
}

export interface OpeningScene extends SignalScene {
  kind: "opening";
}

export interface ResultScene extends SignalScene {
  kind: "result";
  fills: { time: number; price: number; fraction: number; reason: FillReason }[];
  closedAt: number;
  outcome: Outcome;
  resultR: number;
  resultPips: number;
}
