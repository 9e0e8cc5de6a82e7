import { PlatformError, type TenantContext, type Transaction } from "@promostack/core";
import { uuidv7 } from "uuidv7";
import type { Conversations } from "../run/conversations.ts";
import type { Desk } from "../run/desk.ts";
import type { Tagged, Tagging, Undone } from "./actsApi.ts";
import { nextChosen } from "./chosen.ts";

/** People of one transaction; fewer where journeys begin or end by the tag. */
const AT_ONCE = 5_000;
const FOLLOWED_AT_ONCE = 200;
/** How long tagging can be undone. */
const KEPT_MS = 7 * 86_400_000;

const CHANGES = {
  tag: `update person set tags = array(select t from unnest(tags || $2::text) t order by t)
    where id = any($1::uuid[]) and not tags @> array[$2::text] returning id`,
  untag: `update person set tags = array_remove(tags, $2::text)
    where id = any($1::uuid[]) and tags @> array[$2::text] returning id`,
};
const OPPOSITE = { tag: "untag", untag: "tag" } as const;

/** What tags need of the rest of the plugin. */
export interface TagDesk {
  conversations: Conversations;
  desk: Desk;
}

/** Puts a tag on the next people of those that are meant, or takes it off. Whom it changed is kept for an undo. */
export async function tagNext(
  { tenantId, clock }: Pick<TenantContext, "tenantId" | "clock">,
  { conversations, desk }: TagDesk,
  asked: Tagging,
): Promise<Tagged> {
  const { trx } = desk;
  const { did, tag } = asked;
  const now = clock.now();
  const followed = did === "tag" && (await isFollowed(trx, tag));
  const { people, next } = await nextChosen(trx, asked, now, followed ? FOLLOWED_AT_ONCE : AT_ONCE);
  const changed = (await trx.many<{ id: string }>(CHANGES[did], [people, tag])).map(({ id }) => id);
  const act = asked.act ?? uuidv7();
  await trx.run("delete from people_act where at < $1", [new Date(now.getTime() - KEPT_MS)]);
  await trx.run(
    `insert into people_act (tenant_id, id, n, did, tag, person_ids, at)
     select $1, $2, 1 + coalesce(max(n), 0), $3, $4, $5, $6 from people_act where id = $2`,
    [tenantId, act, did, tag, changed, now],
  );
  if (followed)
    await conversations.tagged(
      desk,
      changed.map((personId) => ({ tenantId, personId, tag })),
    );
  return { act, changed: changed.length, ...(next !== undefined && { next }) };
}

/** Whether a journey begins or ends when somebody gets the tag. */
async function isFollowed(trx: Transaction, tag: string): Promise<boolean> {
  const row = await trx.one<{ followed: boolean }>(
    `select exists (select from trigger where kind = 'tag_added' and key = $1)
       or exists (select from version where jsonb_path_exists(document, '$.rules.goals[*] ? (@.kind == "tag_added" && @.tag == $tag)',
         jsonb_build_object('tag', $1::text))) as followed`,
    [tag],
  );
  return row?.followed ?? false;
}

/** Undoes the last part of an act that stands: with those whom it changed. Raises `act.not_found`. */
export async function undoTagging(trx: Transaction, act: string, now: Date): Promise<Undone> {
  const part = await trx.one<{ n: number; did: "tag" | "untag"; tag: string; people: string[] }>(
    `select n, did, tag, person_ids as people from people_act
     where id = $1 and undone_at is null order by n desc limit 1 for update`,
    [act],
  );
  if (part === undefined) throw actNotFound();
  const changed = await trx.many(CHANGES[OPPOSITE[part.did]], [part.people, part.tag]);
  await trx.run("update people_act set undone_at = $3 where id = $1 and n = $2", [act, part.n, now]);
  return { changed: changed.length, more: part.n > 1 };
}

function actNotFound(): PlatformError {
  return new PlatformError("There is nothing to undo.", {
    code: "act.not_found",
    status: 404,
    hint: "It was undone already, or is more than seven days old.",
  });
}
