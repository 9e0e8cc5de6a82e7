import type { Transaction } from "@promostack/core";
import { uuidv7 } from "uuidv7";
import { newVisitor, type Visitor } from "../../../host/testkit/chat.ts";
import {
  OWNER,
  type Person,
  startTestHost,
  type TestHost,
  type TestHostOptions,
} from "../../../test/kit/host.ts";
import { type Journey, NEW_RULES } from "../graph/journey.ts";
import type { Step, StepKind, StepOf } from "../graph/step.ts";
import { keysOf, type Trigger } from "../graph/trigger.ts";

export const BOT = "aurum_help_bot";

export type { Visitor };

/** A whole host with journeys on for the sample tenant, and people who chat with its bot through the playground. */
export interface World {
  host: TestHost;
  owner: Person;
  /** Publishes a journey as the database keeps it, and answers its ids. */
  publish(journey: Journey, name?: string): Promise<{ journeyId: string; versionId: string }>;
  /** A new person of the playground in their private chat with the message bot. */
  visitor(firstName: string): Promise<Visitor>;
  /** Rows of the plugin's tables. */
  rows<Row extends object>(text: string, values?: (string | number)[]): Promise<Row[]>;
  stop(): Promise<void>;
}

export async function startWorld(options: TestHostOptions = {}): Promise<World> {
  const host = await startTestHost({ variables: { LOG_LEVEL: "silent" }, ...options });
  try {
    return await openWorld(host);
  } catch (error) {
    // A host that nobody stops keeps the test run alive.
    await host.stop();
    throw error;
  }
}

async function openWorld(host: TestHost): Promise<World> {
  const owner = await host.signIn(OWNER);
  await owner.call("POST", "/api/plugins/journeys/enable", { settings: {} });
  const inJourneys = <Result>(work: (trx: Transaction) => Promise<Result>) =>
    host.database.system(work, "p_journeys");
  return {
    host,
    owner,
    publish: (journey, name = "A journey") =>
      inJourneys((trx) => publish(trx, owner.tenantId, journey, name)),
    visitor: (firstName) => newVisitor(host, owner, BOT, firstName),
    rows: (text, values) => inJourneys((trx) => trx.many(text, values)),
    stop: () => host.stop(),
  };
}

/** A step without its place on the canvas. */
type Placeless = {
  [Kind in StepKind]: Omit<StepOf<Kind>, "x" | "y" | "exits"> & { exits?: Record<string, string> };
}[StepKind];

/** A journey of these steps, the first of which is where it begins. */
export function journeyOf(
  steps: Placeless[],
  triggers: Trigger[],
  rules: Partial<Journey["rules"]> = {},
): Journey {
  const placed = steps.map(
    (step, index): Step => ({ x: 0, y: index * 120, ...step, exits: step.exits ?? {} }),
  );
  return {
    format: 1,
    start: placed[0]?.id ?? "",
    triggers,
    rules: { ...NEW_RULES, ...rules },
    steps: placed,
  };
}

/** Writes a published journey, as `drafts/` leaves it. */
export async function publish(trx: Transaction, tenantId: string, journey: Journey, name: string) {
  const [journeyId, versionId, now] = [uuidv7(), uuidv7(), new Date()];
  const document = JSON.stringify(journey);
  await trx.run(
    `insert into journey (tenant_id, id, name, draft, edited_at, created_at, live_version) values ($1, $2, $3, $4, $5, $5, $6)`,
    [tenantId, journeyId, name, document, now, versionId],
  );
  await trx.run(
    `insert into version (tenant_id, id, journey_id, number, document, published_at) values ($1, $2, $3, 1, $4, $5)`,
    [tenantId, versionId, journeyId, document, now],
  );
  for (const trigger of journey.triggers) {
    for (const key of keysOf(trigger)) {
      await trx.run(
        `insert into trigger (tenant_id, journey_id, version_id, id, kind, key, match, priority, published_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        [
          tenantId,
          journeyId,
          versionId,
          trigger.id,
          trigger.kind,
          key,
          "match" in trigger ? trigger.match : "is",
          journey.rules.priority,
          now,
        ],
      );
    }
  }
  return { journeyId, versionId };
}
