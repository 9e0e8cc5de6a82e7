import type { Transaction } from "@promostack/core";
import type { Journey } from "../graph/journey.ts";

/** Some hundred kilobytes each at most. */
const MOST = 2_000;

/** Published journeys, which never change: read once a process. */
export class Versions {
  readonly #known = new Map<string, Journey>();

  /** The documents of some versions, by id. One that was deleted with its journey is left out. */
  async read(trx: Transaction, ids: readonly string[]): Promise<ReadonlyMap<string, Journey>> {
    const missing = [...new Set(ids)].filter((id) => !this.#known.has(id));
    if (missing.length > 0) {
      const rows = await trx.many<{ id: string; document: Journey }>(
        "select id, document from version where id = any($1::uuid[])",
        [missing],
      );
      if (this.#known.size + rows.length > MOST) this.#known.clear();
      for (const { id, document } of rows) this.#known.set(id, document);
    }
    const found = new Map<string, Journey>();
    for (const id of ids) {
      const journey = this.#known.get(id);
      if (journey !== undefined) found.set(id, journey);
    }
    return found;
  }
}
