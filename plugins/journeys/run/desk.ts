import type { TenantMessage, Transaction } from "@promostack/core";
import type { Input } from "../engine/move.ts";
import type { Value } from "../graph/parts.ts";
import type { Person } from "./people.ts";
import type { StoredSession } from "./sessionRows.ts";
import type { TenantFacts } from "./tenantFacts.ts";
import type { Versions } from "./versions.ts";

/** Where moves are written: one open transaction (a tenant's own, or one over many), and what goes with it. */
export interface Desk {
  trx: Transaction;
  now: Date;
  versions: Versions;
  /** Into the outbox. Raises `message.invalid` before anything is written. */
  send(messages: readonly TenantMessage[]): Promise<void>;
  /** Undefined for a tenant whose walks must not move now. */
  facts(tenantId: string): TenantFacts | undefined;
  /** Told when a call was written, so that its worker need not wait for its next look. */
  called(): void;
}

/** A walk that the transaction has locked and that is to move. */
export interface ToMove {
  stored: StoredSession;
  person: Person;
  input: Input;
  /** Facts that were fetched for this move. */
  fetched?: Readonly<Record<string, Value | null>>;
}
