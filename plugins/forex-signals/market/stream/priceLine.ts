import { PlatformError, type Socket } from "@promostack/core";
import { FeedError } from "../feedError.ts";
import { type StreamSource, streamAddressOf } from "../source.ts";
import { failureOf } from "../twelveData.ts";
import { type StreamedPrice, saying, streamEvent } from "./messages.ts";

/** Milliseconds. */
export interface LineTimes {
  heartbeat: number;
  /** Without a word for so long, the line counts as dead. */
  silence: number;
  /** Prices are handed on so often at most. */
  write: number;
}

export interface LineEvents {
  /** The newest price of each symbol since the last time. */
  prices(prices: readonly StreamedPrice[]): Promise<void>;
  /** Something about the line changed: what it follows, what was refused, what the provider complained about. */
  changed(): void;
}

/** Errors that end a line: going on would change nothing. */
const FINAL = new Set(["key-refused", "plan", "minute-credits", "day-credits"]);

/** One connection to Twelve Data's stream, from the handshake to its end. */
export class PriceLine {
  readonly followed = new Set<string>();
  readonly refused = new Set<string>();
  complaint: FeedError | undefined;
  /** When the other side was last heard, by the platform's clock. */
  heardAt: Date;
  readonly #source: StreamSource;
  readonly #times: LineTimes;
  readonly #events: LineEvents;
  readonly #asked = new Set<string>();
  readonly #newest = new Map<string, StreamedPrice>();
  readonly #socket: Socket;
  #heard = performance.now();
  #failure: FeedError | undefined;
  #ours = false;

  private constructor(source: StreamSource, socket: Socket, times: LineTimes, events: LineEvents) {
    this.#source = source;
    this.#socket = socket;
    this.#times = times;
    this.#events = events;
    this.heardAt = source.clock.now();
  }

  /** Shakes hands. Raises a FeedError where that fails. */
  static async open(
    source: StreamSource,
    times: LineTimes,
    events: LineEvents,
    signal: AbortSignal,
  ): Promise<PriceLine> {
    const address = streamAddressOf(source);
    if (address === undefined)
      throw new FeedError("not-configured", "There is no address for streamed prices.");
    try {
      return new PriceLine(source, await source.dial(address, signal), times, events);
    } catch (error) {
      throw handshakeFailure(error, source.clock.now());
    }
  }

  /** Subscribes to what is new among these symbols, and gives back what is not among them any more. */
  follow(symbols: readonly string[]): void {
    const wanted = new Set(symbols);
    const gone = [...this.#asked].filter((symbol) => !wanted.has(symbol));
    const fresh = [...wanted].filter((symbol) => !this.#asked.has(symbol));
    for (const symbol of gone) {
      for (const set of [this.#asked, this.followed, this.refused]) set.delete(symbol);
      this.#newest.delete(symbol);
    }
    for (const symbol of fresh) this.#asked.add(symbol);
    if (gone.length > 0) this.#socket.send(saying.unsubscribe(gone));
    if (fresh.length > 0) this.#socket.send(saying.subscribe(fresh));
  }

  /** Listens until it ends, and answers why; undefined where we ended it ourselves. */
  async run(): Promise<FeedError | undefined> {
    const { heartbeat, write } = this.#times;
    const beating = setInterval(() => this.#beat(), heartbeat);
    const writing = new Flow(() => this.#handOn(), write);
    try {
      for await (const text of this.#socket.messages) this.#hear(text);
      const { code, reason } = await this.#socket.closed;
      if (this.#ours) return undefined;
      return (
        this.#failure ??
        new FeedError("unavailable", `The stream broke off (${code}${reason && `: ${reason}`}).`)
      );
    } finally {
      clearInterval(beating);
      await writing.end();
    }
  }

  /** Ends it; `run` answers undefined. */
  close(): void {
    this.#ours = true;
    this.#socket.close();
  }

  #beat(): void {
    if (performance.now() - this.#heard > this.#times.silence) {
      this.#failure = new FeedError("unavailable", "The stream fell silent.");
      this.#socket.cut();
    } else this.#socket.send(saying.heartbeat);
  }

  #hear(text: string): void {
    const now = this.#source.clock.now();
    this.#heard = performance.now();
    this.heardAt = now;
    const event = streamEvent(text, now);
    if (event.kind === "price" && this.#asked.has(event.price.symbol))
      this.#newest.set(event.price.symbol, event.price);
    if (event.kind === "subscribed") {
      for (const symbol of event.followed) if (this.#asked.has(symbol)) this.followed.add(symbol);
      for (const symbol of event.refused) if (this.#asked.has(symbol)) this.refused.add(symbol);
      this.#events.changed();
    }
    if (event.kind !== "error") return;
    this.complaint = event.error;
    if (FINAL.has(event.error.problem)) {
      this.#failure = event.error;
      this.#socket.cut();
    }
    this.#events.changed();
  }

  async #handOn(): Promise<void> {
    if (this.#newest.size === 0) return;
    const prices = [...this.#newest.values()];
    this.#newest.clear();
    await this.#events.prices(prices);
  }
}

/** Does something again and again, one after the other, with a pause from start to start. */
class Flow {
  readonly #timer: NodeJS.Timeout;
  readonly #work: () => Promise<void>;
  #working: Promise<void> | undefined;

  constructor(work: () => Promise<void>, pauseMs: number) {
    this.#work = work;
    this.#timer = setInterval(() => this.#turn(), pauseMs);
  }

  async end(): Promise<void> {
    clearInterval(this.#timer);
    await this.#working;
  }

  #turn(): void {
    this.#working ??= this.#work().finally(() => {
      this.#working = undefined;
    });
  }
}

function handshakeFailure(error: unknown, now: Date): unknown {
  if (!PlatformError.is(error)) return error;
  const { status, body } = error.details ?? {};
  if (typeof status === "number") {
    const failure = failureOf(status, parse(body), now);
    return failure instanceof FeedError
      ? failure
      : new FeedError("unavailable", error.message, undefined, error);
  }
  return new FeedError("unavailable", error.message, undefined, error);
}

function parse(body: unknown): unknown {
  try {
    return JSON.parse(String(body));
  } catch {
    // The status says what the page does not.
    return undefined;
  }
}
