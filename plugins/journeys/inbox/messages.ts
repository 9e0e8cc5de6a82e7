import type { Transaction } from "@promostack/core";
import type { Journey } from "../graph/journey.ts";
import { stepTitle } from "../graph/stepName.ts";
import type { ChatMessage } from "./api.ts";

interface Row extends Omit<ChatMessage, "at" | "buttons" | "by"> {
  at: Date;
  more: Record<string, unknown>;
  versionId: string | null;
}

/** A page of what was said both ways, the newest first. `after` is the oldest message of the page before. */
export async function messagesPage(
  trx: Transaction,
  personId: string,
  { after, limit }: { after?: string; limit: number },
): Promise<{ items: ChatMessage[]; next?: string }> {
  const rows = await trx.many<Row>(
    `select m.id, m.at, m.author, m.kind, m.text, m.more, m.outcome, j.name as journey, m.step, s.version_id as "versionId"
     from chat_message m
       left join session s on s.tenant_id = m.tenant_id and s.id = m.session_id
       left join journey j on j.tenant_id = s.tenant_id and j.id = s.journey_id
     where m.person_id = $1 and ($2::uuid is null or m.id < $2) order by m.id desc limit $3`,
    [personId, after ?? null, limit + 1],
  );
  const page = rows.slice(0, limit);
  const versions = await documents(trx, page);
  const next = rows.length > limit ? page.at(-1)?.id : undefined;
  return { items: page.map((row) => shown(row, versions)), ...(next !== undefined && { next }) };
}

async function documents(trx: Transaction, rows: readonly Row[]): Promise<ReadonlyMap<string, Journey>> {
  const ids = [...new Set(rows.map(({ versionId }) => versionId).filter((id) => id !== null))];
  if (ids.length === 0) return new Map();
  const found = await trx.many<{ id: string; document: Journey }>(
    "select id, document from version where id = any($1::uuid[])",
    [ids],
  );
  return new Map(found.map(({ id, document }) => [id, document]));
}

function shown(
  { at, more, versionId, step, ...row }: Row,
  versions: ReadonlyMap<string, Journey>,
): ChatMessage {
  const version = versionId === null ? undefined : versions.get(versionId);
  const of = version?.steps.find(({ id }) => id === step);
  return {
    ...row,
    at: at.toISOString(),
    step: of === undefined ? step : stepTitle(of),
    buttons: buttonsOf(more),
    by: typeof more.by === "string" ? more.by : null,
  };
}

function buttonsOf({ reply_markup: markup }: Record<string, unknown>): string[] {
  if (typeof markup !== "object" || markup === null || !("inline_keyboard" in markup)) return [];
  const rows: unknown = markup.inline_keyboard;
  const keys: unknown[] = Array.isArray(rows) ? rows.flat() : [];
  return keys.flatMap((key) =>
    typeof key === "object" && key !== null && "text" in key ? [String(key.text)] : [],
  );
}
