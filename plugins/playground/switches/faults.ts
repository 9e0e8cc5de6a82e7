import type { Transaction } from "@promostack/core";

export type Service = "telegram" | "twelvedata" | "openai" | "s3";

/** What a stand-in does instead of answering well; which kinds a service knows is written in `FAULTS`. */
export interface Fault {
  id: number;
  service: Service;
  kind: string;
  bot_id: number | null;
  operation: string | null;
  remaining: number | null;
  retry_after: number | null;
  seconds: number | null;
  status: number | null;
  detail: FaultDetail;
  created_at: Date;
}

interface FaultDetail {
  /** The platform clock's time of the switch, ISO 8601: where a feed stands still. */
  at?: string;
}

/** The kinds of faults, for the page that switches them. */
export const FAULTS: Readonly<Record<Service, Readonly<Record<string, string>>>> = {
  telegram: {
    flood: "429 Too Many Requests with retry_after",
    blocked: "403 bot was blocked by the user",
    kicked: "403 bot was kicked from the channel chat",
    unauthorized: "401 Unauthorized, as after a revoked token",
    server: "500 Internal Server Error (or the status given)",
    silence: "no answer for the seconds given, then none at all",
    lost: "the work is done, and then the answer is lost (502)",
  },
  twelvedata: {
    credits: "429, out of credits for the minute",
    hidden: "the error with status 200 and the code in the body",
    server: "500 Internal server error (or the status given)",
    html: "502 with a page of HTML instead of JSON",
    silence: "no answer for the seconds given (the stream: no word)",
    refused: "401, as for a key that is not valid",
    drop: "the price stream breaks off",
    stale: "the feed stands still since the switch",
    gap: "candles since the switch are missing",
  },
  openai: {
    rate: "429 rate_limit_exceeded",
    server: "500 (or the status given)",
    silence: "no answer for the seconds given",
    empty: "an answer without words",
    nonsense: "an answer that is not what was asked for",
  },
  s3: {
    slow: "503 SlowDown",
    server: "500 InternalError",
    denied: "403 AccessDenied",
    silence: "no answer for the seconds given",
  },
};

const COLUMNS =
  "id, service, kind, bot_id, operation, remaining, retry_after, seconds, status, detail, created_at";

export interface Situation {
  service: Service;
  botId?: number;
  operation: string;
  /** The kinds that act here; every kind where none are named. */
  kinds?: readonly string[];
}

/** The oldest fault that fits, used up by one; undefined where all is well. */
export async function takeFault(
  trx: Transaction,
  { service, botId, operation, kinds }: Situation,
): Promise<Fault | undefined> {
  const fault = await trx.one<Fault>(
    `select ${COLUMNS} from fault
     where service = $1 and (bot_id is null or bot_id = $2) and (operation is null or lower(operation) = lower($3))
       and (remaining is null or remaining > 0) and ($4::text[] is null or kind = any($4))
     order by id limit 1`,
    [service, botId ?? null, operation, kinds ?? null],
  );
  return fault && (await spendFault(trx, fault)) ? fault : undefined;
}

/** Counts a fault once; false where somebody else used it up meanwhile. */
export async function spendFault(trx: Transaction, { id, remaining }: Fault): Promise<boolean> {
  if (remaining === null) return true;
  return (
    (await trx.run("update fault set remaining = remaining - 1 where id = $1 and remaining > 0", [id])) === 1
  );
}

export interface NewFault {
  service: Service;
  kind: string;
  botId?: number;
  operation?: string;
  remaining?: number;
  retryAfter?: number;
  seconds?: number;
  status?: number;
}

/** `now` is the platform clock's. */
export async function switchOn(trx: Transaction, fault: NewFault, now: Date): Promise<Fault> {
  const row = await trx.one<Fault>(
    `insert into fault (service, kind, bot_id, operation, remaining, retry_after, seconds, status, detail)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9::jsonb) returning ${COLUMNS}`,
    [
      fault.service,
      fault.kind,
      fault.botId ?? null,
      fault.operation ?? null,
      fault.remaining ?? null,
      fault.retryAfter ?? null,
      fault.seconds ?? null,
      fault.status ?? null,
      JSON.stringify({ at: now.toISOString() } satisfies FaultDetail),
    ],
  );
  if (!row) throw new Error("An insert returned no row.");
  return row;
}

/** Faults that still act. */
export function activeFaults(trx: Transaction): Promise<Fault[]> {
  return trx.many<Fault>(`select ${COLUMNS} from fault where remaining is null or remaining > 0 order by id`);
}

export function switchOff(trx: Transaction, id: number): Promise<number> {
  return trx.run("delete from fault where id = $1", [id]);
}

export function switchAllOff(trx: Transaction): Promise<number> {
  return trx.run("delete from fault");
}
