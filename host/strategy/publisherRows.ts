import { PlatformError, type Transaction } from "@promostack/core";
import type { RequestSender } from "../release/signedRequest.ts";
import type { PublisherState } from "./releaseRows.ts";

export interface PublisherRow {
  key: string;
  name: string;
  state: PublisherState;
  reason: string | null;
  firstSeenAt: Date;
  /** An approval holds until then; null: until it is taken back. */
  expiresAt: Date | null;
  changedAt: Date;
}

export const PUBLISHER_COLUMNS = `key, name, state, reason, first_seen_at as "firstSeenAt", expires_at as "expiresAt", changed_at as "changedAt"`;

export async function lockPublisher(trx: Transaction, key: string): Promise<PublisherRow> {
  const row = await trx.one<PublisherRow>(
    `select ${PUBLISHER_COLUMNS} from host.publisher where key = $1 for update`,
    [key],
  );
  if (row !== undefined) return row;
  throw new PlatformError("This installation does not know that publisher.", {
    code: "publisher.unknown",
    status: 404,
    hint: "A publisher is known from its first release on.",
  });
}

export async function setPublisherState(
  trx: Transaction,
  key: string,
  state: PublisherState,
  { reason, until }: { reason?: string | undefined; until?: string | undefined } = {},
): Promise<void> {
  await trx.run(
    "update host.publisher set state = $2, reason = $3, expires_at = $4, changed_at = now() where key = $1",
    [key, state, reason ?? null, until ?? null],
  );
}

/** Remembers a signed request in the transaction that carries it out: `publisher.replayed` (409) where that was done before. */
export async function useNonce(trx: Transaction, { publicKey, nonce }: RequestSender): Promise<void> {
  await trx.run("delete from host.publisher_nonce where at < now() - interval '1 hour'");
  const fresh = await trx.run(
    "insert into host.publisher_nonce (publisher, nonce) values ($1, $2) on conflict do nothing",
    [publicKey, nonce],
  );
  if (fresh > 0) return;
  throw new PlatformError("This signed request was carried out before.", {
    code: "publisher.replayed",
    status: 409,
    hint: "Send a new one: each is signed for one time.",
  });
}
