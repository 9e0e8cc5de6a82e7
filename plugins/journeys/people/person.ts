import { PlatformError, type Transaction } from "@promostack/core";
import type { Person, PersonChange } from "./api.ts";
import { fieldsOf } from "./fields.ts";
import { checkFields } from "./fieldValue.ts";
import { PERSON_COLUMNS } from "./list.ts";

type Times = "firstSeen" | "lastHeard" | "blockedAt" | "stoppedAt";
type Row = Omit<Person, Times> & Record<Times, Date | null>;

/** Everything about one person. Raises `person.not_found`. */
export async function readPerson(trx: Transaction, id: string): Promise<Person> {
  const row = await trx.one<Row>(
    `select ${PERSON_COLUMNS}, p.timezone, p.fields, p.chats, p.blocked_at as "blockedAt", p.stopped_at as "stoppedAt",
       (select count(*) from chat_message m where m.tenant_id = p.tenant_id and m.person_id = p.id) as messages,
       (select count(*) from session s where s.tenant_id = p.tenant_id and s.person_id = p.id) as walks,
       (select count(*) from click c where c.tenant_id = p.tenant_id and c.person_id = p.id) as clicks
     from person p where p.id = $1`,
    [id],
  );
  if (row === undefined) throw personNotFound();
  const time = (at: Date | null) => at?.toISOString() ?? null;
  return {
    ...row,
    firstSeen: time(row.firstSeen) ?? "",
    lastHeard: time(row.lastHeard),
    blockedAt: time(row.blockedAt),
    stoppedAt: time(row.stoppedAt),
  };
}

/** What a colleague changed, and the tags before and after. */
export interface Changed {
  before: string[];
  after: string[];
  /** Tags that they had not had. */
  added: string[];
  /** Names of the fields. */
  fields: string[];
}

const CHANGE = `
  update person set
    tags = array(select distinct t from unnest(tags || $2::text[]) t where t <> all($3::text[]) order by t),
    fields = (fields || $4::jsonb) - $5::text[],
    timezone = case when $6 then $7 else timezone end
  where id = $1 returning tags`;

/** Changes tags, custom fields and zone. Raises `person.not_found`, `person.fields_wrong` and `person.zone_unknown`. */
export async function changePerson(trx: Transaction, id: string, change: PersonChange): Promise<Changed> {
  const { addTags = [], removeTags = [], fields = {}, timezone } = change;
  if (timezone) refuseUnknownZone(timezone);
  const found = await trx.one<{ tags: string[] }>("select tags from person where id = $1 for update", [id]);
  if (found === undefined) throw personNotFound();
  const { set, cleared } = checkFields(fields, await fieldsOf(trx));
  const row = await trx.one<{ tags: string[] }>(CHANGE, [
    id,
    addTags,
    removeTags,
    JSON.stringify(set),
    cleared,
    timezone !== undefined,
    timezone ?? null,
  ]);
  const after = row?.tags ?? [];
  return {
    before: found.tags,
    after,
    added: after.filter((tag) => !found.tags.includes(tag)),
    fields: Object.keys(fields),
  };
}

function refuseUnknownZone(zone: string): void {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
  } catch (cause) {
    throw new PlatformError(`${zone} is no time zone.`, {
      code: "person.zone_unknown",
      status: 422,
      hint: "Give a name such as Europe/Madrid.",
      details: { fields: [{ field: "timezone", message: "This is no time zone." }] },
      cause,
    });
  }
}

export function personNotFound(): PlatformError {
  return new PlatformError("There is no such person.", {
    code: "person.not_found",
    status: 404,
    hint: "They may have been erased. Go back to the list.",
  });
}
