import { FinestCandles } from "./finest.ts";
import { MarketHub } from "./hub.ts";
import { Instruments } from "./instruments.ts";

/** The market as this process sees it: the instruments, one hub, and the finest candles on top of it. */
export class Market {
  readonly instruments = new Instruments();
  readonly hub = new MarketHub();
  readonly finest = new FinestCandles(this.hub);
}
