import type { Disposable } from "@promostack/core";
import { LRUCache } from "lru-cache";
import type { Database } from "../db/database.ts";
import type { KnownPerson } from "./people.ts";

/** Notices that somebody's place or session changed: triggers send them with the change, and whoever makes one tells this process. */
export const PEOPLE_CHANNEL = "people";

const PERSONS = 20_000;
/** Notices reach every replica; this only bounds how long a lost one could matter. */
const TTL_MS = 5_000;

/**
 * Persons as the database knew them a moment ago. Every change empties it: at once in the process that makes it, with the notice in
 * the others. While notices cannot be heard nothing is remembered.
 */
export class PersonMemory {
  readonly #loads = new LRUCache<string, Promise<KnownPerson>>({ max: PERSONS, ttl: TTL_MS });
  readonly #database: Pick<Database, "listen" | "hears">;
  #line: Disposable | undefined;

  constructor(database: Pick<Database, "listen" | "hears">) {
    this.#database = database;
  }

  /** From here on it remembers. */
  async open(): Promise<void> {
    this.#line = await this.#database.listen(PEOPLE_CHANNEL, () => this.#loads.clear());
  }

  async close(): Promise<void> {
    const line = this.#line;
    this.#line = undefined;
    await line?.dispose();
  }

  /** What is remembered, or what `load` finds. A load that a change overtakes is not kept. */
  get(key: string, load: () => Promise<KnownPerson>): Promise<KnownPerson> {
    if (this.#line === undefined || !this.#database.hears()) return load();
    const known = this.#loads.get(key);
    if (known !== undefined) return known;
    const asked = load();
    this.#loads.set(key, asked);
    asked.catch(() => {
      if (this.#loads.peek(key) === asked) this.#loads.delete(key);
    });
    return asked;
  }
}

/** To be called after the commit of what changes a person's place or session, so that this process knows before the notice. */
export function peopleChanged(database: Pick<Database, "tell">): void {
  database.tell(PEOPLE_CHANNEL, "");
}
