import { PlatformError, type Transaction } from "@promostack/core";
import { uuidv7 } from "uuidv7";
import type { Journey } from "../graph/journey.ts";
import { endWalks } from "../run/closing.ts";
import type { Desk } from "../run/desk.ts";
import type { Closed, ClosingChoice } from "./api.ts";
import { archived, checkRevision, type Edit, lockDraft } from "./draftStore.ts";
import { listenFor, stopListening } from "./triggerRows.ts";
import { readVersion } from "./versionRows.ts";

export interface Publishing extends Edit {
  tenantId: string;
  journeyId: string;
}

/**
 * Makes the draft with `revision` the version that people enter: the version and its triggers in the caller's transaction. A draft that
 * is live already is not published twice: of two who press at once, the second gets the first one's version. Raises `edit.conflict`,
 * `journey.archived`, `journey.not_found`, and whatever `check` raises about the draft.
 */
export async function publish(
  trx: Transaction,
  { tenantId, journeyId, at, by }: Publishing,
  revision: number,
  note: string,
  check: (draft: Journey) => void,
): Promise<{ number: number; added: boolean }> {
  const stored = await lockDraft(trx, journeyId);
  if (stored.archived) throw archived();
  checkRevision(stored, revision);
  const standing = await trx.one<{ number: number }>(
    "select v.number from version v where v.id = $1 and v.document = (select draft from journey where id = $2)",
    [stored.liveVersion, journeyId],
  );
  if (standing !== undefined) return { number: standing.number, added: false };
  check(stored.draft);
  const versionId = uuidv7();
  const added = await trx.one<{ number: number }>(
    `insert into version (tenant_id, id, journey_id, number, document, note, published_at, published_by)
     select $1, $2, $3, coalesce((select max(number) from version where journey_id = $3), 0) + 1, draft, $4, $5, $6
     from journey where id = $3 returning number`,
    [tenantId, versionId, journeyId, note, at, by],
  );
  await goLive(trx, stored.draft, { tenantId, journeyId, versionId, at });
  return { number: added?.number ?? 0, added: true };
}

/** Lets people enter an earlier version again. The draft stays as it is. Raises `version.not_found`. */
export async function rollBack(
  trx: Transaction,
  { tenantId, journeyId, at }: Publishing,
  number: number,
): Promise<void> {
  if ((await lockDraft(trx, journeyId)).archived) throw archived();
  const { id, document } = await readVersion(trx, journeyId, number);
  await goLive(trx, document, { tenantId, journeyId, versionId: id, at });
}

/** Nobody enters any more; those who are inside finish their walk, or it ends here. Raises `journey.not_live`. */
export async function unpublish(
  desk: Desk,
  { tenantId, journeyId }: Pick<Publishing, "tenantId" | "journeyId">,
  inside: ClosingChoice,
): Promise<Closed> {
  const { trx } = desk;
  if ((await lockDraft(trx, journeyId)).liveVersion === null) throw notLive();
  await stopListening(trx, journeyId);
  await trx.run("update journey set live_version = null where id = $1", [journeyId]);
  await trx.run("delete from waiting_entry where journey_id = $1", [journeyId]);
  if (inside === "stop") return { stopped: await endWalks(desk, tenantId, journeyId), finishing: 0 };
  return { stopped: 0, finishing: await walksOf(trx, journeyId) };
}

export async function walksOf(trx: Transaction, journeyId: string): Promise<number> {
  const row = await trx.one<{ walks: number }>(
    "select count(*)::int as walks from session where journey_id = $1 and ended_at is null",
    [journeyId],
  );
  return row?.walks ?? 0;
}

async function goLive(
  trx: Transaction,
  document: Journey,
  at: { tenantId: string; journeyId: string; versionId: string; at: Date },
): Promise<void> {
  await trx.run("update journey set live_version = $2 where id = $1", [at.journeyId, at.versionId]);
  await listenFor(trx, document, at);
}

function notLive(): PlatformError {
  return new PlatformError("This journey is not published.", {
    code: "journey.not_live",
    status: 409,
    hint: "Nobody can enter it: there is nothing to take back.",
  });
}
