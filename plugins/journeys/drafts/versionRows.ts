import { PlatformError, type Transaction } from "@promostack/core";
import type { Journey } from "../graph/journey.ts";
import type { PeopleInside, Version, VersionDetail, VersionPage } from "./api.ts";

type Row = Omit<Version, "publishedAt"> & { publishedAt: Date };

const COLUMNS = `v.id, v.number, v.note, v.published_at as "publishedAt", v.published_by as "publishedBy",
  j.live_version is not distinct from v.id as live, jsonb_array_length(v.document -> 'steps') as steps,
  (select count(*)::int from session s where s.tenant_id = v.tenant_id and s.version_id = v.id and s.ended_at is null) as inside`;
const FROM = "version v join journey j on j.tenant_id = v.tenant_id and j.id = v.journey_id";

/** Versions of a journey, the newest first. */
export async function versionPage(
  trx: Transaction,
  journeyId: string,
  { after, limit }: { after?: number; limit: number },
): Promise<VersionPage> {
  const rows = await trx.many<Row>(
    `select ${COLUMNS} from ${FROM} where v.journey_id = $1 and ($2::int is null or v.number < $2)
     order by v.number desc limit $3`,
    [journeyId, after ?? null, limit + 1],
  );
  const items = rows.slice(0, limit).map(shown);
  const last = rows.length > limit ? items.at(-1)?.number : undefined;
  return { items, ...(last !== undefined && { next: String(last) }) };
}

/** A version with its steps. Raises `version.not_found`. */
export async function readVersion(
  trx: Transaction,
  journeyId: string,
  number: number,
): Promise<VersionDetail> {
  const row = await trx.one<Row & { document: Journey }>(
    `select ${COLUMNS}, v.document from ${FROM} where v.journey_id = $1 and v.number = $2`,
    [journeyId, number],
  );
  if (row !== undefined) return { ...shown(row), document: row.document };
  throw new PlatformError(`The journey has no version ${number}.`, {
    code: "version.not_found",
    status: 404,
    hint: "The list of its versions names them all.",
  });
}

/** Where the people stand who walk a journey now, in whatever version: steps keep their ids from one to the next. */
export async function peopleInside(trx: Transaction, journeyId: string): Promise<PeopleInside> {
  const steps = await trx.many<{ step: string; people: number }>(
    `select s.step, count(*)::int as people from version v
     join session s on s.tenant_id = v.tenant_id and s.version_id = v.id and s.ended_at is null
     where v.journey_id = $1 group by s.step order by s.step`,
    [journeyId],
  );
  const waiting = await trx.one<{ people: number }>(
    "select count(*)::int as people from waiting_entry where journey_id = $1",
    [journeyId],
  );
  const total = steps.reduce((sum, { people }) => sum + people, 0);
  return { total, steps, waiting: waiting?.people ?? 0 };
}

function shown<Of extends Row>({ publishedAt, ...row }: Of) {
  return { ...row, publishedAt: publishedAt.toISOString() };
}
