import type { Transaction } from "@promostack/core";
import type { Mark } from "./runtime.ts";

/** Writes beside the mark what follows from what the handler's transaction answered. */
export type Answered = (trx: Transaction, answer: unknown) => Promise<void>;

type Open = <Result>(work: (trx: Transaction) => Promise<Result>) => Promise<Result>;

/**
 * Ties a mark ("this event, this update has been handled") to a handler's own work: the first transaction that the
 * handler opens writes the mark too, so that both commit or neither does. What this guarantees:
 * - Work inside that first transaction happens exactly once, whatever crashes when.
 * - When it rolls back, the mark does too, and the handler's next transaction counts as the first.
 * - Work in later transactions, and anything outside the database, happens at most once after the mark: do all of an
 *   event's work in one `context.db`.
 * - A handler that opens no transaction is marked after it returned: at least once.
 */
export class FirstTransaction {
  readonly #mark: Mark | undefined;
  readonly #answered: Answered | undefined;
  #state: "waiting" | "busy" | "marked" | "known";

  constructor(mark: Mark | undefined, answered?: Answered) {
    this.#mark = mark;
    this.#answered = answered;
    this.#state = mark === undefined ? "marked" : "waiting";
  }

  /** The mark has been committed by this handler. */
  get marked(): boolean {
    return this.#mark !== undefined && this.#state === "marked";
  }

  /** It had been handled before: the handler was turned away, and whatever it threw is not an error. */
  get known(): boolean {
    return this.#state === "known";
  }

  /** Opens a transaction; the first one carries the mark. One that runs beside it (or inside it) does not wait for it. */
  run<Result>(open: Open, work: (trx: Transaction) => Promise<Result>): Promise<Result> {
    const mark = this.#mark;
    if (this.#state === "known") return Promise.reject(new AlreadyHandled());
    if (mark === undefined || this.#state !== "waiting") return open(work);
    return this.#runFirst(mark, open, work);
  }

  async #runFirst<Result>(
    mark: Mark,
    open: Open,
    work: (trx: Transaction) => Promise<Result>,
  ): Promise<Result> {
    this.#state = "busy";
    try {
      const result = await open(async (trx) => {
        if (!(await mark(trx))) {
          this.#state = "known";
          throw new AlreadyHandled();
        }
        const answer = await work(trx);
        await this.#answered?.(trx, answer);
        return answer;
      });
      this.#state = "marked";
      return result;
    } catch (error) {
      if (this.#state === "busy") this.#state = "waiting";
      throw error;
    }
  }

  /** The handler is through: marks what it left unmarked. */
  async finish(open: Open): Promise<void> {
    if (this.#state === "waiting") await this.run(open, async () => undefined);
  }
}

class AlreadyHandled extends Error {
  constructor() {
    super("This was handled before; the handler is turned away.");
    this.name = "AlreadyHandled";
  }
}
