import { Conditions, type ListPage, listPage, type Transaction } from "@promostack/core";
import type { Fill, Post, Signal, SignalQuery } from "../api.ts";
import { WHOLE } from "../domain/levels.ts";
import type { SignalPolicy } from "../domain/policy.ts";
import { stopAfter } from "../domain/signal.ts";
import { SIGNALS } from "./listShapes.ts";

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

/** A page of the tenant's signals, newest first unless asked otherwise. */
export async function signalPage(trx: Transaction, query: SignalQuery): Promise<ListPage<StoredSignal>> {
  const source = { select: COLUMNS, from: "signal s", conditions: conditionsOf(query) };
  const { items, next } = await listPage<SignalRow>(trx, SIGNALS, source, query);
  const fills = query.fills
    ? await fillsOfMany(
        trx,
        items.map(({ id }) => id),
      )
    : undefined;
  const shown = items.map((row) => ({ ...signalOf(row), ...(fills && { fills: fills.get(row.id) ?? [] }) }));
  return { items: shown, ...(next !== undefined && { next }) };
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

function conditionsOf(query: SignalQuery): Conditions {
  return new Conditions()
    .add(query.status, (place) => `s.status = ${place}`)
    .add(query.outcome, (place) => `s.outcome = ${place}`)
    .add(query.direction, (place) => `s.direction = ${place}`)
    .add(query.reason, (place) => `s.close_reason = ${place}`)
    .add(query.strategy, (place) => `s.strategy = ${place}`)
    .add(query.symbol, (place) => `s.symbol = ${place}`)
    .add(query.from && new Date(query.from), (place) => `s.opened_at >= ${place}`)
    .add(query.to && new Date(query.to), (place) => `s.opened_at <= ${place}`);
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
