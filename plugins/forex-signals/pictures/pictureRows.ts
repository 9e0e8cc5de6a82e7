import type { Transaction } from "@promostack/core";
import type { PictureKind } from "./pictureSettings.ts";

/** A picture that waits to be drawn, leased to us. */
export interface WaitingPicture {
  tenantId: string;
  signalId: string;
  kind: PictureKind;
  /** How long it has waited, by the machine's clock: the platform's may run fast. */
  ageMs: number;
  attempts: number;
}

/** Longer than drawing and storing a batch may take. */
const LEASE_SECONDS = 60;
const MOST_ATTEMPTS = 5;

/** Asks for pictures of one kind of signals of many tenants, in the transaction that opens or closes them. */
export async function askForPictures(
  trx: Transaction,
  kind: PictureKind,
  signals: readonly { tenantId: string; signalId: string }[],
): Promise<void> {
  if (signals.length === 0) return;
  await trx.run(
    `insert into picture (tenant_id, signal_id, kind, asked_at)
     select tenant_id, signal_id, $3, clock_timestamp() from unnest($1::uuid[], $2::uuid[]) as s(tenant_id, signal_id)
     on conflict do nothing`,
    [signals.map(({ tenantId }) => tenantId), signals.map(({ signalId }) => signalId), kind],
  );
}

/** Takes the oldest that wait, so that no other replica draws them for a while. */
export function leasePictures(trx: Transaction, limit: number): Promise<WaitingPicture[]> {
  return trx.many<WaitingPicture>(
    `update picture p set lease_until = clock_timestamp() + interval '${LEASE_SECONDS} seconds', attempts = p.attempts + 1
     from (
       select tenant_id, signal_id, kind from picture
       where done_at is null and lease_until < clock_timestamp()
       order by asked_at limit $1 for update skip locked
     ) due
     where p.tenant_id = due.tenant_id and p.signal_id = due.signal_id and p.kind = due.kind
     returning p.tenant_id as "tenantId", p.signal_id as "signalId", p.kind, p.attempts,
       extract(epoch from clock_timestamp() - p.asked_at)::float8 * 1000 as "ageMs"`,
    [limit],
  );
}

/** It was stored and its posts were written, in this transaction. */
export async function finishPicture(
  trx: Transaction,
  { tenantId, signalId, kind }: WaitingPicture,
  files: readonly string[],
  now: Date,
): Promise<void> {
  await trx.run(
    "update picture set done_at = $4, files = $5 where tenant_id = $1 and signal_id = $2 and kind = $3",
    [tenantId, signalId, kind, now, files],
  );
}

/** It will not be sent, and why. */
export async function dropPicture(
  trx: Transaction,
  { tenantId, signalId, kind }: WaitingPicture,
  why: string,
  now: Date,
): Promise<void> {
  await trx.run(
    "update picture set done_at = $4, dropped = $5 where tenant_id = $1 and signal_id = $2 and kind = $3",
    [tenantId, signalId, kind, now, why],
  );
}

/** It could not be drawn now: tried again after a while, and given up after some attempts. */
export async function putBack(
  trx: Transaction,
  picture: WaitingPicture,
  why: string,
  now: Date,
): Promise<void> {
  if (picture.attempts >= MOST_ATTEMPTS) return dropPicture(trx, picture, why, now);
  await trx.run(
    `update picture set lease_until = clock_timestamp() + interval '30 seconds'
     where tenant_id = $1 and signal_id = $2 and kind = $3`,
    [picture.tenantId, picture.signalId, picture.kind],
  );
}
