import type { Clock, Disposable, IncomingEvent, Log, Transaction } from "@promostack/core";
import { uuidv7 } from "uuidv7";
import type { Database } from "../db/database.ts";
import { type Lane, Lanes } from "./lanes.ts";
import { EVENT_CHANNEL } from "./outbox.ts";
import { spread } from "./spread.ts";

/** A plugin that hears events. */
export interface Subscriber {
  plugin: string;
  events: readonly string[];
  /** Hears every tenant's; the others only tenants that have the plugin. */
  platformWide: boolean;
  /** False: broken, quarantined or paused here, so that its events wait. */
  running: boolean;
}

export interface RelayParts {
  database: Database;
  clock: Clock;
  log: Log;
  subscribers(): Subscriber[];
  /** Runs the subscriber's handler. `mark` belongs into its first transaction. */
  handle(
    subscriber: string,
    event: IncomingEvent,
    mark: (trx: Transaction) => Promise<boolean>,
  ): Promise<void>;
  /** Seconds that a refusal where nothing ran asks to wait, without counting; undefined for a real failure. */
  pauseOf(error: unknown): number | undefined;
}

const PARALLEL = 8;
const POLL_MS = 2_000;
const HEARTBEAT_MS = 10_000;
const CLEAN_MS = 3_600_000;
const MOST_ATTEMPTS = 8;

/**
 * Carries events to their subscribers: at least once to each handler, in order within a tenant and subscriber, exactly
 * once for what the handler's first transaction does. What fails backs off and holds up its own lane only; after eight
 * attempts it lies dead where a person can see and retry it. What is off waits.
 */
export class EventRelay {
  readonly #parts: RelayParts;
  readonly #lanes: Lanes;
  #turn: Promise<unknown> = Promise.resolve();
  #listening: Disposable | undefined;
  #timers: NodeJS.Timeout[] = [];
  #queued = false;
  #stopping = false;

  constructor(parts: RelayParts) {
    this.#parts = parts;
    this.#lanes = new Lanes(parts.database, uuidv7());
  }

  /** Follows new events, and looks every two seconds for those whose back-off has ended. */
  async start(): Promise<void> {
    this.#stopping = false;
    this.#listening = await this.#parts.database.listen(EVENT_CHANNEL, () => this.#wake());
    this.#timers = [
      setInterval(() => this.#wake(), POLL_MS).unref(),
      setInterval(() => this.#background(this.#lanes.clean()), CLEAN_MS).unref(),
    ];
    this.#wake();
  }

  /** Finishes the events in hand, and leaves the rest to others. */
  async stop(): Promise<void> {
    this.#stopping = true;
    for (const timer of this.#timers) clearInterval(timer);
    this.#timers = [];
    await this.#listening?.dispose();
    this.#listening = undefined;
    await this.#turn;
  }

  /** Delivers until nothing is due at the clock's time; answers how many deliveries were tried. */
  dispatch(): Promise<number> {
    const mine = this.#turn.then(() => this.#dispatch());
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  #wake(): void {
    if (this.#queued || this.#stopping) return;
    this.#queued = true;
    this.#background(
      this.#turn.then(() => {
        this.#queued = false;
        return this.dispatch();
      }),
    );
  }

  #background(work: Promise<unknown>): void {
    work.catch((error: unknown) => {
      this.#queued = false;
      this.#parts.log.warn("The event relay stumbled and will try again", { error: String(error) });
    });
  }

  async #dispatch(): Promise<number> {
    const { database, clock } = this.#parts;
    let tried = 0;
    for (;;) {
      if (this.#stopping) return tried;
      const fresh = await spread(database, clock.now(), this.#parts.subscribers());
      const running = this.#parts.subscribers().filter((each) => each.running);
      const lanes = await this.#lanes.claim(clock.now(), running);
      if (fresh === 0 && lanes.length === 0) return tried;
      tried += await this.#work(lanes);
    }
  }

  async #work(lanes: Lane[]): Promise<number> {
    if (lanes.length === 0) return 0;
    const waiting = [...lanes];
    let tried = 0;
    const heartbeat = setInterval(() => this.#background(this.#lanes.renew()), HEARTBEAT_MS);
    const worker = async () => {
      for (let lane = waiting.shift(); lane !== undefined; lane = waiting.shift()) {
        tried += await this.#walk(lane);
      }
    };
    try {
      await Promise.all(Array.from({ length: Math.min(PARALLEL, lanes.length) }, worker));
    } finally {
      clearInterval(heartbeat);
    }
    return tried;
  }

  /** Delivers what waits in a lane, in order, until it is empty or something fails. */
  async #walk(lane: Lane): Promise<number> {
    let tried = 0;
    for (;;) {
      const events = await this.#lanes.next(lane);
      if (events.length === 0) {
        await this.#lanes.leave(lane, null, this.#parts.clock.now());
        return tried;
      }
      for (const { event, attempts } of events) {
        tried += 1;
        const pause = await this.#deliver(lane, event, attempts);
        if (pause === undefined && !this.#stopping) continue;
        const now = this.#parts.clock.now();
        await this.#lanes.leave(lane, new Date(now.getTime() + (pause ?? 0)), now);
        return tried;
      }
    }
  }

  /** Answers for how many milliseconds the lane must wait, where the event is still to be delivered. */
  async #deliver(lane: Lane, event: IncomingEvent, attempts: number): Promise<number | undefined> {
    const { handle, pauseOf, log } = this.#parts;
    try {
      await handle(lane.subscriber, event, (trx) => this.#lanes.mark(trx, lane, event.id));
      return undefined;
    } catch (error) {
      const pause = pauseOf(error);
      if (pause !== undefined) return pause * 1_000;
      const reason = error instanceof Error ? error.message : String(error);
      const dead = attempts + 1 >= MOST_ATTEMPTS;
      const waits = await this.#lanes.fail(lane, event.id, reason, dead);
      const facts = { plugin: lane.subscriber, tenantId: lane.tenantId, event: event.name, id: event.id };
      log.warn(dead ? "An event was given up" : "An event was not handled", {
        ...facts,
        attempts,
        error: reason,
      });
      return waits && !dead ? 5_000 * 2 ** Math.min(attempts, 7) : undefined;
    }
  }
}
