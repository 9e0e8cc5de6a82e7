import { PlatformError, type Transaction } from "@promostack/core";
import type { SegmentRules } from "../people/segment.ts";
import { audienceQuery } from "../people/segmentSql.ts";
import type { Audience } from "./plan.ts";

/** The rules that an audience stands for now, in a transaction of its tenant. Raises `broadcast.segment_gone`. */
export async function rulesOf(trx: Transaction, audience: Audience): Promise<SegmentRules> {
  switch (audience.kind) {
    case "everybody":
      return { match: "all", rules: [] };
    case "rules":
      return audience.rules;
    case "tags":
      return {
        match: audience.match,
        rules: audience.tags.map((tag) => ({ about: "tag", tag, has: true })),
      };
    case "segment": {
      const row = await trx.one<{ rules: SegmentRules }>("select rules from segment where id = $1", [
        audience.segment,
      ]);
      if (row !== undefined) return row.rules;
      throw new PlatformError("The segment that this broadcast is for is gone.", {
        code: "broadcast.segment_gone",
        status: 409,
        hint: "Choose another audience.",
        details: { fields: [{ field: "audience", message: "This segment was deleted." }] },
      });
    }
  }
}

/** How many people an audience is now: those of it who can be reached. */
export async function countAudience(
  trx: Transaction,
  tenantId: string,
  audience: Audience,
  now: Date,
): Promise<number> {
  const { text, values } = audienceQuery(await rulesOf(trx, audience), { tenantId, now });
  const row = await trx.one<{ count: number }>(`select count(*) as count from (${text}) a`, values);
  return row?.count ?? 0;
}
