import type { Transaction } from "@promostack/core";
import type { Reached, TagUse } from "./fieldsApi.ts";
import { renameInSegments } from "./segmentRename.ts";
import { usesOf } from "./uses.ts";

/** Every tag that somebody has, with how many have it and where else it is used. */
export async function tagsOf(trx: Transaction): Promise<TagUse[]> {
  const rows = await trx.many<{ tag: string; people: number }>(
    "select t as tag, count(*) as people from person p, unnest(p.tags) t group by t order by lower(t), t",
  );
  const uses = await usesOf(
    trx,
    "tag",
    rows.map(({ tag }) => tag),
  );
  return rows.map((row) => ({ ...row, ...(uses.get(row.tag) ?? { segments: [], journeys: [] }) }));
}

/**
 * Calls a tag something else, with everybody who has it and in every segment; where the new name exists, the two become one.
 * Journeys are not changed: a published version never is.
 */
export async function renameTag(trx: Transaction, tag: string, to: string): Promise<Reached> {
  const people = await trx.run(
    `update person set tags = array(select distinct case t when $1 then $2 else t end from unnest(tags) t order by 1)
     where tags @> array[$1::text]`,
    [tag, to],
  );
  return { people, segments: await renameInSegments(trx, "tag", tag, to) };
}

/** Takes a tag off everybody. Segments that ask for it keep asking, and find nobody. */
export async function deleteTag(trx: Transaction, tag: string): Promise<Reached> {
  const people = await trx.run(
    "update person set tags = array_remove(tags, $1) where tags @> array[$1::text]",
    [tag],
  );
  return { people, segments: 0 };
}
