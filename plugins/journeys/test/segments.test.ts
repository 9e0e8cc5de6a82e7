import { Conditions, type SqlValue, type Transaction } from "@promostack/core";
import { expect } from "chai";
import fc from "fast-check";
import { uuidv7 } from "uuidv7";
import { OTHER_OWNER, OWNER, type Person, startTestHost, type TestHost } from "../../../test/kit/host.ts";
import { compare } from "../engine/condition.ts";
import { BUILT_IN_VARIABLES, type Value } from "../graph/parts.ts";
import { COMPARISONS } from "../graph/rule.ts";
import { wordsIn, wordsSql } from "../graph/wholeWord.ts";
import {
  DEEDS,
  isGroup,
  REACHES,
  type RuleGroup,
  type SegmentRule,
  type SegmentRules,
} from "../people/segment.ts";
import { audienceQuery, segmentSql } from "../people/segmentSql.ts";

const DAY = 86_400_000;
const NOW = new Date("2026-11-25T12:00:00Z");
const [JOURNEY, OTHER_JOURNEY] = [uuidv7(), uuidv7()];
const JOURNEYS = [JOURNEY, OTHER_JOURNEY];
const STEPS = ["a", "b"];
const WORDS = [
  "",
  "Spring",
  "spring sale",
  "sale, now",
  "no",
  "I know, NO!",
  "12",
  "12.5 EUR",
  "-3",
  "Ärger",
  "2026-01-31",
  "true",
  "100%",
  "ΔΡΟΜΟΣ",
  "δρομος",
  "İptal",
];
const TAGS = ["vip", "new", "it's", "ä:b"];

interface Model {
  id: string;
  firstName: string;
  lastName: string;
  username: string;
  language: string;
  source: string;
  tags: string[];
  fields: Record<string, Value>;
  chats: string[];
  telegramId: number | null;
  firstSeen: number;
  lastHeard: number | null;
  blocked: boolean;
  stopped: boolean;
  walk: { journey: string; state: string; enteredAt: number; endedAt: number | null; steps: string[] } | null;
  click: { journey: string; at: number } | null;
}

const word = fc.constantFrom(...WORDS);
const value: fc.Arbitrary<Value> = fc.oneof(word, fc.integer({ min: -20, max: 20 }), fc.boolean());
const days = fc.integer({ min: 1, max: 40 });
const ago = days.map((each) => NOW.getTime() - each * DAY + DAY / 2);
const journey = fc.constantFrom(...JOURNEYS);

const person: fc.Arbitrary<Omit<Model, "id" | "telegramId"> & { known: boolean }> = fc.record({
  known: fc.boolean(),
  firstName: word,
  lastName: word,
  username: fc.constantFrom("", "anna", "Ben_1"),
  language: fc.constantFrom("", "en", "es", "es-MX", "pt-br"),
  source: fc.constantFrom("", "spring", "keyword"),
  tags: fc.uniqueArray(fc.constantFrom(...TAGS)),
  fields: fc.dictionary(fc.constantFrom("city", "age", "firstName"), value),
  chats: fc.uniqueArray(fc.constantFrom("-1", "-2")),
  firstSeen: ago,
  lastHeard: fc.option(ago),
  blocked: fc.boolean(),
  stopped: fc.boolean(),
  walk: fc.option(
    fc
      .record({
        journey,
        state: fc.constantFrom("awaiting_reply", "completed", "stopped", "expired", "failed"),
        enteredAt: ago,
        endedAt: ago,
        steps: fc.uniqueArray(fc.constantFrom(...STEPS)),
      })
      .map((walk) => ({ ...walk, endedAt: walk.state === "awaiting_reply" ? null : walk.endedAt })),
  ),
  click: fc.option(fc.record({ journey, at: ago })),
});

