import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import type { Log, Reply } from "@promostack/core";

const KEEP_ALIVE_MS = 15_000;
/** Longest that a line outlives the right to it. */
const RECHECK_MS = 2_000;

/** How long a stream may last; without, as long as both ends want. Browsers come back by themselves. */
export interface StreamBounds {
  until: Date;
  /** Whether who reads may still read; asked again and again, and never raised. */
  stands(): Promise<boolean>;
}

type Events = NonNullable<Reply["events"]>;

/**
 * The open event streams of this process: written with backpressure and keep-alives, ended when the client is gone, when
 * the sign-in behind them runs out or is taken back, or when the server drains.
 */
export class EventStreams {
  readonly #open = new Set<() => void>();
  readonly #log: Log;

  constructor(log: Log) {
    this.#log = log;
  }

  get size(): number {
    return this.#open.size;
  }

  /** Writes `events` until they, the client or the bounds end. */
  async write(response: ServerResponse, events: Events, bounds?: StreamBounds): Promise<void> {
    const iterator = events[Symbol.asyncIterator]();
    const end = new AbortController();
    const stop = () => end.abort();
    const over = once(end.signal, "abort").then(() => "over" as const);
    const keepAlive = setInterval(() => response.write(": still here\n\n"), KEEP_ALIVE_MS);
    const deadline = bounds && setTimeout(stop, Math.max(0, bounds.until.getTime() - Date.now()));
    if (bounds !== undefined) void endWithTheRight(bounds, end, over);
    this.#open.add(stop);
    response.once("close", stop);
    try {
      // The first bytes tell the browser that the line stands, and how soon to come back when it falls.
      response.write("retry: 2000\n\n");
      for (;;) {
        const next = await Promise.race([iterator.next(), over]);
        if (next === "over" || next.done) break;
        if (!response.write(frame(next.value))) await Promise.race([once(response, "drain"), over]);
      }
    } catch (error) {
      this.#log.error("An event stream failed.", { error });
    } finally {
      clearInterval(keepAlive);
      clearTimeout(deadline);
      stop();
      this.#open.delete(stop);
      response.off("close", stop);
      response.end();
      // A generator that waits ends only when what it waits for does, so nobody waits for its return.
      void iterator
        .return?.()
        ?.catch((error: unknown) => this.#log.warn("An event stream did not end well.", { error }));
    }
  }

  closeAll(): void {
    for (const stop of this.#open) stop();
  }
}

async function endWithTheRight(
  { stands }: StreamBounds,
  end: AbortController,
  over: Promise<unknown>,
): Promise<void> {
  while (!end.signal.aborted) {
    await Promise.race([delay(RECHECK_MS, undefined, { ref: false }), over]);
    if (!end.signal.aborted && !(await stands())) end.abort();
  }
}

function frame({ event, id, data }: { event?: string; id?: string; data: unknown }): string {
  const lines = [
    ...(event === undefined ? [] : [`event: ${oneLine(event)}`]),
    ...(id === undefined ? [] : [`id: ${oneLine(id)}`]),
    ...JSON.stringify(data ?? null)
      .split("\n")
      .map((line) => `data: ${line}`),
  ];
  return `${lines.join("\n")}\n\n`;
}

function oneLine(text: string): string {
  return text.replace(/[\r\n]/g, " ");
}
