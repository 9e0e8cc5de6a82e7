import { type Phase, PlatformError } from "@promostack/core";

/** Who is being called, for the error that says it took too long. */
export interface CallSubject {
  plugin: string;
  phase: Phase;
  /** `GET /signals`, `job monitor`. */
  what: string;
}

/**
 * One call into a plugin: its AbortSignal, its deadline, and abandonment. A promise cannot be killed, so a handler that
 * ignores the signal goes on in the dark: whoever waits for it is answered, and its context refuses to do any more work.
 */
export class Call {
  readonly #controller = new AbortController();
  readonly #parent: AbortSignal | undefined;
  readonly #onClose: (() => void) | undefined;
  readonly #follow = () => this.#controller.abort(this.#parent?.reason);
  /** It was answered with events or a socket, which last until somebody ends them; a download ends by itself. */
  lasting = false;
  #closed = false;

  constructor(parent?: AbortSignal, onClose?: () => void) {
    this.#parent = parent;
    this.#onClose = onClose;
    // By hand, because AbortSignal.any keeps every short-lived signal alive for as long as its source lives.
    if (parent?.aborted) this.#follow();
    else parent?.addEventListener("abort", this.#follow, { once: true });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  abort(reason: unknown): void {
    this.#controller.abort(reason);
  }

  /** Waits for `work` at most so long; rejects with `plugin.timeout`, or the reason of an abort, and abandons the rest. */
  async within<Result>(
    milliseconds: number,
    subject: CallSubject,
    work: () => Promise<Result> | Result,
  ): Promise<Result> {
    const { signal } = this.#controller;
    signal.throwIfAborted();
    let abandon: () => void = () => undefined;
    const abandoned = new Promise<never>((_, reject) => {
      abandon = () => reject(signal.reason);
    });
    signal.addEventListener("abort", abandon, { once: true });
    const timer = setTimeout(() => this.abort(timedOut(milliseconds, subject)), milliseconds);
    try {
      return await Promise.race([start(work), abandoned]);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", abandon);
    }
  }

  /** The call is over: stops following its parent. The signal stays as it is. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#parent?.removeEventListener("abort", this.#follow);
    this.#onClose?.();
  }
}

/** Turns a synchronous throw into a rejection, so that there is one way to fail. */
async function start<Result>(work: () => Promise<Result> | Result): Promise<Result> {
  return await work();
}

/** What a call that took too long is answered. */
export function timedOut(milliseconds: number, { plugin, phase, what }: CallSubject): PlatformError {
  return new PlatformError(`${plugin}: ${what} took longer than ${milliseconds / 1000} s.`, {
    code: "plugin.timeout",
    status: 503,
    plugin,
    phase,
    retryAfter: 5,
    hint: "Try again; where it keeps happening, look at the plugin's health on the admin site.",
  });
}
