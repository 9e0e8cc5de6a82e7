import type { SqlValue, Transaction } from "@promostack/core";
import type { Fill, Post, Signal, SignalQuery } from "../api.ts";
import { WHOLE } from "../domain/levels.ts";
import type { SignalPolicy } from "../domain/policy.ts";
import { stopAfter } from "../domain/signal.ts";

/** A signal as it is stored: how its prices are shown is the instrument's business. */
export type StoredSignal = Omit<Signal, "digits" | "pip">;

interface SignalRow extends Omit<StoredSignal, "openedAt" | "closedAt" | "effectiveStop"> {
  stopPolicy: SignalPolicy["stopPolicy"];
  openedAt: Date;
  closedAt: Date | null;
}

const COLUMNS = `s.id, s.symbol, s.timeframe, s.strategy, s.version, s.direction, s.status, s.entry::float8 as entry,
  s.stop::float8 as stop, s.stop_policy as "stopPolicy", s.targets::float8[] as targets, s.fractions,
  s.opened_at as "openedAt", s.closed_at as "closedAt", s.close_reason as "closeReason", s.outcome, s.result_r as "resultR",
  s.result_pips as "resultPips", s.failure,
  (select count(*) from fill f where f.tenant_id = s.tenant_id and f.signal_id = s.id and f.reason like 'target%') as "targetsHit",
  exists (select from fill f where f.tenant_id = s.tenant_id and f.signal_id = s.id and f.ambiguous) as ambiguous`;

/** A page of the tenant's signals, newest first; `after` is the cursor of the page before. */
export async function signalPage(
  trx: Transaction,
  query: SignalQuery,
): Promise<{ items: StoredSignal[]; next: string | null }> {
  const { conditions, values } = conditionsOf(query);
  const cursor = query.after === undefined ? undefined : decodeCursor(query.after);
  if (cursor) {
    values.push(cursor.openedAt, cursor.id);
    conditions.push(`(s.opened_at, s.id) < ($${values.length - 1}, $${values.length}::uuid)`);
  }
  values.push(query.limit + 1);
  const where = conditions.length > 0 ? `where ${conditions.join(" and ")}` : "";
  const rows = await trx.many<SignalRow>(
    `select ${COLUMNS} from signal s ${where} order by s.opened_at desc, s.id desc limit $${values.length}`,
    values,
  );
  const page = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? page.at(-1) : undefined;
  const fills = query.fills
    ? await fillsOfMany(
        trx,
        page.map(({ id }) => id),
      )
    : undefined;
  const items = page.map((row) => ({ ...signalOf(row), ...(fills && { fills: fills.get(row.id) ?? [] }) }));
  return { items, next: last ? encodeCursor(last) : null };
}

export interface WholeSignal extends StoredSignal {
  stopPolicy: SignalPolicy["stopPolicy"];
  positionId: string;
  reason: string | null;
  spread: number;
  choiceId: string;
  closedBy: string | null;
  closeNote: string | null;
}

/** One signal of the tenant's, or undefined. `lock` keeps others from changing it until the transaction ends. */
export async function findSignal(
  trx: Transaction,
  id: string,
  lock = false,
): Promise<WholeSignal | undefined> {
  type More = Pick<WholeSignal, "positionId" | "reason" | "spread" | "choiceId" | "closedBy" | "closeNote">;
  const row = await trx.one<SignalRow & More>(
    `select ${COLUMNS}, s.position_id as "positionId", s.reason, s.spread::float8 as spread,
       s.choice_id as "choiceId", s.closed_by as "closedBy", s.close_note as "closeNote" from signal s where s.id = $1 ${lock ? "for update of s" : ""}`,
    [id],
  );
  if (row === undefined) return undefined;
  const { positionId, reason, spread, choiceId, closedBy, closeNote, ...signal } = row;
  const { stopPolicy } = signal;
  return { ...signalOf(signal), stopPolicy, positionId, reason, spread, choiceId, closedBy, closeNote };
}

type FillRow = Omit<Fill, "time"> & { signalId: string; time: Date };

/** Fills of one signal, in order. */
export async function fillsOf(trx: Transaction, signalId: string): Promise<Fill[]> {
  return (await fillsOfMany(trx, [signalId])).get(signalId) ?? [];
}

async function fillsOfMany(trx: Transaction, signalIds: readonly string[]): Promise<Map<string, Fill[]>> {
  const rows = await trx.many<FillRow>(
    `select signal_id as "signalId", time, price::float8 as price, fraction, reason, ambiguous from fill
     where signal_id = any($1::uuid[]) order by signal_id, number`,
    [signalIds],
  );
  const fills = new Map<string, Fill[]>(signalIds.map((id) => [id, []]));
  for (const { signalId, time, fraction, ...row } of rows)
    fills.get(signalId)?.push({ ...row, time: time.toISOString(), fraction: fraction / WHOLE });
  return fills;
}

export async function postsOf(trx: Transaction, signalId: string): Promise<Post[]> {
  const rows = await trx.many<Omit<Post, "time"> & { time: Date }>(
    `select kind, chat, chat_title as "chatTitle", time, text, outcome, error from post
     where signal_id = $1 order by time, dedupe_key`,
    [signalId],
  );
  return rows.map((row) => ({ ...row, time: row.time.toISOString() }));
}

function conditionsOf(query: SignalQuery): { conditions: string[]; values: SqlValue[] } {
  const conditions: string[] = [];
  const values: SqlValue[] = [];
  const add = (value: SqlValue | undefined, condition: (place: string) => string) => {
    if (value === undefined) return;
    values.push(value);
    conditions.push(condition(`$${values.length}`));
  };
  add(query.status, (place) => `s.status = ${place}`);
  add(query.outcome, (place) => `s.outcome = ${place}`);
  add(query.direction, (place) => `s.direction = ${place}`);
  add(query.strategy, (place) => `s.strategy = ${place}`);
  add(query.symbol, (place) => `s.symbol = ${place}`);
  add(query.from && new Date(query.from), (place) => `s.opened_at >= ${place}`);
  add(query.to && new Date(query.to), (place) => `s.opened_at <= ${place}`);
  return { conditions, values };
}

function signalOf({ openedAt, closedAt, fractions, stopPolicy, ...row }: SignalRow): StoredSignal {
  return {
    ...row,
    effectiveStop: stopAfter(row, row.targetsHit, stopPolicy),
    fractions: fractions.map((part) => part / WHOLE),
    openedAt: openedAt.toISOString(),
    closedAt: closedAt?.toISOString() ?? null,
  };
}

function encodeCursor({ openedAt, id }: SignalRow): string {
  return Buffer.from(`${openedAt.toISOString()}|${id}`).toString("base64url");
}

/** A cursor that somebody made up begins at the top. */
function decodeCursor(text: string): { openedAt: Date; id: string } | undefined {
  const [time = "", id = ""] = Buffer.from(text, "base64url").toString().split("|");
  const openedAt = new Date(time);
  const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id);
  return isId && !Number.isNaN(openedAt.getTime()) ? { openedAt, id } : undefined;
}
