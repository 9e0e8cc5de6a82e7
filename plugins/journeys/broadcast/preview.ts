import { PlatformError, type TenantContext, type Transaction } from "@promostack/core";
import { uuidv7 } from "uuidv7";
import type { Content } from "../graph/parts.ts";
import { type Person, readPeople } from "../run/people.ts";
import type { TenantFacts } from "../run/tenantFacts.ts";
import type { Preview } from "./api.ts";
import { contentProblems, refuseProblems } from "./check.ts";
import { renderFor } from "./rendering.ts";

/** What somebody would get: a person who is named, else whoever was heard of last, else an example. */
export async function previewContent(
  { tenantId, clock }: Pick<TenantContext, "tenantId" | "clock">,
  trx: Transaction,
  { content, person: asked }: { content: Content; person?: string },
  facts: TenantFacts,
): Promise<Preview> {
  const person = await sampleOf(trx, tenantId, asked);
  const { payload } = renderFor({ id: person.id, content }, person, facts, clock.now());
  const { text, caption } = payload;
  return {
    text: String(text ?? caption ?? ""),
    buttons: rowsOf(payload.reply_markup),
    problems: await contentProblems(trx, content),
    as: [person.firstName, person.lastName].filter((each) => each !== "").join(" ") || person.username,
  };
}

/** Sends it to one person now, as a test: it counts nowhere. Raises `broadcast.not_ready`, `person.unreachable`. */
export async function sendTest(
  context: Pick<TenantContext, "tenantId" | "clock" | "send">,
  trx: Transaction,
  { id, content }: { id: string; content: Content },
  personId: string,
  facts: TenantFacts,
): Promise<void> {
  refuseProblems(await contentProblems(trx, content));
  const { tenantId, clock } = context;
  const person = (await readPeople(trx, [{ tenantId, personId }])).get(personId);
  if (person?.telegramId === undefined || person.blocked)
    throw new PlatformError("The bot cannot write to this person.", {
      code: "person.unreachable",
      status: 409,
      hint: "Start the bot in Telegram yourself, then choose yourself.",
    });
  const { method, payload } = renderFor({ id, content }, person, facts, clock.now());
  await context.send(trx, {
    role: "message_bot",
    chat: person.telegramId,
    method,
    payload,
    dedupeKey: `broadcast-test:${id}:${uuidv7()}`,
    priority: 1,
  });
}

async function sampleOf(trx: Transaction, tenantId: string, asked: string | undefined): Promise<Person> {
  const id =
    asked ??
    (
      await trx.one<{ id: string }>(
        "select id from person where telegram_id is not null order by first_seen desc, id desc limit 1",
      )
    )?.id;
  const found = id === undefined ? undefined : (await readPeople(trx, [{ tenantId, personId: id }])).get(id);
  return (
    found ?? {
      tenantId,
      id: uuidv7(),
      telegramId: undefined,
      firstName: "Alex",
      lastName: "Sample",
      username: "alex",
      language: "en",
      source: "spring",
      tags: [],
      fields: {},
      chats: [],
      lastHeard: undefined,
      blocked: false,
      stopped: false,
      takenOver: false,
      touches: [],
    }
  );
}

function rowsOf(markup: unknown): string[][] {
  if (typeof markup !== "object" || markup === null || !("inline_keyboard" in markup)) return [];
  const rows: unknown = markup.inline_keyboard;
  return (Array.isArray(rows) ? rows : []).map((row: unknown) =>
    (Array.isArray(row) ? row : []).map((key: unknown) =>
      typeof key === "object" && key !== null && "text" in key ? String(key.text) : "",
    ),
  );
}
