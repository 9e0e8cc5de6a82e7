import { setTimeout as sleep } from "node:timers/promises";
import { uuidv7 } from "uuidv7";
import { FeedError } from "../feedError.ts";
import { type StreamSource, streamAddressOf } from "../source.ts";
import type { StreamedPrice } from "./messages.ts";
import { type LineTimes, PriceLine } from "./priceLine.ts";
import { holdStream, noteStream, releaseStream, type StreamState, storePrices } from "./streamStore.ts";

/** Milliseconds, of the machine's clock. */
export interface StreamTimes extends LineTimes {
  /** Between looks: at the lease, and whether it is time to connect. */
  look: number;
  /** A host that is gone loses the connection after so long. */
  lease: number;
  /** Between looks at which symbols are wanted. */
  symbols: number;
  /** The first wait after a failure; it doubles up to the longest. */
  firstWait: number;
  longestWait: number;
  /** After a refusal that only a person can mend. */
  refusedWait: number;
  /** A line that stood so long is forgiven what came before. */
  settled: number;
}

const TIMES: StreamTimes = {
  heartbeat: 10_000,
  silence: 25_000,
  write: 1_000,
  look: 5_000,
  lease: 20_000,
  symbols: 60_000,
  firstWait: 1_000,
  longestWait: 60_000,
  refusedWait: 600_000,
  settled: 30_000,
};

const BY_A_PERSON = new Set(["key-refused", "plan", "not-configured"]);

/**
 * Twelve Data's stream of prices: one connection for the whole platform, whichever host holds the lease. It follows the symbols that are wanted,
 * writes the newest price of each to `live_price`, and comes back, ever slower, when it breaks.
 */
