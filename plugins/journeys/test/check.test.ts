import { expect } from "chai";
import { RE2JS } from "re2js";
import type { CheckContext, LiveTrigger, Problem } from "../graph/check/problem.ts";
import { problemsOf } from "../graph/check/problems.ts";
import type { Journey } from "../graph/journey.ts";
import type { Button } from "../graph/parts.ts";
import type { Trigger } from "../graph/trigger.ts";
import { content, journeyOf, step } from "./drafts.ts";

const KNOWN: CheckContext = {
  live: [],
  tags: ["vip"],
  variables: ["city"],
  channels: ["-1001"],
  actions: [{ plugin: "coupons", name: "send", values: ["code"] }],
  facts: [{ plugin: "billing", name: "plan" }],
  events: [{ plugin: "billing", name: "paid" }],
  stopWords: ["stop"],
  refusedPattern(pattern) {
    try {
      RE2JS.compile(pattern);
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  },
};

const END = step.end("end");
const next = { next: "end" };
const link = (url: string): Button => ({ id: "b", text: "Open", does: "link", url });
const days = (amount: number) => ({ amount, unit: "days" as const });
const live = (own: Partial<LiveTrigger>): LiveTrigger => ({
  journey: "j2",
  name: "Spring sale",
  kind: "keyword",
  key: "hello",
  match: "is",
  priority: 50,
  ...own,
});
const withTrigger = (trigger: Trigger, ...more: Trigger[]): Journey =>
  journeyOf([step.message("a", "Hi", next), END], {}, [trigger, ...more]);
const messageOf = (text: string, more: Parameters<typeof content>[1] = {}): Journey =>
  journeyOf([step.message("a", content(text, more), next), END]);

interface Case {
  what: string;
  journey: Journey;
  context?: CheckContext;
  expected: Partial<Problem>;
  says: RegExp;
}

/** What a draft may leave for later. */
const BLANKS: [what: string, journey: Journey, field: string, says: RegExp][] = [
  [
    "a button without words",
    messageOf("Hi", { buttons: [{ ...link("https://a.com"), text: "" }] }),
    "content.buttons.0.text",
    /button has no words/,
  ],
  [
    "an answer without words",
    journeyOf([step.question("a", { answer: "choice", choices: [{ id: "x", text: "" }] }, next), END]),
    "choices.0.text",
    /answer has no words/,
  ],
  [
    "an answer that is saved under no name",
    journeyOf([step.question("a", { saveTo: { scope: "journey", name: "" } }, next), END]),
    "saveTo",
    /under no name/,
  ],
  [
    "a branch that listens to nothing",
    journeyOf([step.reply("a", { branches: [{ id: "x", words: [], match: "is" }] }, next), END]),
    "branches.0.words",
    /listens to no word/,
  ],
  [
    "a branch of a split without a name",
    journeyOf([step.split("a", { "": 1, y: 1 }, { "variant:y": "end" }), END]),
    "variants.0.name",
    /branch has no name/,
  ],
  [
    "a set without a variable",
    journeyOf([step.set("a", { target: { scope: "person", name: "" }, does: "set", value: "1" }, next), END]),
    "target",
    /No variable is named/,
  ],
  [
    "a rule without a tag",
    journeyOf([
      step.condition(
        "a",
        { match: "all", rules: [{ about: "tag", tag: "", has: true }] },
        { yes: "end", no: "end" },
      ),
      END,
    ]),
    "when.rules.0",
    /names no tag/,
  ],
  [
    "a rule without a variable",
    journeyOf([
      step.condition(
        "a",
        { match: "all", rules: [{ about: "variable", name: "", comparison: "known" }] },
        { yes: "end", no: "end" },
      ),
      END,
    ]),
    "when.rules.0",
    /names no variable/,
  ],
  ["an end without an outcome", journeyOf([step.end("a", "")]), "outcome", /has no outcome/],
  ["a deep link without a code", withTrigger({ id: "t", kind: "deep_link", code: "" }), "code", /no code/],
  [
    "a keyword without words",
    withTrigger({ id: "t", kind: "keyword", words: [], match: "is" }),
    "words",
    /No keyword/,
  ],
  ["a command without a name", withTrigger({ id: "t", kind: "command", command: "" }), "command", /no name/],
  [
    "a trigger without its tag",
    withTrigger({ id: "t", kind: "tag_added", tag: "" }),
    "tag",
    /No tag is named/,
  ],
  [
    "a goal without its tag",
    journeyOf([step.message("a", "Hi", next), END], { goals: [{ kind: "tag_added", tag: "" }] }),
    "rules.goals.0",
    /tag without a name/,
  ],
];

const CASES: Case[] = [
  {
    what: "no steps",
    journey: journeyOf([]),
    expected: { severity: "error" },
    says: /no steps yet/,
  },
  {
    what: "no first step",
    journey: { ...messageOf("Hi"), start: "" },
    expected: { severity: "error" },
    says: /where the journey begins/,
  },
  {
    what: "a first step that is gone",
    journey: { ...messageOf("Hi"), start: "gone" },
    expected: { severity: "error" },
    says: /not there any more/,
  },
  {
    what: "an exit to a step that is gone",
    journey: journeyOf([step.message("a", "Hi", { next: "gone" })]),
    expected: { severity: "error", step: "a", field: "exits.next" },
    says: /leads to a step that is not there/,
  },
  {
    what: "a message after which nothing comes",
    journey: journeyOf([step.message("a", "Hi")]),
    expected: { severity: "warning", step: "a", field: "exits.next" },
    says: /ends after this step/,
  },
  {
    what: "a delay after which nothing comes",
    journey: journeyOf([step.delay("a", { mode: "fixed", time: days(1) })]),
    expected: { severity: "warning", step: "a", field: "exits.next" },
    says: /waits here, and then it is over/,
  },
  {
    what: "a condition without a branch that leads on",
    journey: journeyOf([
      step.condition("a", { match: "all", rules: [{ about: "tag", tag: "vip", has: true }] }),
    ]),
    expected: { severity: "error", step: "a" },
    says: /No branch leads on/,
  },
  {
    what: "one open branch of a condition",
    journey: journeyOf([
      step.condition("a", { match: "all", rules: [{ about: "tag", tag: "vip", has: true }] }, { yes: "end" }),
      END,
    ]),
    expected: { severity: "warning", step: "a", field: "exits.no" },
    says: /ends at “No”/,
  },
  {
    what: "an open branch of a split",
    journey: journeyOf([step.split("a", { x: 1, y: 1 }, { "variant:x": "end" }), END]),
    expected: { severity: "warning", step: "a", field: "exits.variant:y" },
    says: /ends at “y”/,
  },
  {
    what: "invalid answers that lead nowhere",
    journey: journeyOf([step.question("a", {}, next), END]),
    expected: { severity: "warning", step: "a", field: "exits.invalid" },
    says: /no valid answer leaves/,
  },
  {
    what: "a time-out that leads nowhere",
    journey: journeyOf([step.reply("a", { timeout: days(1) }, next), END]),
    expected: { severity: "warning", step: "a", field: "exits.timeout" },
    says: /as expired/,
  },
  {
    what: "an action whose failure leads nowhere",
    journey: journeyOf([step.action("a", {}, next), END]),
    expected: { severity: "warning", step: "a", field: "exits.failed" },
    says: /action fails/,
  },
  {
    what: "a jump without a target",
    journey: journeyOf([step.goto("a", 3, { over: "end" }), END]),
    expected: { severity: "error", step: "a", field: "exits.next" },
    says: /jump leads nowhere/,
  },
  {
    what: "a step that nobody comes to",
    journey: journeyOf([step.message("a", "Hi", next), END, step.message("b", "Lost", next)]),
    expected: { severity: "warning", step: "b" },
    says: /Nobody comes/,
  },
  {
    what: "a time-out without a time",
    journey: journeyOf([step.reply("a", {}, { next: "end", timeout: "end" }), END]),
    expected: { severity: "warning", step: "a", field: "exits.timeout" },
    says: /never reached/,
  },
  {
    what: "a connection of a button that is gone",
    journey: journeyOf([step.message("a", "Hi", { next: "end", "button:x": "end" }), END]),
    expected: { severity: "warning", step: "a", field: "exits.button:x" },
    says: /part of the step that is gone/,
  },
  {
    what: "a circle without a wait",
    journey: journeyOf([
      step.message("a", "Hi", { next: "b" }),
      step.tag("b", { add: ["x"] }, { next: "a" }),
    ]),
    expected: { severity: "error", step: "a" },
    says: /circle without a wait/,
  },
  {
    what: "a circle over an action, which may answer at once",
    journey: journeyOf([step.action("a", {}, { next: "a", failed: "end" }), END]),
    expected: { severity: "error", step: "a" },
    says: /circle without a wait/,
  },
  {
    what: "a jump that repeats a message at once",
    journey: journeyOf([
      step.message("a", "Hi", { next: "b" }),
      step.goto("b", 3, { next: "a", over: "end" }),
      END,
    ]),
    expected: { severity: "warning", step: "a" },
    says: /repeats this message at once/,
  },
  {
    what: "an empty message",
    journey: messageOf("  "),
    expected: { severity: "error", step: "a", field: "content.text" },
    says: /is empty/,
  },
  {
    what: "a message that may become empty",
    journey: messageOf("{city}"),
    expected: { severity: "warning", step: "a", field: "content.text" },
    says: /may become empty/,
  },
  {
    what: "a brace too many",
    journey: messageOf("Hi {firstName"),
    expected: { severity: "error", step: "a", field: "content.text" },
    says: /belongs to no variable/,
  },
  {
    what: "a tag that is not Telegram's",
    journey: messageOf("<h1>Hi</h1>"),
    expected: { severity: "error", step: "a", field: "content.text" },
    says: /not among Telegram's tags/,
  },
  {
    what: "a tag that is closed only where a variable has a value",
    journey: messageOf("<b>Hi {#city}from {city}</b>{/city}"),
    expected: { severity: "error", step: "a", field: "content.text" },
    says: /never closed/,
  },
  {
    what: "a text of 4,097 characters",
    journey: messageOf(`<b>${"x".repeat(4_097)}</b>`),
    expected: { severity: "error", step: "a", field: "content.text" },
    says: /4097 characters; Telegram takes 4096/,
  },
  {
    what: "a caption of 1,025 characters",
    journey: messageOf("x".repeat(1_025), { media: { kind: "photo", file: "files/a" } }),
    expected: { severity: "error", step: "a", field: "content.text" },
    says: /1025 characters; Telegram takes 1024/,
  },
  {
    what: "a broken hint",
    journey: journeyOf([step.question("a", { hint: "<b>No" }, next), END]),
    expected: { severity: "error", step: "a", field: "hint" },
    says: /never closed/,
  },
  {
    what: "media without a file",
    journey: messageOf("Hi", { media: { kind: "video", file: "" } }),
    expected: { severity: "error", step: "a", field: "content.media" },
    says: /No file has been chosen/,
  },
  {
    what: "a link without an address",
    journey: messageOf("Hi", { buttons: [link("")] }),
    expected: { severity: "error", step: "a", field: "content.buttons.0.url" },
    says: /has no address/,
  },
  ...["example.com", "http://x", "https://a b.com", "javascript:alert(1)"].map((url) => ({
    what: `the address ${url}`,
    journey: messageOf("Hi", { buttons: [link(url)] }),
    expected: { severity: "error" as const, step: "a", field: "content.buttons.0.url" },
    says: /does not open/,
  })),
  {
    what: "a button that leads nowhere",
    journey: messageOf("Hi", { buttons: [{ id: "b", text: "Go", does: "next" }] }),
    expected: { severity: "error", step: "a", field: "content.buttons.0" },
    says: /“Go” leads nowhere/,
  },
  {
    what: "two buttons of the same words",
    journey: messageOf("Hi", { buttons: [link("https://a.com"), { ...link("https://b.com"), id: "c" }] }),
    expected: { severity: "warning", step: "a", field: "content.buttons" },
    says: /Two buttons say/,
  },
  {
    what: "a choice of nothing",
    journey: journeyOf([step.question("a", { answer: "choice" }, next), END]),
    expected: { severity: "error", step: "a", field: "choices" },
    says: /nothing to choose from/,
  },
  {
    what: "two choices of the same words",
    journey: journeyOf([
      step.question(
        "a",
        {
          answer: "choice",
          choices: [
            { id: "x", text: "Yes" },
            { id: "y", text: "yes " },
          ],
        },
        next,
      ),
      END,
    ]),
    expected: { severity: "error", step: "a", field: "choices" },
    says: /Two answers read/,
  },
  {
    what: "least over most",
    journey: journeyOf([step.question("a", { answer: "number", least: 5, most: 1 }, next), END]),
    expected: { severity: "error", step: "a", field: "least" },
    says: /No answer fits/,
  },
  {
    what: "a date's bound that is none",
    journey: journeyOf([step.question("a", { answer: "date", most: "2027-02-30x" }, next), END]),
    expected: { severity: "error", step: "a", field: "most" },
    says: /must be a date/,
  },
  {
    what: "a pattern that RE2 refuses",
    journey: journeyOf([step.question("a", { answer: "pattern", pattern: "(?=a)" }, next), END]),
    expected: { severity: "error", step: "a", field: "pattern" },
    says: /cannot be used/,
  },
  {
    what: "an empty pattern",
    journey: journeyOf([step.question("a", { answer: "pattern" }, next), END]),
    expected: { severity: "error", step: "a", field: "pattern" },
    says: /pattern is empty/,
  },
  {
    what: "a word in two branches",
    journey: journeyOf([
      step.reply(
        "a",
        {
          branches: [
            { id: "x", words: ["yes"], match: "is" },
            { id: "y", words: ["Yes"], match: "is" },
          ],
        },
        next,
      ),
      END,
    ]),
    expected: { severity: "warning", step: "a", field: "branches" },
    says: /the first takes it/,
  },
  {
    what: "91 days",
    journey: journeyOf([step.delay("a", { mode: "fixed", time: days(91) }, next), END]),
    expected: { severity: "error", step: "a", field: "wait.time" },
    says: /longer than 90 days/,
  },
  {
    what: "a random time that begins after it ends",
    journey: journeyOf([step.delay("a", { mode: "random", from: days(2), to: days(1) }, next), END]),
    expected: { severity: "error", step: "a", field: "wait.from" },
    says: /begins after it ends/,
  },
  {
    what: "weights that are all 0",
    journey: journeyOf([step.split("a", { x: 0, y: 0 }, { "variant:x": "end" }), END]),
    expected: { severity: "error", step: "a", field: "variants" },
    says: /All weights are 0/,
  },
  {
    what: "a condition that asks nothing",
    journey: journeyOf([step.condition("a", { match: "all", rules: [] }, { yes: "end", no: "end" }), END]),
    expected: { severity: "warning", step: "a", field: "when" },
    says: /Nothing is asked/,
  },
  {
    what: "a comparison with nothing",
    journey: journeyOf([
      step.condition(
        "a",
        { match: "all", rules: [{ about: "language", comparison: "is" }] },
        { yes: "end", no: "end" },
      ),
      END,
    ]),
    expected: { severity: "error", step: "a", field: "when.rules.0" },
    says: /compares with nothing/,
  },
  {
    what: "a tag step that changes nothing",
    journey: journeyOf([step.tag("a", {}, next), END]),
    expected: { severity: "warning", step: "a" },
    says: /changes no tag/,
  },
  {
    what: "a tag that comes and goes at once",
    journey: journeyOf([step.tag("a", { add: ["vip"], remove: ["vip"] }, next), END]),
    expected: { severity: "warning", step: "a" },
    says: /added and removed/,
  },
  {
    what: "a word to add to a number",
    journey: journeyOf([
      step.set("a", { target: { scope: "journey", name: "n" }, does: "add", value: "one" }, next),
      END,
    ]),
    expected: { severity: "error", step: "a", field: "value" },
    says: /Only a number/,
  },
  {
    what: "a variable that nothing sets",
    journey: messageOf("Hi {nobody}"),
    expected: { severity: "error", step: "a", field: "content.text" },
    says: /Nothing sets \{nobody\}/,
  },
  {
    what: "a variable that nothing sets, with something in its place",
    journey: messageOf("Hi {nobody|you}"),
    expected: { severity: "warning", step: "a", field: "content.text" },
    says: /Nothing sets/,
  },
  {
    what: "a condition on a variable that nothing sets",
    journey: journeyOf([
      step.condition(
        "a",
        { match: "all", rules: [{ about: "variable", name: "nobody", comparison: "is", value: 1 }] },
        { yes: "end", no: "end" },
      ),
      END,
    ]),
    expected: { severity: "error", step: "a", field: "when.rules.0" },
    says: /Nothing sets/,
  },
  {
    what: "a variable before it is set",
    journey: journeyOf([
      step.message("a", "Hi {age}", { next: "b" }),
      step.question("b", { saveTo: { scope: "journey", name: "age" } }, next),
      END,
    ]),
    expected: { severity: "warning", step: "a", field: "content.text" },
    says: /before any step sets it/,
  },
  {
    what: "a value that the action does not answer",
    journey: journeyOf([
      step.action("a", { prefix: "c" }, { next: "b", failed: "end" }),
      step.message("b", "{c_price}", next),
      END,
    ]),
    expected: { severity: "error", step: "b", field: "content.text" },
    says: /Nothing sets \{c_price\}/,
  },
  {
    what: "no trigger",
    journey: { ...messageOf("Hi"), triggers: [] },
    expected: { severity: "error" },
    says: /Nothing lets people in/,
  },
  {
    what: "a stop word as a keyword",
    journey: withTrigger({ id: "t", kind: "keyword", words: ["Stop"], match: "is" }),
    expected: { severity: "error", trigger: "t" },
    says: /“stop” stops everything/,
  },
  {
    what: "/stop as a command",
    journey: withTrigger({ id: "t", kind: "command", command: "stop" }),
    expected: { severity: "error", trigger: "t" },
    says: /“\/stop” stops everything/,
  },
  {
    what: "the same trigger twice",
    journey: withTrigger(
      { id: "t", kind: "deep_link", code: "a" },
      { id: "u", kind: "deep_link", code: "a" },
    ),
    expected: { severity: "warning", trigger: "u" },
    says: /says the same/,
  },
  {
    what: "a clash that this journey wins by being newer",
    journey: withTrigger({ id: "t", kind: "keyword", words: ["Hello"], match: "is" }),
    context: { live: [live({})] },
    expected: { severity: "warning", trigger: "t" },
    says: /“Spring sale” listens to the same; this journey goes first, because it is the newer/,
  },
  {
    what: "a clash over a word of what another journey listens to",
    journey: withTrigger({ id: "t", kind: "keyword", words: ["Hello"], match: "word" }),
    context: { live: [live({ key: "hello there" }), live({ journey: "j3", key: "othello" })] },
    expected: { severity: "warning", trigger: "t" },
    says: /“Spring sale” listens to the same/,
  },
  {
    what: "a keyword that is no word",
    journey: withTrigger({ id: "t", kind: "keyword", words: ["?", "help"], match: "word" }),
    expected: { severity: "warning", trigger: "t", field: "words" },
    says: /“\?” is no word/,
  },
  {
    what: "a clash that it loses by priority",
    journey: withTrigger({ id: "t", kind: "keyword", words: ["say hello"], match: "is" }),
    context: { live: [live({ match: "contains", priority: 60 })] },
    expected: { severity: "warning", trigger: "t" },
    says: /takes the same people first, because of its higher priority/,
  },
  {
    what: "a clash over any channel",
    journey: withTrigger({ id: "t", kind: "channel_join", chat: "-1001" }),
    context: { live: [live({ kind: "channel_join", key: "", priority: 10 })] },
    expected: { severity: "warning", trigger: "t" },
    says: /this journey goes first, because of its higher priority/,
  },
  {
    what: "a channel that is not connected",
    journey: withTrigger({ id: "t", kind: "join_request", chat: "-9" }),
    expected: { severity: "error", trigger: "t", field: "chat" },
    says: /not connected/,
  },
  {
    what: "membership of a channel that is not connected",
    journey: journeyOf([
      step.condition(
        "a",
        { match: "all", rules: [{ about: "membership", chat: "-9", has: true }] },
        { yes: "end", no: "end" },
      ),
      END,
    ]),
    expected: { severity: "error", step: "a", field: "when.rules.0" },
    says: /nobody can be in it/,
  },
  {
    what: "a tag that nobody has",
    journey: withTrigger({ id: "t", kind: "tag_added", tag: "vipp" }),
    expected: { severity: "warning", trigger: "t", field: "tag" },
    says: /Nobody has the tag “vipp”/,
  },
  {
    what: "an action that is not offered",
    journey: journeyOf([step.action("a", { action: "burn" }, { next: "end", failed: "end" }), END]),
    expected: { severity: "error", step: "a", field: "action" },
    says: /not offered/,
  },
  {
    what: "a fact that nobody knows",
    journey: journeyOf([
      step.condition(
        "a",
        { match: "all", rules: [{ about: "fact", plugin: "billing", fact: "mood", comparison: "known" }] },
        { yes: "end", no: "end" },
      ),
      END,
    ]),
    expected: { severity: "error", step: "a", field: "when.rules.0" },
    says: /No plugin here knows/,
  },
  {
    what: "an event that nobody tells of",
    journey: withTrigger({ id: "t", kind: "event", plugin: "billing", event: "rained" }),
    expected: { severity: "error", trigger: "t", field: "event" },
    says: /No plugin here tells/,
  },
  {
    what: "a goal that nobody tells of",
    journey: journeyOf([step.message("a", "Hi", next), END], {
      goals: [{ kind: "event", plugin: "billing", event: "rained" }],
    }),
    expected: { severity: "error", field: "rules.goals.0" },
    says: /No plugin here tells/,
  },
  ...BLANKS.map(([what, journey, field, says]) => ({
    what,
    journey,
    expected: { severity: "error" as const, field },
    says,
  })),
  {
    what: "two steps of the same id",
    journey: journeyOf([step.message("a", "Hi", next), step.message("a", "Ho", next), END]),
    expected: { severity: "error", step: "a" },
    says: /Two steps have the id a/,
  },
  {
    what: "two triggers of the same id",
    journey: withTrigger({ id: "t", kind: "api" }, { id: "t", kind: "any_message" }),
    expected: { severity: "error", trigger: "t" },
    says: /Two triggers have the id t/,
  },
  {
    what: "a choice and a button of the same id",
    journey: journeyOf([
      step.question(
        "a",
        {
          answer: "choice",
          choices: [{ id: "x", text: "Yes" }],
          content: content("?", { buttons: [{ id: "x", text: "No", does: "reply" }] }),
        },
        next,
      ),
      END,
    ]),
    expected: { severity: "error", step: "a" },
    says: /Two parts of the step have the id x/,
  },
];

/** Uses what is known, waits where it circles, and every exit leads on. */
const SOUND = journeyOf(
  [
    step.message(
      "hi",
      content("Hello <b>{firstName|there}</b>{#city} from {city}{/city}", {
        buttons: [link("https://example.com/?n={firstName}"), { id: "go", text: "Go", does: "next" }],
      }),
      { "button:go": "ask" },
    ),
    step.question(
      "ask",
      { answer: "number", least: 1, most: 9, saveTo: { scope: "journey", name: "n" }, timeout: days(90) },
      { next: "split", invalid: "again", timeout: "end" },
    ),
    step.goto("again", 2, { next: "ask", over: "end" }),
    step.split("split", { x: 1, y: 0 }, { "variant:x": "send" }),
    step.action("send", { prefix: "c", input: { note: "{n}" } }, { next: "tell", failed: "tell" }),
    step.message("tell", "{c_code} for {n}{#error} ({error}){/error}", { next: "wait" }),
    step.delay("wait", { mode: "until", time: "09:00", zone: "person" }, { next: "if" }),
    step.condition(
      "if",
      {
        match: "any",
        rules: [
          { about: "membership", chat: "-1001", has: true },
          { about: "fact", plugin: "billing", fact: "plan", comparison: "is", value: "gold" },
          { about: "variable", name: "city", comparison: "known" },
        ],
      },
      { yes: "end", no: "ask" },
    ),
    END,
  ],
  { goals: [{ kind: "event", plugin: "billing", event: "paid" }] },
  [
    { id: "t", kind: "keyword", words: ["hello"], match: "is" },
    { id: "u", kind: "tag_added", tag: "vip" },
  ],
);

describe("checks before a journey is published", () => {
  for (const { what, journey, context, expected, says } of CASES) {
    it(`find ${what}`, () => {
      const found = problemsOf(journey, { ...KNOWN, ...context });
      const fits = found.filter(({ message }) => says.test(message));
      expect(fits, JSON.stringify(found, null, 2)).to.have.length(1);
      expect(fits[0]).to.deep.include(expected);
      expect(fits[0]?.fix).to.match(/\S/);
    });
  }

  it("find nothing in a sound journey", () => {
    const others = [
      live({ key: "goodbye", match: "contains" }),
      live({ kind: "command", key: "hello" }),
      live({ kind: "tag_added", key: "guest" }),
    ];
    expect(problemsOf(SOUND, { ...KNOWN, live: others })).to.deep.equal([]);
  });

  it("hold nothing against what nobody could know", () => {
    const journey = journeyOf(
      [
        step.action("a", { plugin: "unheard", action: "of" }, { next: "b", failed: "end" }),
        step.message("b", "{x}!", next),
        END,
      ],
      {},
      [{ id: "t", kind: "join_request", chat: "-9" }],
    );
    expect(problemsOf(journey, {})).to.deep.equal([]);
  });

  it("take variables that the API brings at their word", () => {
    const journey = {
      ...messageOf("Order {orderId} is here"),
      triggers: [{ id: "t", kind: "api" as const }],
    };
    expect(problemsOf(journey, KNOWN).map(({ severity }) => severity)).to.deep.equal(["warning"]);
  });

  it("name errors before warnings", () => {
    const journey = journeyOf([step.message("a", "Hi"), step.message("b", "", next), END]);
    const severities = problemsOf(journey, KNOWN).map(({ severity }) => severity);
    expect(severities).to.deep.equal(["error", "warning", "warning", "warning"]);
  });
});
