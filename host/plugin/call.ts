import { type Phase, PlatformError } from "@promostack/core";
import { Ending, type EndSource } from "./ending.ts";

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
  readonly #ending = new Ending();
  readonly #parent: EndSource | undefined;
  readonly #onClose: (() => void) | undefined;
  /** Ends the wait for the work. */
  #abandon: ((reason: unknown) => void) | undefined;
  /** It was answered with events or a socket, which last until somebody ends them; a download ends by itself. */
  lasting = false;
  /** Where OpenCalls holds it. */
  place = -1;
  #closed = false;

  constructor(parent?: EndSource, onClose?: () => void) {
    this.#parent = parent;
    this.#onClose = onClose;
    // By hand, because AbortSignal.any keeps every short-lived signal alive for as long as its source lives.
    if (parent?.aborted) this.abort(parent.reason);
    else parent?.addEventListener("abort", this, { once: true });
  }

  get signal(): AbortSignal {
    return this.#ending.signal;
  }

  abort(reason: unknown): void {
    this.#ending.abort(reason);
    this.#abandon?.(this.#ending.reason);
  }

  /** The parent has ended. */
  handleEvent(): void {
    this.abort(this.#parent?.reason);
  }

  throwIfAborted(): void {
    this.#ending.throwIfAborted();
  }

  /** Waits for `work` at most so long; rejects with `plugin.timeout`, or the reason of an abort, and abandons the rest. */
  async within<Result>(
    milliseconds: number,
    subject: CallSubject,
    work: () => Promise<Result> | Result,
  ): Promise<Result> {
    this.throwIfAborted();
    const timer = setTimeout(() => this.abort(timedOut(milliseconds, subject)), milliseconds);
    try {
      return await new Promise<Result>((resolve, reject) => {
        this.#abandon = reject;
        // A synchronous throw rejects too, so that there is one way to fail.
        Promise.resolve(work()).then(resolve, reject);
      });
    } finally {
      clearTimeout(timer);
      this.#abandon = undefined;
    }
  }

  /** The call is over: stops following its parent. The signal stays as it is. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#parent?.removeEventListener("abort", this);
    this.#onClose?.();
  }
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
