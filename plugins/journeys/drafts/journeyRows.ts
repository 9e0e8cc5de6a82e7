import {
  Conditions,
  type ListPage,
  type ListQuery,
  listPage,
  listShape,
  PlatformError,
  type Transaction,
} from "@promostack/core";
import type { Journey } from "../graph/journey.ts";
import type { Folders, JourneyDetail, JourneyState, ListedJourney } from "./api.ts";

interface Row {
  id: string;
  name: string;
  folder: string;
  version: number | null;
  changed: boolean;
  archived: boolean;
  editedAt: Date;
  editedBy: string;
  createdAt: Date;
}

const COLUMNS = `j.id, j.name, j.folder, v.number as version, (v.id is not null and j.draft <> v.document) as changed,
  j.archived_at is not null as archived, j.edited_at as "editedAt", j.edited_by as "editedBy", j.created_at as "createdAt"`;
const FROM = "journey j left join version v on v.tenant_id = j.tenant_id and v.id = j.live_version";

export const JOURNEYS = listShape({
  sorts: {
    name: { sql: "lower(j.name)", type: "text" },
    editedAt: { sql: "j.edited_at", type: "timestamptz" },
    createdAt: { sql: "j.created_at", type: "timestamptz" },
  },
  id: { sql: "j.id", type: "uuid" },
  first: { sort: "editedAt", order: "desc" },
  search: ["j.name", "j.folder"],
});

export interface JourneyQuery extends ListQuery {
  folder?: string;
  state?: JourneyState;
}

/** Journeys, what was edited last first. Archived ones only where they are asked for. */
export async function journeyPage(trx: Transaction, query: JourneyQuery): Promise<ListPage<ListedJourney>> {
  const conditions = new Conditions()
    .add(query.folder, (place) => `j.folder = ${place}`)
    .always(STATES[query.state ?? "current"]);
  const source = {
    select: `${COLUMNS}, jsonb_array_length(j.draft -> 'steps') as steps,
      jsonb_path_query_array(j.draft, '$.triggers[*].kind') as triggers`,
    from: FROM,
    conditions,
  };
  const { items, next } = await listPage<Row & { steps: number; triggers: string[] }>(
    trx,
    JOURNEYS,
    source,
    query,
  );
  const inside = await insideOf(
    trx,
    items.map(({ id }) => id),
  );
  const shown = items.map(({ steps, triggers, ...row }) => ({
    ...listed(row, inside.get(row.id) ?? 0),
    steps,
    triggers: [...new Set(triggers)],
  }));
  return { items: shown, ...(next !== undefined && { next }) };
}

const STATES: Record<JourneyState | "current", string> = {
  current: "j.archived_at is null",
  live: "j.live_version is not null",
  draft: "j.live_version is null and j.archived_at is null",
  archived: "j.archived_at is not null",
};

export async function foldersOf(trx: Transaction): Promise<Folders["items"]> {
  return trx.many(
    `select folder as name, count(*)::int as journeys from journey where folder <> '' and archived_at is null
     group by folder order by lower(folder)`,
  );
}

/** A journey with its draft. Raises `journey.not_found`. */
export async function readJourney(trx: Transaction, id: string): Promise<JourneyDetail> {
  const row = await trx.one<Row & { draft: Journey; revision: number; versions: number; walks: number }>(
    `select ${COLUMNS}, j.draft, j.revision,
       (select count(*)::int from version w where w.tenant_id = j.tenant_id and w.journey_id = j.id) as versions,
       (select count(*)::int from session s where s.tenant_id = j.tenant_id and s.journey_id = j.id) as walks
     from ${FROM} where j.id = $1`,
    [id],
  );
  if (row === undefined) throw journeyNotFound();
  const { draft, revision, versions, walks, ...rest } = row;
  const inside = await insideOf(trx, [id]);
  return { ...listed(rest, inside.get(id) ?? 0), draft, etag: etagOf(revision), versions, walks };
}

/** What stands in the header `etag` of a draft. */
export function etagOf(revision: number): string {
  return `"${revision}"`;
}

export function journeyNotFound(): PlatformError {
  return new PlatformError("There is no such journey.", {
    code: "journey.not_found",
    status: 404,
    hint: "It may have been deleted: go back to the list.",
  });
}

/** How many people walk each of these journeys now. */
async function insideOf(trx: Transaction, journeys: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (journeys.length === 0) return new Map();
  const rows = await trx.many<{ journey: string; people: number }>(
    `select v.journey_id as journey, sum(s.people)::int as people from version v
     join lateral (select count(*) as people from session s
       where s.tenant_id = v.tenant_id and s.version_id = v.id and s.ended_at is null) s on true
     where v.journey_id = any($1::uuid[]) group by v.journey_id`,
    [journeys],
  );
  return new Map(rows.map(({ journey, people }) => [journey, people]));
}

function listed({ archived, editedAt, createdAt, ...row }: Row, inside: number) {
  const state: JourneyState = archived ? "archived" : row.version === null ? "draft" : "live";
  return { ...row, state, inside, editedAt: editedAt.toISOString(), createdAt: createdAt.toISOString() };
}
