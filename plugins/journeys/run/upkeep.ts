import type { Health, PlatformContext } from "@promostack/core";

/** Later than that, somebody notices. */
const LATE_SECONDS = 60;
const CALLS_KEPT_DAYS = 30;

/** Whether due walks move in time. */
export async function walkHealth({ platformDb, clock }: PlatformContext): Promise<Health> {
  const now = clock.now();
  const row = await platformDb((trx) =>
    trx.one<{ due: Date | null }>("select min(due_at) as due from session where due_at <= $1", [now]),
  );
  const late = row?.due ? Math.round((now.getTime() - row.due.getTime()) / 1_000) : 0;
  return late <= LATE_SECONDS
    ? { state: "ok" }
    : { state: "degraded", detail: `Walks through journeys go on ${late} s late.` };
}

/** Calls that are over are of no use after a while; their walks' trails stay. */
export async function tidyCalls({ platformDb, clock }: PlatformContext): Promise<void> {
  const until = new Date(clock.now().getTime() - CALLS_KEPT_DAYS * 86_400_000);
  await platformDb((trx) => trx.run("delete from call where done_at < $1", [until]));
}
