/** Is told that something has ended. */
export interface EndListener {
  handleEvent(): void;
}

/** By which a call hears that it is to end: an AbortSignal, or an Ending. */
export interface EndSource {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: "abort", listener: EndListener, options?: { once: boolean }): void;
  removeEventListener(type: "abort", listener: EndListener): void;
}

/**
 * An AbortController whose signal is made when somebody first asks for it: most calls are over before anybody does, and a signal
 * costs a request more than finding its route.
 */
export class Ending implements EndSource {
  #listeners: EndListener[] = [];
  #controller: AbortController | undefined;
  #aborted = false;
  #reason: unknown;

  get aborted(): boolean {
    return this.#aborted;
  }

  get reason(): unknown {
    return this.#reason;
  }

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#aborted) this.#controller.abort(this.#reason);
    }
    return this.#controller.signal;
  }

  /** The first reason stands. */
  abort(reason: unknown): void {
    if (this.#aborted) return;
    this.#aborted = true;
    this.#reason = reason;
    this.#controller?.abort(reason);
    const listeners = this.#listeners;
    this.#listeners = [];
    for (const listener of listeners) listener.handleEvent();
  }

  throwIfAborted(): void {
    if (this.#aborted) throw this.#reason;
  }

  /** Each listener is called once at most. */
  addEventListener(_type: "abort", listener: EndListener): void {
    this.#listeners.push(listener);
  }

  removeEventListener(_type: "abort", listener: EndListener): void {
    const at = this.#listeners.indexOf(listener);
    if (at >= 0) this.#listeners.splice(at, 1);
  }
}
