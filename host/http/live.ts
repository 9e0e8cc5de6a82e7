import { once } from "node:events";
import { type Disposable, eventStream, type Reply } from "@promostack/core";

/** The one thing the live line needs of the database. */
export interface Notifications {
  listen(channel: string, onNotify: (payload: string) => void): Promise<Disposable>;
}

/** What changed. `all` after a lost connection: nobody knows what was missed. */
export interface Change {
  topic: string;
}

/** Every open page loads itself again: while a plugin is developed, what it shows has changed. */
const RELOAD = "reload";

/** The most topics one slow reader can be behind with; beyond it the reader is told to look at everything. */
const MOST_PENDING = 50;

/**
 * Carries `NOTIFY live, '<tenant>:<topic>'` to the open pages of that tenant. A topic is only a hint to ask again, so
 * repeats that a reader has not taken yet collapse into one. `:<topic>` is for the pages of every tenant; a payload without a
 * topic tells them to look at everything.
 */
export class Live {
  readonly #readers = new Map<string, Set<Reader>>();
  #line: Disposable | undefined;

  async open(notifications: Notifications): Promise<void> {
    this.#line = await notifications.listen("live", (payload) => this.#heard(payload));
  }

  async close(): Promise<void> {
    await this.#line?.dispose();
    this.#line = undefined;
  }

  /** A stream of `change` events of one tenant. */
  stream(tenantId: string, signal: AbortSignal): Reply {
    return eventStream(this.#changes(tenantId, signal));
  }

  async *#changes(tenantId: string, signal: AbortSignal): AsyncGenerator<{ event: string; data: Change }> {
    const reader = new Reader();
    const readers = this.#readers.get(tenantId) ?? new Set();
    this.#readers.set(tenantId, readers.add(reader));
    try {
      while (!signal.aborted) {
        for (const topic of reader.take()) yield { event: "change", data: { topic } };
        await reader.something(signal);
      }
    } finally {
      readers.delete(reader);
      if (readers.size === 0 && this.#readers.get(tenantId) === readers) this.#readers.delete(tenantId);
    }
  }

  #heard(payload: string): void {
    const colon = payload.indexOf(":");
    if (colon < 0) {
      const topic = payload === RELOAD ? RELOAD : "all";
      for (const readers of this.#readers.values()) for (const reader of readers) reader.add(topic);
      return;
    }
    const topic = payload.slice(colon + 1);
    const tenant = payload.slice(0, colon);
    const told = tenant === "" ? [...this.#readers.values()] : [this.#readers.get(tenant) ?? []];
    for (const readers of told) for (const reader of readers) reader.add(topic);
  }
}

class Reader {
  #pending = new Set<string>();
  readonly #bell = new EventTarget();

  add(topic: string): void {
    this.#pending = this.#pending.size < MOST_PENDING ? this.#pending.add(topic) : new Set(["all"]);
    this.#bell.dispatchEvent(new Event("ring"));
  }

  take(): string[] {
    const taken = [...this.#pending];
    this.#pending = new Set();
    return taken;
  }

  /** Resolves when a topic is pending, or when the signal aborts. */
  async something(signal: AbortSignal): Promise<void> {
    if (this.#pending.size > 0 || signal.aborted) return;
    const done = new AbortController();
    try {
      await Promise.race([
        once(this.#bell, "ring", { signal: done.signal }),
        once(signal, "abort", { signal: done.signal }),
      ]);
    } finally {
      done.abort();
    }
  }
}
