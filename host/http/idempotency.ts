import { createHash } from "node:crypto";
import { PlatformError } from "@promostack/core";
import type { Database } from "../db/database.ts";
import type { Answer } from "./answer.ts";

export interface Attempt {
  personId: string;
  key: string;
  method: string;
  path: string;
  tenantId: string | undefined;
  body: string;
  /** Longest time that the handler may take. */
  seconds: number;
}

interface Row {
  state: "running" | "done";
  fingerprint: string;
  status: number | null;
  headers: Record<string, string> | null;
  body: string | null;
  fresh: boolean;
}

/** The first attempt takes the row; a later one takes it over when the attempt before must have crashed, or its day is over. */
const CLAIM = `
  with claimed as (
    insert into host.idempotent_answer as known (person_id, key, method, path, fingerprint, state, until)
    values ($1, $2, $3, $4, $5, 'running', now() + make_interval(secs => $6))
    on conflict (person_id, key) do update
      set method = excluded.method, path = excluded.path, fingerprint = excluded.fingerprint, state = 'running',
          until = excluded.until, status = null, headers = null, body = null
      where known.until < now()
    returning state, fingerprint, status, headers, body, true as fresh
  )
  select * from claimed
  union all
  select state, fingerprint, status, headers, body, false as fresh from host.idempotent_answer
  where person_id = $1 and key = $2 and not exists (select from claimed)`;

/** Makes a repeated write the same write: answers are kept for a day under the person's own key. */
export class Idempotency {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * Claims the key. Answers the stored answer of an earlier attempt, or undefined when this one is to run.
   * Raises 409 `idempotency.running` and 422 `idempotency.reused` for a key that was used for something else.
   */
  async begin(attempt: Attempt): Promise<Answer | undefined> {
    const print = fingerprint(attempt);
    const { personId, key, method, path, seconds } = attempt;
    const [row] = await this.#database.query<Row>(CLAIM, [personId, key, method, path, print, seconds + 5]);
    // No row at all: another attempt took the key while this statement ran.
    if (row === undefined) throw running(key);
    if (row.fresh) return undefined;
    if (row.fingerprint !== print) throw reused(key);
    if (row.state === "running") throw running(key);
    return {
      status: row.status ?? 200,
      headers: { ...row.headers, "idempotency-replayed": "true" },
      body: row.body ?? undefined,
    };
  }

  /**
   * Keeps the answer. What was our fault, what must not be stored, bytes and streams are forgotten instead, so that the same key may
   * try again.
   */
  async end({ personId, key }: Attempt, answer: Answer | undefined): Promise<void> {
    const { "set-cookie": _cookies, ...headers } = answer?.headers ?? {};
    const body = answer?.body;
    const kept = answer !== undefined && answer.status < 500 && headers["cache-control"] !== "no-store";
    if (!kept || typeof body === "object") {
      await this.#database.query("delete from host.idempotent_answer where person_id = $1 and key = $2", [
        personId,
        key,
      ]);
      return;
    }
    await this.#database.query(
      `with old as (delete from host.idempotent_answer where until < now() and (person_id, key) <> ($1, $2))
       update host.idempotent_answer set state = 'done', status = $3, headers = $4, body = $5, until = now() + interval '1 day'
       where person_id = $1 and key = $2`,
      [personId, key, answer.status, JSON.stringify(headers), body ?? null],
    );
  }
}

/** The key of a request, or undefined where it names none. Raises 400 for one that is no key. */
export function idempotencyKey(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  if (/^[\x21-\x7e]{1,128}$/.test(header)) return header;
  throw new PlatformError("The Idempotency-Key is not usable.", {
    code: "idempotency.invalid",
    status: 400,
    hint: "Send 1 to 128 visible ASCII characters, such as a UUID.",
  });
}

function fingerprint({ method, path, tenantId, body }: Attempt): string {
  return createHash("sha256")
    .update(JSON.stringify([method, path, tenantId ?? null, body]))
    .digest("base64url");
}

function running(key: string): PlatformError {
  return new PlatformError(`The request with Idempotency-Key ${key} is still running.`, {
    code: "idempotency.running",
    status: 409,
    hint: "Wait a moment and send it again.",
    retryAfter: 1,
  });
}

function reused(key: string): PlatformError {
  return new PlatformError(`The Idempotency-Key ${key} was used for another request.`, {
    code: "idempotency.reused",
    status: 422,
    hint: "Use a new key for each new request.",
  });
}
