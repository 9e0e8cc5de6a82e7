import type { Transaction } from "@promostack/core";
import type { TriggerKind } from "../graph/trigger.ts";
import { wordsIn } from "../graph/wholeWord.ts";
import type { Door } from "./entering.ts";

interface Row extends Door {
  key: string;
}

const BEST = "order by priority desc, published_at desc, journey_id desc";

/** The live journey that takes a trigger with any of these keys; the earlier keys first, then by priority, then the newest. */
export async function doorFor(
  trx: Transaction,
  tenantId: string,
  kind: TriggerKind,
  keys: readonly string[],
): Promise<(Door & { key: string }) | undefined> {
  const [row] = await trx.many<Row>(
    `select journey_id as "journeyId", version_id as "versionId", key from trigger
     where tenant_id = $1 and kind = $2 and key = any($3::text[])
     order by array_position($3::text[], key), priority desc, published_at desc, journey_id desc limit 1`,
    [tenantId, kind, keys],
  );
  return row;
}

/** The live journey with a keyword that a message is, has as a word, or contains: of all that fit the one of the highest priority, then the newest. */
export async function doorForWords(
  trx: Transaction,
  tenantId: string,
  text: string,
): Promise<(Door & { key: string }) | undefined> {
  const [row] = await trx.many<Row>(
    `select journey_id as "journeyId", version_id as "versionId", key from trigger
     where tenant_id = $1 and kind = 'keyword' and case match
       when 'contains' then strpos($2, key) > 0
       when 'word' then key <> '' and strpos($3, ' ' || key || ' ') > 0
       else key = $2 end
     ${BEST} limit 1`,
    [tenantId, text.trim().toLowerCase(), wordsIn(text)],
  );
  return row;
}

/** For many tenants and keys at once, by `<tenant> <key>`. */
export async function bestPerKey(
  trx: Transaction,
  kind: TriggerKind,
  keys: readonly { tenantId: string; key: string }[],
): Promise<ReadonlyMap<string, Door>> {
  const rows = await trx.many<Row & { tenantId: string }>(
    `select distinct on (tenant_id, key) tenant_id as "tenantId", key, journey_id as "journeyId", version_id as "versionId" from trigger
     where kind = $1 and (tenant_id, key) in (select * from unnest($2::uuid[], $3::text[]))
     order by tenant_id, key, priority desc, published_at desc, journey_id desc`,
    [kind, keys.map(({ tenantId }) => tenantId), keys.map(({ key }) => key)],
  );
  return new Map(rows.map(({ tenantId, key, ...door }) => [`${tenantId} ${key}`, door]));
}