const compared = {
  comparison: fc.constantFrom(...COMPARISONS),
  value: fc.option(value, { nil: undefined }),
};
const has = fc.boolean();
const withinDays = fc.option(days, { nil: undefined });
const rule: fc.Arbitrary<SegmentRule> = fc.oneof(
  fc.record({
    about: fc.constant("variable" as const),
    name: fc.constantFrom("city", "age", ...BUILT_IN_VARIABLES),
    ...compared,
  }),
  fc.record({ about: fc.constant("tag" as const), tag: fc.constantFrom(...TAGS), has }),
  fc.record({
    about: fc.constant("language" as const),
    ...compared,
    value: fc.constantFrom("es", "es-MX", "EN"),
  }),
  fc.record({ about: fc.constant("source" as const), ...compared }),
  fc.record({ about: fc.constant("membership" as const), chat: fc.constantFrom("-1", "-2"), has }),
  fc.record({
    about: fc.constant("journey" as const),
    journey,
    did: fc.constantFrom(...DEEDS),
    has,
    withinDays,
  }),
  fc.record({ about: fc.constant("step" as const), journey, step: fc.constantFrom(...STEPS), has }),
  fc.record({ about: fc.constant("heard" as const), withinDays: days, has }),
  fc.record({ about: fc.constant("firstSeen" as const), withinDays: days, has }),
  fc.record({
    about: fc.constant("clicked" as const),
    journey: fc.option(journey, { nil: undefined }),
    has,
    withinDays,
  }),
  fc.record({ about: fc.constant("reach" as const), is: fc.constantFrom(...REACHES), has }),
);
const match = fc.constantFrom("all" as const, "any" as const);
const group: fc.Arbitrary<RuleGroup> = fc.record({
  match,
  rules: fc.array(rule, { minLength: 1, maxLength: 3 }),
});
const segment: fc.Arbitrary<SegmentRules> = fc.record({
  match,
  rules: fc.array(fc.oneof(rule, group), { maxLength: 4 }),
});

/** The same in memory, by the engine's own comparison: what a condition step would say. */
function isIn({ match: all, rules }: SegmentRules | RuleGroup, who: Model): boolean {
  if (rules.length === 0) return true;
  const met = (each: SegmentRule | RuleGroup) => (isGroup(each) ? isIn(each, who) : holds(each, who));
  return all === "all" ? rules.every(met) : rules.some(met);
}

function holds(each: SegmentRule, who: Model): boolean {
  const since = (within: number | undefined) => NOW.getTime() - (within ?? 10_000) * DAY;
  const known = (text: string) => (text === "" ? undefined : text);
  const { walk, click } = who;
  switch (each.about) {
    case "variable": {
      const own = Object.hasOwn(who.fields, each.name) ? who.fields[each.name] : undefined;
      return compare(own ?? builtIn(each.name, who), each.comparison, each.value);
    }
    case "tag":
      return who.tags.includes(each.tag) === each.has;
    case "language": {
      const short = typeof each.value === "string" && !each.value.includes("-");
      return compare(
        known(short ? (who.language.split("-")[0] ?? "") : who.language),
        each.comparison,
        each.value,
      );
    }
    case "source":
      return compare(known(who.source), each.comparison, each.value);
    case "membership":
      return who.chats.includes(each.chat) === each.has;
    case "journey": {
      const state = each.did === "inside" ? "awaiting_reply" : each.did;
      const at = each.did === "entered" || each.did === "inside" ? walk?.enteredAt : walk?.endedAt;
      const did =
        walk?.journey === each.journey &&
        (each.did === "entered" || walk.state === state) &&
        (at ?? 0) >= since(each.withinDays);
      return did === each.has;
    }
    case "step":
      return (walk?.journey === each.journey && walk.steps.includes(each.step)) === each.has;
    case "heard":
      return (who.lastHeard !== null && who.lastHeard >= since(each.withinDays)) === each.has;
    case "firstSeen":
      return who.firstSeen >= since(each.withinDays) === each.has;
    case "clicked": {
      const ofJourney = each.journey === undefined || click?.journey === each.journey;
      return (click !== null && ofJourney && click.at >= since(each.withinDays)) === each.has;
    }
    case "reach":
      return (reachOf(who) === each.is) === each.has;
  }
}

function builtIn(
  name: string,
  { firstName, lastName, username, language, source }: Model,
): string | undefined {
  const name_ = [firstName, lastName].filter((each) => each !== "").join(" ");
  const all: Record<string, string> = { firstName, lastName, username, language, source, name: name_ };
  return all[name] || undefined;
}

function reachOf({ stopped, blocked, telegramId }: Model): string {
  if (stopped) return "stopped";
  if (blocked) return "blocked";
  return telegramId === null ? "silent" : "reachable";
}

