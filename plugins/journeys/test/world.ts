import type { Transaction } from "@promostack/core";
import { uuidv7 } from "uuidv7";
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

/** A message as a person sees it in the chat. */
export interface Seen {
  id: number;
  mine: boolean;
  text: string;
  buttons: { text: string; url?: string }[][];
}

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

export interface Visitor {
  telegramId: number;
  write(text: string): Promise<void>;
  /** Presses Start, with a link's code. */
  start(code?: string): Promise<void>;
  press(text: string): Promise<{ text?: string; url?: string }>;
  block(blocked: boolean): Promise<void>;
  messages(): Promise<Seen[]>;
  /** Waits until the bot's newest messages are these, in order. */
  reads(...texts: string[]): Promise<void>;
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
    visitor: (firstName) => visitor(host, owner, firstName),
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

/** A new person of the playground in their private chat with the sample tenant's message bot. */
export async function visitor(host: TestHost, owner: Person, firstName: string): Promise<Visitor> {
  const { id: telegramId } = await owner.call<{ id: number }>("POST", "/api/p/playground/people", {
    firstName,
  });
  const { room } = await owner.call<{ room: string }>("POST", "/api/p/playground/private-chats", {
    personId: telegramId,
    botUsername: BOT,
  });
  const chat = `/api/p/playground/chats/${room}`;
  const messages = async (): Promise<Seen[]> => {
    const { items } = await owner.call<{ items: Listed[] }>("GET", `${chat}/messages`);
    return items.map((each) => seen(each, telegramId)).reverse();
  };
  return {
    telegramId,
    messages,
    write: async (text) => {
      await owner.call("POST", `${chat}/messages`, { personId: telegramId, text });
    },
    start: async (code) => {
      await owner.call("POST", `${chat}/starts`, { personId: telegramId, payload: code });
    },
    press: async (text) => {
      const shown = (await messages()).reverse();
      for (const { id, buttons } of shown) {
        for (const [row, keys] of buttons.entries()) {
          const column = keys.findIndex((key) => key.text === text);
          if (column >= 0)
            return owner.call("POST", `${chat}/presses`, {
              personId: telegramId,
              messageId: id,
              row,
              column,
            });
        }
      }
      throw new Error(`No button says "${text}".`);
    },
    block: async (blocked) => {
      await owner.call("PUT", `${chat}/block`, { blocked });
    },
    reads: async (...texts) => {
      let last: string[] = [];
      await host
        .until(`"${texts.join('", "')}"`, async () => {
          last = (await messages()).filter(({ mine }) => !mine).map(({ text }) => text);
          return texts.every((text, index) => last[last.length - texts.length + index] === text);
        })
        .catch((error: Error) => {
          throw new Error(`${error.message} The bot said: ${JSON.stringify(last)}`);
        });
    },
  };
}

interface Listed {
  id: number;
  from?: { id: number };
  content: {
    text?: string;
    caption?: string;
    reply_markup?: { inline_keyboard?: { text: string; url?: string }[][] };
  };
}

function seen({ id, from, content }: Listed, telegramId: number): Seen {
  return {
    id,
    mine: from?.id === telegramId,
    text: content.text ?? content.caption ?? "",
    buttons: content.reply_markup?.inline_keyboard ?? [],
  };
}
