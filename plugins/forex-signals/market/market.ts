import { Calendars } from "./calendars.ts";
import { FinestCandles } from "./finest.ts";
import { Holes } from "./holes.ts";
import { MarketHub } from "./hub.ts";
import { Instruments } from "./instruments.ts";
import type { RefusedTally } from "./refusedCandles.ts";

/** The market as this process sees it: the instruments and their hours, one hub, and the finest candles on top of it. */
export class Market {
  readonly instruments = new Instruments();
  readonly calendars = new Calendars();
  readonly hub: MarketHub;
  readonly holes = new Holes();
  readonly finest: FinestCandles;

  constructor(tally?: RefusedTally) {
    this.hub = new MarketHub(tally);
    this.finest = new FinestCandles(this.hub);
  }
}
