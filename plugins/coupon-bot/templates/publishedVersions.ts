import type { Transaction } from "@promostack/core";
import { LRUCache } from "lru-cache";
import type { StoredUpload } from "../media/stored.ts";
import type { Template } from "../template/template.ts";
import { storedAssets } from "./assetRows.ts";

/** What never changes of a published template. */
interface Version {
  template: Template;
  /** By the ids that the template uses. */
  files: Readonly<Record<string, StoredUpload>>;
}

/** Of all tenants. Which version is published is asked of the database each time, so that nothing here grows old, on any replica. */
const KNOWN = new LRUCache<string, Version>({
  maxSize: 64_000_000,
  sizeCalculation: ({ template }) => JSON.stringify(template).length,
});

/** Versions by the ids of their templates; each is read once. */
export async function publishedVersions(
  trx: Transaction,
  tenantId: string,
  wanted: readonly { id: string; version: number }[],
): Promise<ReadonlyMap<string, Version>> {
  const found = new Map<string, Version>();
  const unknown: (typeof wanted)[number][] = [];
  for (const each of wanted) {
    const known = KNOWN.get(keyOf(tenantId, each));
    if (known === undefined) unknown.push(each);
    else found.set(each.id, known);
  }
  if (unknown.length === 0) return found;
  const rows = await trx.many<{ id: string; version: number; template: Template; assets: string[] }>(
    `select v.template_id as id, v.number as version, v.document as template, v.assets from template_version v
     join unnest($1::uuid[], $2::int[]) as wanted (id, number) on v.template_id = wanted.id and v.number = wanted.number`,
    [unknown.map(({ id }) => id), unknown.map(({ version }) => version)],
  );
  const files = await storedAssets(trx, [...new Set(rows.flatMap(({ assets }) => assets))]);
  for (const { assets, template, ...row } of rows) {
    const own = files
      .filter(({ id }) => assets.includes(id))
      .map(({ id, hash, fileKey }) => [id, { hash, fileKey }]);
    const version: Version = { template, files: Object.fromEntries(own) };
    KNOWN.set(keyOf(tenantId, row), version);
    found.set(row.id, version);
  }
  return found;
}

function keyOf(tenantId: string, { id, version }: { id: string; version: number }): string {
  return `${tenantId} ${id} ${version}`;
}
