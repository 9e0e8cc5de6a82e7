import { Calendars } from "./calendars.ts";
import { FinestCandles } from "./finest.ts";
import { Holes } from "./holes.ts";
import { MarketHub } from "./hub.ts";
import { Instruments } from "./instruments.ts";

/** The market as this process sees it: the instruments and their hours, one hub, and the finest candles on top of it. */
export class Market {
  readonly instruments = new Instruments();
  readonly calendars = new Calendars();
  readonly hub = new MarketHub();
  readonly holes = new Holes();
  readonly finest = new FinestCandles(this.hub);
}