export class StreamKeeper {
  readonly #source: StreamSource;
  readonly #symbols: () => Promise<readonly string[]>;
  readonly #times: StreamTimes;
  readonly #owner = uuidv7();
  readonly #end = new AbortController();
  readonly #dialling = new AbortController();
  #wake = new AbortController();
  #wanted: readonly string[] = [];
  #wantedAt = Number.NEGATIVE_INFINITY;
  #heldUntil = 0;
  #retryAt = 0;
  #failures = 0;
  #line: PriceLine | undefined;
  #serving: Promise<void> | undefined;
  #looking: Promise<void> | undefined;
  #noting: Promise<void> = Promise.resolve();
  #state: StreamState = {
    state: "off",
    problem: null,
    detail: null,
    symbols: [],
    refused: [],
    connectedAt: null,
    heardAt: null,
    retryAt: null,
    reconnects: 0,
  };

  constructor(
    source: StreamSource,
    symbols: () => Promise<readonly string[]>,
    times: Partial<StreamTimes> = {},
  ) {
    this.#source = source;
    this.#symbols = symbols;
    this.#times = { ...TIMES, ...times };
  }

  open(): void {
    this.#looking ??= this.#keepLooking();
  }

  /** The wanted symbols may have changed: the next look asks for them, when what changed them is committed. */
  nudge(): void {
    this.#wantedAt = Number.NEGATIVE_INFINITY;
  }

  /** Says goodbye and hands the lease over. */
  async close(): Promise<void> {
    this.#end.abort();
    this.#wake.abort();
    await this.#looking;
    if (this.#line === undefined) this.#dialling.abort();
    else this.#line.close();
    await this.#serving;
    if (this.#heldUntil > 0) await this.#noted((trx) => releaseStream(trx, this.#owner));
  }

  get #held(): boolean {
    return performance.now() < this.#heldUntil;
  }

  async #keepLooking(): Promise<void> {
    while (!this.#end.signal.aborted) {
      this.#wake = new AbortController();
      try {
        await this.#look();
      } catch (error) {
        this.#source.log.warn("The price stream was not looked after", { error });
        // Without the database nobody knows who holds the lease; another host may, once ours has ended.
        if (!this.#held) this.#line?.close();
      }
      await sleep(this.#times.look, undefined, { signal: this.#wake.signal }).catch(() => undefined);
    }
  }

  async #look(): Promise<void> {
    if (streamAddressOf(this.#source) === undefined) return;
    const asked = performance.now();
    const held = await this.#source.platformDb((trx) => holdStream(trx, this.#owner, this.#times.lease));
    this.#heldUntil = held ? asked + this.#times.lease : 0;
    if (!held) return this.#line?.close();
    if (asked - this.#wantedAt >= this.#times.symbols) {
      this.#wanted = await this.#symbols();
      this.#wantedAt = asked;
    }
    if (this.#wanted.length === 0) this.#line?.close();
    else if (this.#line !== undefined) this.#line.follow(this.#wanted);
    else if (this.#serving === undefined && asked >= this.#retryAt) {
      this.#serving = this.#serve().finally(() => {
        this.#serving = undefined;
      });
    }
    if (this.#line !== undefined) await this.#note({});
  }

  /** One connection from its handshake to its end, and when to try again. */
  async #serve(): Promise<void> {
    let began: number | undefined;
    let problem: FeedError | undefined;
    try {
      await this.#note({ state: "connecting", retryAt: null });
      const line = await PriceLine.open(this.#source, this.#times, this.#events, this.#dialling.signal);
      began = performance.now();
      this.#line = line;
      line.follow(this.#wanted);
      if (!this.#held || this.#end.signal.aborted) line.close();
      this.#source.log.info("Prices are streamed", { symbols: this.#wanted });
      await this.#note({ state: "live", problem: null, detail: null, connectedAt: this.#source.clock.now() });
      problem = await line.run();
    } catch (error) {
      problem =
        error instanceof FeedError ? error : new FeedError("unavailable", messageOf(error), undefined, error);
    } finally {
      this.#line = undefined;
    }
    if (this.#end.signal.aborted) return;
    const stood = began !== undefined && performance.now() - began >= this.#times.settled;
    await (problem === undefined ? this.#note({ state: "off" }) : this.#wait(problem, stood));
  }

  async #wait(problem: FeedError, stood: boolean): Promise<void> {
    const { firstWait, longestWait, refusedWait } = this.#times;
    this.#failures = stood ? 1 : this.#failures + 1;
    const wait = BY_A_PERSON.has(problem.problem)
      ? refusedWait
      : Math.min(longestWait, firstWait * 2 ** (this.#failures - 1));
    // Half of it by chance, so that many who were cut off at once do not come back at once.
    const milliseconds = wait * (0.5 + Math.random() / 2);
    this.#retryAt = performance.now() + milliseconds;
    this.#source.log.warn("The price stream ended", {
      problem: problem.problem,
      error: problem.message,
      retryInSeconds: Math.round(milliseconds / 1_000),
    });
    await this.#note({
      state: "waiting",
      problem: problem.problem,
      detail: problem.message,
      retryAt: new Date(this.#source.clock.now().getTime() + milliseconds),
      reconnects: this.#state.reconnects + 1,
    });
    if (milliseconds < this.#times.look)
      sleep(milliseconds, undefined, { signal: this.#end.signal }).then(
        () => this.#wake.abort(),
        () => undefined,
      );
  }

  readonly #events = {
    prices: async (prices: readonly StreamedPrice[]) => {
      const now = this.#source.clock.now();
      if (this.#held) await this.#noted((trx) => storePrices(trx, this.#owner, prices, now));
    },
    changed: () => {
      const { complaint } = this.#line ?? {};
      void this.#note(
        complaint === undefined ? {} : { problem: complaint.problem, detail: complaint.message },
      );
    },
  };

  async #note(change: Partial<StreamState>): Promise<void> {
    const line = this.#line;
    this.#state = {
      ...this.#state,
      symbols: line === undefined ? [] : [...line.followed],
      refused: line === undefined ? this.#state.refused : [...line.refused],
      heardAt: line?.heardAt ?? this.#state.heardAt,
      ...change,
    };
    // One after the other, each as it stands by then: of two at once the older might be the one that stays.
    this.#noting = this.#noting.then(() => this.#noted((trx) => noteStream(trx, this.#owner, this.#state)));
    await this.#noting;
  }

  /** What is written here is written again a moment later: a failure is told, and changes nothing. */
  async #noted(work: Parameters<StreamSource["platformDb"]>[0]): Promise<void> {
    try {
      await this.#source.platformDb(work);
    } catch (error) {
      this.#source.log.warn("The price stream could not be written down", { error });
    }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