describe("segments", () => {
  let host: TestHost;
  let owner: Person;
  let other: Person;

  before(async () => {
    host = await startTestHost({ background: false });
    [owner, other] = [await host.signIn(OWNER), await host.signIn(OTHER_OWNER)];
    for (const each of [owner, other])
      await each.call("POST", "/api/plugins/journeys/enable", { settings: {} });
    await inJourneys(async (trx) => {
      for (const id of JOURNEYS) {
        const values = [owner.tenantId, id, NOW, JSON.stringify({ steps: [] })];
        await trx.run(
          "insert into journey (tenant_id, id, name, draft, edited_at, created_at) values ($1, $2, 'J', $4, $3, $3)",
          values,
        );
        await trx.run(
          "insert into version (tenant_id, id, journey_id, number, document, published_at) values ($1, $2, $2, 1, $4, $3)",
          values,
        );
      }
    });
  });
  after(() => host?.stop());

  const inJourneys = <Result>(work: (trx: Transaction) => Promise<Result>) =>
    host.database.system(work, "p_journeys");

  it("part words in the database as in memory, in whatever script", async () => {
    const character = fc.oneof(
      fc.string({ unit: "grapheme", minLength: 1, maxLength: 1 }),
      fc.constantFrom(..." .,-_'\"!?;:|~[]^\\ aZéßя١３¿،।·、。はไนข👍🏽❤️٪€½²º"),
    );
    const text = fc.array(character, { maxLength: 12 }).map((all) => all.join(""));
    await inJourneys((trx) =>
      fc.assert(
        fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 40 }), async (texts) => {
          const rows = await trx.many<{ parted: string }>(
            `select ${wordsSql("said")} as parted from unnest($1::text[]) with ordinality as t(said, n) order by n`,
            [texts],
          );
          expect(rows.map(({ parted }) => parted)).to.deep.equal(texts.map(wordsIn));
        }),
        { numRuns: 40, examples: [[["ΣΩΣΤΟΣ ΔΡΟΜΟΣ", "İPTAL et", "IĞDIR", "Ǆ ẞ Å", "ΣΣ.Σ"]]] },
      ),
    );
  });

  it("find in the database whom they find in memory, whatever the rules and the people", async () => {
    const people = fc
      .sample(person, { numRuns: 80, seed: 7 })
      .map(
        ({ known, ...each }, at): Model => ({ ...each, id: uuidv7(), telegramId: known ? 1_000 + at : null }),
      );
    await inJourneys(async (trx) => {
      for (const each of people) await store(trx, owner.tenantId, each);
      for (const each of people.slice(0, 40)) await store(trx, other.tenantId, each);
    });
    const property = fc.asyncProperty(segment, async (rules) => {
      const conditions = new Conditions();
      conditions.always(segmentSql(rules, conditions, NOW));
      const everybody = `select p.id from person p ${conditions.where}`;
      const wanted = people.filter((each) => isIn(rules, each));
      expect(
        await host.database.tenant(owner.tenantId, ids(everybody, conditions.values), "p_journeys"),
      ).to.deep.equal(idsOf(wanted));
      const audience = audienceQuery(rules, { tenantId: owner.tenantId, now: NOW });
      const told = wanted.filter((each) => reachOf(each) === "reachable");
      expect(await inJourneys(ids(audience.text, audience.values))).to.deep.equal(idsOf(told));
    });
    await fc.assert(property, { numRuns: 100 });
  });
});

function ids(text: string, values: readonly SqlValue[]): (trx: Transaction) => Promise<string[]> {
  return async (trx) => idsOf(await trx.many<{ id: string }>(text, values));
}

function idsOf(rows: readonly { id: string }[]): string[] {
  return rows.map(({ id }) => id).sort();
}

async function store(trx: Transaction, tenantId: string, each: Model): Promise<void> {
  const time = (at: number | null) => (at === null ? null : new Date(at));
  await trx.run(
    `insert into person (tenant_id, id, telegram_id, first_name, last_name, username, language, source, tags, fields, chats,
       first_seen, last_heard, blocked_at, stopped_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
    [
      tenantId,
      each.id,
      each.telegramId,
      each.firstName,
      each.lastName,
      each.username,
      each.language,
      each.source,
      each.tags,
      JSON.stringify(each.fields),
      each.chats,
      time(each.firstSeen),
      time(each.lastHeard),
      each.blocked ? NOW : null,
      each.stopped ? NOW : null,
    ],
  );
  const { walk, click } = each;
  if (walk !== null) {
    const session = uuidv7();
    await trx.run(
      `insert into session (tenant_id, id, journey_id, version_id, person_id, reentry, entered_by, state, body, seq, entered_at,
         moved_at, ended_at) values ($1, $2, $3, $3, $4, 'restart', 'test', $5, '{}', 1, $6, $6, $7)`,
      [tenantId, session, walk.journey, each.id, walk.state, time(walk.enteredAt), time(walk.endedAt)],
    );
    for (const [n, step] of walk.steps.entries())
      await trx.run(
        `insert into visit (tenant_id, session_id, n, journey_id, version_id, step, entered_at) values ($1, $2, $3, $4, $4, $5, $6)`,
        [tenantId, session, n, walk.journey, step, NOW],
      );
  }
  if (click !== null)
    await trx.run(
      "insert into click (tenant_id, id, at, person_id, version_id, button) values ($1, $2, $3, $4, $5, 'b')",
      [tenantId, uuidv7(), time(click.at), each.id, click.journey],
    );
}
