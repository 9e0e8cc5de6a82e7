import { FinestCandles } from "./finest.ts";
import { MarketHub } from "./hub.ts";

/** The market as this process sees it: one hub, and the finest candles on top of it. */
export class Market {
  readonly hub = new MarketHub();
  readonly finest = new FinestCandles(this.hub);
}
