import type { Transaction } from "@promostack/core";
import type { Journey } from "../graph/journey.ts";
import type { Trigger } from "../graph/trigger.ts";

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

/** What a trigger listens to, as updates are looked up by it. Empty where it takes anything. */
function keysOf(trigger: Trigger): string[] {
  switch (trigger.kind) {
    case "deep_link":
      return [trigger.code];
    case "keyword":
      return [...new Set(trigger.words.map((word) => word.trim().toLowerCase()))];
    case "command":
      return [trigger.command.toLowerCase()];
    case "join_request":
    case "channel_join":
      return [trigger.chat];
    case "tag_added":
      return [trigger.tag];
    case "event":
      return [`${trigger.plugin}/${trigger.event}`];
    case "any_message":
    case "api":
    case "broadcast_button":
      return [""];
  }
}
