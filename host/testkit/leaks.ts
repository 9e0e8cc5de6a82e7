import { createHook } from "node:async_hooks";

/** Kinds of resources that keep running after the code that made them has gone. */
const LASTING = new Set([
  "Timeout",
  "Immediate",
  "TCPSERVERWRAP",
  "TCPWRAP",
  "PIPEWRAP",
  "UDPWRAP",
  "FSEVENTWRAP",
  "PROCESSWRAP",
  "WORKER",
  "MESSAGEPORT",
]);

/**
 * Watches what code below a folder opens: timers, servers, sockets, watchers, processes. Whatever it has opened and
 * neither closed nor let go by itself is a leak, told with the line that opened it.
 */
export class LeakWatch {
  readonly #folder: string;
  readonly #open = new Map<number, string>();
  readonly #hook: ReturnType<typeof createHook>;

  constructor(folder: string) {
    this.#folder = folder;
    this.#hook = createHook({
      init: (id, type) => {
        const line = LASTING.has(type) ? this.#lineOf() : undefined;
        if (line !== undefined) this.#open.set(id, `${type} ${line}`);
      },
      destroy: (id) => {
        this.#open.delete(id);
      },
    });
  }

  start(): void {
    this.#hook.enable();
  }

  /** Gives what is ending a moment to end, then answers what is left. */
  async stop(milliseconds = 500): Promise<string[]> {
    const until = Date.now() + milliseconds;
    while (this.#open.size > 0 && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 10));
    this.#hook.disable();
    return [...this.#open.values()];
  }

  #lineOf(): string | undefined {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 40;
    const stack = new Error().stack ?? "";
    Error.stackTraceLimit = stackTraceLimit;
    return stack
      .split("\n")
      .find((line) => line.includes(this.#folder) && !line.includes("node_modules"))
      ?.trim();
  }
}
