import type { Transaction } from "@promostack/core";
import type pg from "pg";
import { connectDirect } from "./direct.ts";
import { inTransaction } from "./transaction.ts";

/** A start migrates one plugin after the other: a connection for each would cost more than the work. */
const KEPT_MS = 2_000;

interface Line {
  address: string;
  client: pg.Client;
}

/** Transactions as the owner of the tables, on direct connections; one is kept open for a moment for the next. */
export class OwnerLine {
  readonly #address: () => string;
  #kept: Line | undefined;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(address: () => string) {
    this.#address = address;
  }

  async transaction<Result>(work: (trx: Transaction) => Promise<Result>): Promise<Result> {
    const line = this.#take() ?? (await this.#open());
    let broken = false;
    try {
      return await inTransaction(line.client, "begin", work, () => {
        broken = true;
      });
    } finally {
      if (broken) await end(line);
      else await this.#keep(line);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    const kept = this.#take();
    if (kept !== undefined) await end(kept);
  }

  #take(): Line | undefined {
    const kept = this.#kept;
    this.#kept = undefined;
    clearTimeout(this.#timer);
    if (kept === undefined || kept.address === this.#address()) return kept;
    void end(kept);
    return undefined;
  }

  async #open(): Promise<Line> {
    const address = this.#address();
    return { address, client: await connectDirect(address, "owner") };
  }

  /** What a script has set in its session must not reach the next one. */
  async #keep(line: Line): Promise<void> {
    const clean = await line.client.query("discard all").then(
      () => true,
      () => false,
    );
    if (!clean || this.#closed || this.#kept !== undefined) return end(line);
    this.#kept = line;
    this.#timer = setTimeout(() => {
      const kept = this.#take();
      if (kept !== undefined) void end(kept);
    }, KEPT_MS).unref();
  }
}

async function end({ client }: Line): Promise<void> {
  await client.end().catch(() => undefined);
}
