import type { Transaction } from "@promostack/core";

/**
 * Where tags and fields stand in what is stored as documents, as jsonpath: `$name` is the tag or field. A journey counts with its
 * draft and its live version.
 */
const IN_SEGMENT = {
  tag: '$.** ? (@.about == "tag" && @.tag == $name)',
  field: '$.** ? (@.about == "variable" && @.name == $name)',
};
const IN_JOURNEY = {
  tag: "$.** ? (@.tag == $name || @.add[*] == $name || @.remove[*] == $name)",
  field: '$.** ? ((@.about == "variable" && @.name == $name) || (@.scope == "person" && @.name == $name))',
};

export type Kind = keyof typeof IN_SEGMENT;

export interface Uses {
  segments: string[];
  journeys: string[];
}

/** Names of the segments and journeys that use each of these tags or fields. */
export async function usesOf(
  trx: Transaction,
  kind: Kind,
  names: readonly string[],
): Promise<ReadonlyMap<string, Uses>> {
  const rows = await trx.many<Uses & { name: string }>(
    `select n as name,
       array(select s.name from segment s where jsonb_path_exists(s.rules, $2::jsonpath, jsonb_build_object('name', n)) order by 1) as segments,
       array(select j.name from journey j left join version v on v.tenant_id = j.tenant_id and v.id = j.live_version
         where j.archived_at is null and (jsonb_path_exists(j.draft, $3::jsonpath, jsonb_build_object('name', n))
           or jsonb_path_exists(v.document, $3::jsonpath, jsonb_build_object('name', n))) order by 1) as journeys
     from unnest($1::text[]) n`,
    [names, IN_SEGMENT[kind], IN_JOURNEY[kind]],
  );
  return new Map(rows.map(({ name, ...uses }) => [name, uses]));
}

/** Segments that speak of it. */
export function segmentsWith(kind: Kind, place: string): string {
  return `jsonb_path_exists(rules, '${IN_SEGMENT[kind]}', jsonb_build_object('name', ${place}::text))`;
}
