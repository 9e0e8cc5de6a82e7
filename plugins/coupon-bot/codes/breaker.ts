import type { Transaction } from "@promostack/core";
import type { Validator } from "./validator.ts";

/** Failures in a row after which a server is left in peace. */
const FAILURES = 5;
const FIRST_REST_MS = 30_000;
const LONGEST_REST_MS = 600_000;
/** Whoever tries first after the rest has the next ones wait for what comes of it. */
const TRIAL_MS = 15_000;

type Standing = Pick<Validator, "id" | "failures" | "openUntil">;

/** A breaker as people see it: closed, open (not asked), or open with the next one as its trial. */
export function breakerState(
  { openUntil }: Pick<Standing, "openUntil">,
  now: Date,
): "closed" | "open" | "trial" {
  if (openUntil === null) return "closed";
  return openUntil > now ? "open" : "trial";
}

/** Whether it may be asked now. The rows say it for every replica, and let one of all be the trial after a rest. */
export async function mayAsk(trx: Transaction, { id, openUntil }: Standing, now: Date): Promise<boolean> {
  if (openUntil === null || openUntil > now) return openUntil === null;
  const claimed = await trx.run(
    "update code_validator set open_until = $3 where id = $1 and open_until = $2 and deleted_at is null",
    [id, openUntil, new Date(now.getTime() + TRIAL_MS)],
  );
  return claimed === 1;
}

/** One answer closes it; a failure after enough others opens it, each time for twice as long. */
export async function noteOutcome(
  trx: Transaction,
  { id, failures, openUntil }: Standing,
  failed: boolean,
  now: Date,
): Promise<void> {
  if (!failed) {
    if (failures === 0 && openUntil === null) return;
    await trx.run("update code_validator set failures = 0, open_until = null where id = $1", [id]);
    return;
  }
  await trx.run(
    `update code_validator set failures = failures + 1,
       open_until = case when failures + 1 < $2 then open_until else $3::timestamptz
         + least($4 * 2 ^ least(failures + 1 - $2, 10), $5) * interval '1 millisecond' end
     where id = $1`,
    [id, FAILURES, now, FIRST_REST_MS, LONGEST_REST_MS],
  );
}
