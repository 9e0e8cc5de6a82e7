import type { Transaction } from "@promostack/core";
import { isGroup, type SegmentRule, type SegmentRules } from "./segment.ts";
import { type Kind, segmentsWith } from "./uses.ts";

/** Gives a tag or a field its new name in every segment that speaks of it; answers how many. */
export async function renameInSegments(
  trx: Transaction,
  kind: Kind,
  from: string,
  to: string,
): Promise<number> {
  const rows = await trx.many<{ id: string; rules: SegmentRules }>(
    `select id, rules from segment where ${segmentsWith(kind, "$1")} order by id for update`,
    [from],
  );
  for (const { id, rules } of rows)
    await trx.run("update segment set rules = $2, revision = revision + 1 where id = $1", [
      id,
      JSON.stringify(renamed(rules, RENAMES[kind], from, to)),
    ]);
  return rows.length;
}

type Rename = (rule: SegmentRule, from: string, to: string) => SegmentRule;

const RENAMES: Record<Kind, Rename> = {
  tag: (rule, from, to) => (rule.about === "tag" && rule.tag === from ? { ...rule, tag: to } : rule),
  field: (rule, from, to) => (rule.about === "variable" && rule.name === from ? { ...rule, name: to } : rule),
};

function renamed({ match, rules }: SegmentRules, rename: Rename, from: string, to: string): SegmentRules {
  return {
    match,
    rules: rules.map((rule) =>
      isGroup(rule)
        ? { ...rule, rules: rule.rules.map((each) => rename(each, from, to)) }
        : rename(rule, from, to),
    ),
  };
}
