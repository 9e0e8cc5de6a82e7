import type { Transaction } from "@promostack/core";
import type { Journey } from "../graph/journey.ts";
import { keysOf } from "../graph/trigger.ts";

interface Listening {
  tenantId: string;
  journeyId: string;
  versionId: string;
  at: Date;
}

/** Puts what lets people into a version in the place of whatever let them into the journey before. */
export async function listenFor(
  trx: Transaction,
  { triggers, rules }: Journey,
  { tenantId, journeyId, versionId, at }: Listening,
): Promise<void> {
  await stopListening(trx, journeyId);
  const rows = triggers.flatMap((trigger) =>
    keysOf(trigger).map((key) => ({
      id: trigger.id,
      kind: trigger.kind,
      key,
      match: trigger.kind === "keyword" ? trigger.match : "is",
    })),
  );
  await trx.run(
    `insert into trigger (tenant_id, journey_id, version_id, id, kind, key, match, priority, published_at)
     select $1, $2, $3, r.id, r.kind, r.key, r.match, $4, $5
     from json_to_recordset($6::json) as r(id text, kind text, key text, match text)`,
    [tenantId, journeyId, versionId, rules.priority, at, JSON.stringify(rows)],
  );
}

export async function stopListening(trx: Transaction, journeyId: string): Promise<void> {
  await trx.run("delete from trigger where journey_id = $1", [journeyId]);
}
