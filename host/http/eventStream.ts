import { once } from "node:events";
import type { ServerResponse } from "node:http";
import type { Log, Reply } from "@promostack/core";

const KEEP_ALIVE_MS = 15_000;

type Events = NonNullable<Reply["events"]>;

/**
 * The open event streams of this process: written with backpressure and keep-alives, ended when the client is gone, when
 * the sign-in behind them runs out, or when the server drains.
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

  /** Writes `events` until they or the client end. `until` bounds it; browsers come back by themselves. */
  async write(response: ServerResponse, events: Events, until: Date | undefined): Promise<void> {
    const iterator = events[Symbol.asyncIterator]();
    const end = new AbortController();
    const stop = () => end.abort();
    const over = once(end.signal, "abort").then(() => "over" as const);
    const keepAlive = setInterval(() => response.write(": still here\n\n"), KEEP_ALIVE_MS);
    const deadline = until && setTimeout(stop, Math.max(0, until.getTime() - Date.now()));
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
