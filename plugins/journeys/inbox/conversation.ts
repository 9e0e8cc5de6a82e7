import { PlatformError, type Transaction } from "@promostack/core";
import type { Journey } from "../graph/journey.ts";
import { stepName } from "../graph/stepName.ts";
import type { ConversationDetail } from "./api.ts";
import { NAME } from "./list.ts";

type Times = "firstSeen" | "lastHeard" | "blockedAt" | "stoppedAt" | "waitsSince" | "takenOverAt";
type Row = Omit<ConversationDetail, Times | "walk" | "waitingEntries" | "present"> &
  Record<Times, Date | null>;

const COLUMNS = `p.id, ${NAME} as name, p.username, p.telegram_id::text as "telegramId", p.language, p.source, p.timezone, p.tags, p.fields,
  p.first_seen as "firstSeen", p.last_heard as "lastHeard", p.blocked_at as "blockedAt", p.stopped_at as "stoppedAt",
  coalesce(c.unread, 0) as unread, c.waits_since as "waitsSince", p.taken_over_at as "takenOverAt",
  case when p.taken_over_at is not null then jsonb_build_object('id', p.taken_over_by, 'name', c.holder_name) end as holder,
  case when c.assigned_to is not null then jsonb_build_object('id', c.assigned_to, 'name', c.assigned_name) end as assigned`;

/** One conversation, with what is known of the person. Anybody has one, whether or not they have written. Raises `conversation.not_found`. */
export async function readConversation(
  trx: Transaction,
  id: string,
  me: string,
): Promise<ConversationDetail> {
  const row = await trx.one<Row>(
    `select ${COLUMNS} from person p left join conversation c on c.tenant_id = p.tenant_id and c.person_id = p.id where p.id = $1`,
    [id],
  );
  if (row === undefined) throw conversationNotFound();
  const time = (at: Date | null) => at?.toISOString() ?? null;
  return {
    ...row,
    firstSeen: time(row.firstSeen) ?? "",
    lastHeard: time(row.lastHeard),
    blockedAt: time(row.blockedAt),
    stoppedAt: time(row.stoppedAt),
    waitsSince: time(row.waitsSince),
    takenOverAt: time(row.takenOverAt),
    walk: await newestWalk(trx, id),
    waitingEntries: await waitingEntries(trx, id),
    present: await trx.many<ConversationDetail["present"][number]>(
      `select colleague_id as id, name, typing from presence
       where person_id = $1 and colleague_id <> $2 and until > clock_timestamp() order by name`,
      [id, me],
    ),
  };
}

interface WalkRow {
  id: string;
  journeyId: string;
  journey: string;
  step: string;
  state: string;
  dueAt: Date | null;
  error: string | null;
  endedAt: Date | null;
  document: Journey;
}

async function newestWalk(trx: Transaction, personId: string): Promise<ConversationDetail["walk"]> {
  const row = await trx.one<WalkRow>(
    `select s.id, s.journey_id as "journeyId", j.name as journey, s.step, s.state, s.error, s.ended_at as "endedAt",
       case when s.ended_at is null then to_timestamp((s.body->'wait'->>'due')::float8 / 1000) end as "dueAt", v.document
     from session s join journey j on j.tenant_id = s.tenant_id and j.id = s.journey_id
       join version v on v.tenant_id = s.tenant_id and v.id = s.version_id
     where s.person_id = $1 order by s.entered_at desc limit 1`,
    [personId],
  );
  if (row === undefined) return null;
  const { document, dueAt, endedAt, step, ...walk } = row;
  return {
    ...walk,
    step: nameIn(document, step),
    dueAt: dueAt?.toISOString() ?? null,
    endedAt: endedAt?.toISOString() ?? null,
  };
}

function nameIn({ steps }: Journey, id: string): string {
  const step = steps.find((each) => each.id === id);
  return step === undefined ? id : stepName(step);
}

async function waitingEntries(trx: Transaction, personId: string): Promise<string[]> {
  const rows = await trx.many<{ name: string }>(
    `select j.name from waiting_entry w join journey j on j.tenant_id = w.tenant_id and j.id = w.journey_id
     where w.person_id = $1 order by w.created_at`,
    [personId],
  );
  return rows.map(({ name }) => name);
}

export function conversationNotFound(): PlatformError {
  return new PlatformError("There is no such conversation.", {
    code: "conversation.not_found",
    status: 404,
    hint: "The person may have been erased: go back to the list.",
  });
}
