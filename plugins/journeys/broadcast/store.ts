import { Conditions, type ListPage, listPage, PlatformError, type Transaction } from "@promostack/core";
import { uuidv7 } from "uuidv7";
import type { Broadcast, BroadcastDraft, BroadcastRow, BroadcastsQuery } from "./api.ts";
import { BROADCASTS } from "./listShapes.ts";
import { tellBroadcasts } from "./live.ts";
import { NEW_PLAN, type Plan } from "./plan.ts";
import { buttonClicks, progressOf } from "./progress.ts";
import type { BroadcastState } from "./states.ts";

/** A broadcast as its row has it. */
export interface Stored {
  tenantId: string;
  id: string;
  name: string;
  state: BroadcastState;
  plan: Plan;
  revision: number;
  editedAt: Date;
  editedBy: string;
  owner: string;
  startsAt: Date | null;
  begunAt: Date | null;
  gatheredTo: string | null;
  gatheredAt: Date | null;
  endedAt: Date | null;
}

export const COLUMNS = `b.tenant_id as "tenantId", b.id, b.name, b.state, b.plan, b.revision, b.edited_at as "editedAt",
  b.edited_by as "editedBy", b.owner, b.starts_at as "startsAt", b.begun_at as "begunAt", b.gathered_to as "gatheredTo",
  b.gathered_at as "gatheredAt", b.ended_at as "endedAt"`;

/** Who makes or saves it, and when. */
export interface Saving {
  tenantId: string;
  by: string;
  at: Date;
  owner?: string;
}

/** A draft. */
export async function addBroadcast(
  trx: Transaction,
  { name, plan = NEW_PLAN }: { name: string; plan?: Plan },
  { tenantId, by, at, owner = "" }: Saving,
  id = uuidv7(),
): Promise<string> {
  await trx.run(
    `insert into broadcast (tenant_id, id, name, plan, edited_at, edited_by, owner, created_at) values ($1, $2, $3, $4, $5, $6, $7, $5)`,
    [tenantId, id, name.trim(), JSON.stringify(plan), at, by, owner],
  );
  await tellBroadcasts(trx, tenantId);
  return id;
}

/** Raises `broadcast.not_found`. */
export async function lockBroadcast(trx: Transaction, id: string): Promise<Stored> {
  const row = await trx.one<Stored>(`select ${COLUMNS} from broadcast b where b.id = $1 for update`, [id]);
  if (row === undefined) throw broadcastNotFound();
  return row;
}

/** Saves a draft. Raises `broadcast.begun` and, where somebody was faster, `edit.conflict` 412 with what they saved. */
export async function saveBroadcast(
  trx: Transaction,
  id: string,
  { name, plan }: BroadcastDraft,
  etag: string,
  { tenantId, by, at }: Saving,
): Promise<void> {
  const before = await lockBroadcast(trx, id);
  if (etagOf(before) !== etag)
    throw new PlatformError(`${before.editedBy} saved this broadcast meanwhile.`, {
      code: "edit.conflict",
      status: 412,
      hint: "Look at what they saved, then save yours over it or take theirs.",
      details: { theirs: { name: before.name, plan: before.plan }, version: etagOf(before) },
    });
  if (before.state !== "draft") throw begun(before.state);
  await trx.run(
    `update broadcast set name = $2, plan = $3, revision = revision + 1, edited_at = $4, edited_by = $5 where id = $1`,
    [id, name.trim(), JSON.stringify(plan), at, by],
  );
  await tellBroadcasts(trx, tenantId);
}

/** Only what has not gone to anybody. Raises `broadcast.begun`. */
export async function deleteBroadcast(trx: Transaction, id: string): Promise<Stored> {
  const before = await lockBroadcast(trx, id);
  if (before.state !== "draft") throw begun(before.state);
  await trx.run("delete from broadcast where id = $1", [id]);
  await tellBroadcasts(trx, before.tenantId);
  return before;
}

/** Everything about one. Raises `broadcast.not_found`. */
export async function readBroadcast(trx: Transaction, id: string, now: Date): Promise<Broadcast> {
  const row = await trx.one<Stored>(`select ${COLUMNS} from broadcast b where b.id = $1`, [id]);
  if (row === undefined) throw broadcastNotFound();
  const {
    tenantId: _,
    revision,
    gatheredTo: __,
    editedAt,
    startsAt,
    begunAt,
    gatheredAt,
    endedAt,
    ...rest
  } = row;
  return {
    ...rest,
    etag: etagOf(row),
    editedAt: editedAt.toISOString(),
    startsAt: startsAt?.toISOString() ?? null,
    begunAt: begunAt?.toISOString() ?? null,
    gatheredAt: gatheredAt?.toISOString() ?? null,
    endedAt: endedAt?.toISOString() ?? null,
    progress: await progressOf(trx, id, now),
    buttons: await buttonClicks(trx, id),
  };
}

type ListRow = Omit<BroadcastRow, "createdAt" | "startsAt" | "begunAt" | "endedAt"> &
  Record<"startsAt" | "begunAt" | "endedAt", Date | null> & { createdAt: Date };

const OF = "r.tenant_id = b.tenant_id and r.broadcast_id = b.id";
const LISTED = `b.id, b.name, b.state, b.owner, b.created_at as "createdAt", b.edited_by as "editedBy", b.starts_at as "startsAt",
  b.begun_at as "begunAt", b.ended_at as "endedAt",
  (select count(*) from broadcast_recipient r where ${OF}) as people,
  (select count(*) from broadcast_recipient r where ${OF} and r.state = 'sent') as sent,
  (select count(distinct c.person_id) from click c where c.tenant_id = b.tenant_id and c.broadcast_id = b.id) as clicked`;

/** A page of broadcasts, the newest first. */
export async function broadcastsPage(
  trx: Transaction,
  query: BroadcastsQuery,
): Promise<ListPage<BroadcastRow>> {
  const conditions = new Conditions().add(query.state, (place) => `b.state = ${place}`);
  const source = { select: LISTED, from: "broadcast b", conditions };
  const page = await listPage<ListRow>(trx, BROADCASTS, source, query);
  return {
    ...page,
    items: page.items.map((row) => ({
      ...row,
      createdAt: row.createdAt.toISOString(),
      startsAt: row.startsAt?.toISOString() ?? null,
      begunAt: row.begunAt?.toISOString() ?? null,
      endedAt: row.endedAt?.toISOString() ?? null,
    })),
  };
}

function etagOf({ revision }: { revision: number }): string {
  return `"${revision}"`;
}

export function broadcastNotFound(): PlatformError {
  return new PlatformError("There is no such broadcast.", {
    code: "broadcast.not_found",
    status: 404,
    hint: "It may have been deleted: go back to the list.",
  });
}

export function begun(state: string): PlatformError {
  return new PlatformError(`This broadcast is ${state}.`, {
    code: "broadcast.begun",
    status: 409,
    hint: "Only a draft can be changed: take a scheduled one back first, or duplicate it.",
    details: { state },
  });
}
