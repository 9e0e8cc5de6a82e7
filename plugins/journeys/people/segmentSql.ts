import { Conditions, type SqlValue } from "@promostack/core";
import { comparisonSql } from "./comparisonSql.ts";
import {
  type Deed,
  isGroup,
  type Reach,
  type RuleGroup,
  type SegmentRule,
  type SegmentRules,
} from "./segment.ts";

type RuleOf<About extends SegmentRule["about"]> = Extract<SegmentRule, { about: About }>;
type Compiler<About extends SegmentRule["about"]> = (rule: RuleOf<About>, at: Place) => string;

interface Place {
  conditions: Conditions;
  now: Date;
}

/** SQL of each kind of rule, about a person `p`: true or false, never null. Values travel beside it. */
const COMPILERS: { [About in SegmentRule["about"]]: Compiler<About> } = {
  variable({ name, comparison, value }, { conditions }) {
    const known = () => {
      const field = `p.fields->>${conditions.place(name)}::text`;
      const builtIn = BUILT_IN.get(name);
      return builtIn === undefined ? `(${field})` : `coalesce(${field}, ${builtIn})`;
    };
    return comparisonSql(known, comparison, value, conditions);
  },
  tag: ({ tag, has }, { conditions }) => `${not(has)}(p.tags @> array[${conditions.place(tag)}::text])`,
  language({ comparison, value }, { conditions }) {
    // A rule for `es` means every Spanish.
    const whole = typeof value !== "string" || value.includes("-");
    const language = whole ? "nullif(p.language, '')" : "nullif(split_part(p.language, '-', 1), '')";
    return comparisonSql(() => language, comparison, value, conditions);
  },
  source: ({ comparison, value }, { conditions }) =>
    comparisonSql(() => "nullif(p.source, '')", comparison, value, conditions),
  membership: ({ chat, has }, { conditions }) =>
    `${not(has)}(p.chats @> array[${conditions.place(chat)}::text])`,
  journey({ journey, did, has, withinDays }, at) {
    const { state, time } = DID[did];
    const within = withinDays === undefined ? "" : `and ${time} >= ${since(withinDays, at)}`;
    return `${not(has)}exists (select from session s where ${OF_PERSON} and s.journey_id = ${id(journey, at)} and ${state} ${within})`;
  },
  step: ({ journey, step, has }, at) =>
    `${not(has)}exists (select from session s join visit v on v.tenant_id = s.tenant_id and v.session_id = s.id
      where ${OF_PERSON} and s.journey_id = ${id(journey, at)} and v.step = ${at.conditions.place(step)})`,
  heard: ({ withinDays, has }, at) => `${not(has)}coalesce(p.last_heard >= ${since(withinDays, at)}, false)`,
  firstSeen: ({ withinDays, has }, at) => `${not(has)}(p.first_seen >= ${since(withinDays, at)})`,
  clicked({ journey, has, withinDays }, at) {
    const [join, ofJourney] =
      journey === undefined
        ? ["", ""]
        : [
            "join version v on v.tenant_id = c.tenant_id and v.id = c.version_id",
            `and v.journey_id = ${id(journey, at)}`,
          ];
    const within = withinDays === undefined ? "" : `and c.at >= ${since(withinDays, at)}`;
    return `${not(has)}exists (select from click c ${join} where c.tenant_id = p.tenant_id and c.person_id = p.id ${ofJourney} ${within})`;
  },
  reach: ({ is, has }) => `${not(has)}(${REACH_SQL[is]})`,
};

const OF_PERSON = "s.tenant_id = p.tenant_id and s.person_id = p.id";

/** The walks that a deed speaks of, and when it was done. */
const DID: Record<Deed, { state: string; time: string }> = {
  entered: { state: "true", time: "s.entered_at" },
  inside: { state: "s.ended_at is null", time: "s.entered_at" },
  completed: { state: "s.state = 'completed'", time: "s.ended_at" },
  stopped: { state: "s.state = 'stopped'", time: "s.ended_at" },
  expired: { state: "s.state = 'expired'", time: "s.ended_at" },
  failed: { state: "s.state = 'failed'", time: "s.ended_at" },
};

/** One of them holds for everybody. */
export const REACH_SQL: Record<Reach, string> = {
  reachable: "p.telegram_id is not null and p.blocked_at is null and p.stopped_at is null",
  stopped: "p.stopped_at is not null",
  blocked: "p.blocked_at is not null and p.stopped_at is null",
  silent: "p.telegram_id is null and p.blocked_at is null and p.stopped_at is null",
};

/** Which of them. */
export const REACH_NAME = `case ${Object.entries(REACH_SQL)
  .map(([reach, sql]) => `when ${sql} then '${reach}'`)
  .join(" ")} end`;

/** Variables that everybody has, unless a custom field of the same name says otherwise. */
const BUILT_IN: ReadonlyMap<string, string> = new Map(
  Object.entries({
    firstName: "nullif(p.first_name, '')",
    lastName: "nullif(p.last_name, '')",
    username: "nullif(p.username, '')",
    language: "nullif(p.language, '')",
    source: "nullif(p.source, '')",
    name: "nullif(concat_ws(' ', nullif(p.first_name, ''), nullif(p.last_name, '')), '')",
  }),
);

/** SQL that is true for the people `p` of a segment; its values are put into `conditions`. */
export function segmentSql(rules: SegmentRules, conditions: Conditions, now: Date): string {
  const at = { conditions, now };
  return joined(
    rules.match,
    rules.rules.map((rule) => (isGroup(rule) ? groupSql(rule, at) : ruleSql(rule, at))),
  );
}

function groupSql({ match, rules }: RuleGroup, at: Place): string {
  return joined(
    match,
    rules.map((rule) => ruleSql(rule, at)),
  );
}

function joined(match: "all" | "any", parts: readonly string[]): string {
  if (parts.length === 0) return "true";
  return `(${parts.join(match === "all" ? " and " : " or ")})`;
}

function ruleSql<About extends SegmentRule["about"]>(
  rule: RuleOf<About> & { about: About },
  at: Place,
): string {
  return COMPILERS[rule.about](rule, at);
}

function not(has: boolean): string {
  return has ? "" : "not ";
}

function id(value: string, { conditions }: Place): string {
  return `${conditions.place(value)}::uuid`;
}

function since(days: number, { conditions, now }: Place): string {
  return `${conditions.place(new Date(now.getTime() - days * 86_400_000))}::timestamptz`;
}

/** A statement that selects people (`id`), in order of their ids. */
export interface AudienceQuery {
  text: string;
  values: SqlValue[];
}

/**
 * The people of a tenant to whom something is to be said: those of a segment who can be reached. `after` and `limit` page through
 * them. Also for transactions over all tenants.
 */
export function audienceQuery(
  rules: SegmentRules,
  { tenantId, now, after, limit }: { tenantId: string; now: Date; after?: string; limit?: number },
): AudienceQuery {
  const conditions = new Conditions()
    .add(tenantId, (place) => `p.tenant_id = ${place}::uuid`)
    .add(after, (place) => `p.id > ${place}::uuid`)
    .always(REACH_SQL.reachable);
  conditions.always(segmentSql(rules, conditions, now));
  const most = limit === undefined ? "" : `limit ${conditions.place(limit)}`;
  return {
    text: `select p.id from person p ${conditions.where} order by p.id ${most}`,
    values: conditions.values,
  };
}
