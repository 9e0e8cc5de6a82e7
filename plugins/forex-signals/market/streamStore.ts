import type { Transaction } from "@promostack/core";
import { PROVIDER } from "./budget.ts";

/** How the one connection stands, as its owner wrote it down. */
export interface StreamRow {
  owner: string | null;
  leaseUntil: Date | null;
  state: "off" | "connecting" | "live" | "silent" | "waiting";
  detail: string | null;
  symbols: string[];
  refused: string[];
  connectedAt: Date | null;
  heardAt: Date | null;
  reconnects: number;
}

const OFF: StreamRow = {
  owner: null,
  leaseUntil: null,
  state: "off",
  detail: null,
  symbols: [],
  refused: [],
  connectedAt: null,
  heardAt: null,
  reconnects: 0,
};

/** The stream as pages see it; one whose owner is gone is off. */
export async function readStream(trx: Transaction): Promise<StreamRow> {
  const row = await trx.one<StreamRow & { held: boolean }>(
    `select owner, lease_until as "leaseUntil", state, detail, symbols, refused, connected_at as "connectedAt",
       heard_at as "heardAt", reconnects, coalesce(lease_until > now(), false) as held from stream where provider = $1`,
    [PROVIDER],
  );
  if (row === undefined) return OFF;
  const { held, ...stream } = row;
  return held ? stream : { ...OFF, reconnects: stream.reconnects };
}
