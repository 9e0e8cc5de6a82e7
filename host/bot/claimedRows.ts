import type { Log } from "@promostack/core";
import { MarkBatch } from "./markBatch.ts";

export interface ClaimedRowsParts<Row, Mark> {
  queue: { leaseMs: number; extend(rows: Row[]): Promise<void> };
  /** Records outcomes, and with them ends the claims of their rows. */
  write: (marks: Mark[]) => Promise<unknown>;
  rowOf: (mark: Mark) => Row;
  /** Rows were let go: the next of their chats may be waiting. */
  freed: () => void;
  log: Log;
}

/** The rows of a queue that this process has claimed and works on. Their leases are kept while it lives, their outcomes are written in batches. */
export class ClaimedRows<Row, Mark> {
  readonly #parts: ClaimedRowsParts<Row, Mark>;
  readonly #rows = new Map<Row, Promise<void>>();
  readonly #marks: MarkBatch<Mark>;
  #heartbeat: NodeJS.Timeout | undefined;

  constructor(parts: ClaimedRowsParts<Row, Mark>) {
    this.#parts = parts;
    this.#marks = new MarkBatch((marks) => this.#write(marks), parts.log);
  }

  get size(): number {
    return this.#rows.size;
  }

  /** From here on leases are kept: work may take longer than a lease, and only a dead process lets go. */
  open(): void {
    this.#marks.closing(false);
    clearInterval(this.#heartbeat);
    const { queue, log } = this.#parts;
    this.#heartbeat = setInterval(() => {
      queue
        .extend([...this.#rows.keys()])
        .catch((error) => log.warn("Leases could not be extended", { error }));
    }, queue.leaseMs / 3);
    this.#heartbeat.unref();
  }

  /** No more rows come: an outcome that cannot be written is left to its lease. */
  closing(): void {
    this.#marks.closing(true);
  }

  /** Waits for what is under way. */
  async close(): Promise<void> {
    await this.settle();
    clearInterval(this.#heartbeat);
  }

  work(row: Row, work: Promise<void>): void {
    this.#rows.set(row, work);
  }

  done(mark: Mark): void {
    this.#marks.add(mark);
  }

  /** The lease of the row runs out, and it is looked at again, as after a crash. */
  letGo(row: Row): void {
    this.#rows.delete(row);
  }

  /** All work is done and its outcomes are written; what could not be is left to its lease. */
  async settle(): Promise<void> {
    await Promise.all(this.#rows.values());
    await this.#marks.flush();
    this.#rows.clear();
  }

  async #write(marks: Mark[]): Promise<void> {
    await this.#parts.write(marks);
    for (const mark of marks) this.#rows.delete(this.#parts.rowOf(mark));
    this.#parts.freed();
  }
}
