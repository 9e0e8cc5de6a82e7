import { Conditions, type ListPage, listPage, type Transaction } from "@promostack/core";
import type { Happening, TimelineQuery } from "./api.ts";
import { TIMELINE } from "./listShapes.ts";

/** Messages both ways, walks that began and ended, links that were opened: one stream. */
const HAPPENINGS = `(
    select tenant_id, person_id, 'm' || id as id, at, case author when 'person' then 'wrote' else 'sent' end as kind, author, kind as what,
      text, session_id, step, outcome from chat_message
    union all
    select tenant_id, person_id, 'e' || id, entered_at, 'entered', 'system', '', entered_by, id, null, null from session
    union all
    select tenant_id, person_id, 'x' || id, ended_at, 'ended', 'system', state, coalesce(error, ''), id, step, outcome
      from session where ended_at is not null
    union all
    select tenant_id, person_id, 'c' || id, at, 'clicked', 'person', '', button, session_id, step, null from click
  ) t left join session s on s.tenant_id = t.tenant_id and s.id = t.session_id
  left join journey j on j.tenant_id = s.tenant_id and j.id = s.journey_id`;

const COLUMNS = "t.id, t.at, t.kind, t.author, t.what, t.text, t.step, t.outcome, j.name as journey";

/** A page of what happened with a person, the newest first. */
export async function timelinePage(
  trx: Transaction,
  personId: string,
  query: TimelineQuery,
): Promise<ListPage<Happening>> {
  const conditions = new Conditions().add(personId, (place) => `t.person_id = ${place}::uuid`);
  const { items, next } = await listPage<Omit<Happening, "at"> & { at: Date }>(
    trx,
    TIMELINE,
    { select: COLUMNS, from: HAPPENINGS, conditions },
    query,
  );
  const shown = items.map(({ at, ...row }) => ({ ...row, at: at.toISOString() }));
  return { items: shown, ...(next !== undefined && { next }) };
}
