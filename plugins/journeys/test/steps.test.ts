import { expect } from "chai";
import type { Target, Value } from "../graph/parts.ts";
import type { Comparison, Rule } from "../graph/rule.ts";
import { content, journeyOf, step } from "./drafts.ts";
import { NOON, Walker } from "./walker.ts";

const DAY = 86_400_000;
const here = (name: string): Target => ({ scope: "journey", name });
const ends = ["a", "b", "c", "late", "wrong"].map((id) => step.end(id, id));

describe("a walk through each kind of step", () => {
  describe("message", () => {
    it("goes out with its variables, and the walk goes on at once", () => {
      const walk = new Walker(
        journeyOf([
          step.message("one", "Hi <b>{firstName}</b>{#city} of {city}{/city}", { next: "two" }),
          step.message("two", "{nick|you}", { next: "a" }),
          ...ends,
        ]),
      ).enter();
      expect(walk.said).to.deep.equal(["Hi <b>Anna</b>", "you"]);
      expect(walk.place).to.equal("a");
      expect(walk.last?.visits.map(({ n, step, left }) => [n, step, left?.exit])).to.deep.equal([
        [1, "one", "next"],
        [2, "two", "next"],
        [3, "a", "completed"],
      ]);
    });

    it("is typed for a while first, and what follows keeps its distance", () => {
      const typed = { ...step.message("one", "Hi", { next: "two" }), typingSeconds: 3 };
      const walk = new Walker(journeyOf([typed, step.message("two", "there")])).enter();
      const sends = walk.last?.effects.filter((effect) => effect.kind === "send") ?? [];
      expect(sends.map(({ method, afterMs }) => [method, afterMs])).to.deep.equal([
        ["sendChatAction", 0],
        ["sendMessage", 3_000],
        ["sendMessage", 3_000],
      ]);
    });

    it("sends its file with the text as caption, silently where asked", () => {
      const media = { kind: "voice" as const, file: "files/hello" };
      const walk = new Walker(journeyOf([step.message("one", content("Listen", { media, silent: true }))]));
      walk.enter();
      expect(walk.last?.effects[1]).to.deep.include({
        method: "sendVoice",
        payload: {
          voice: { $storage: "files/hello" },
          caption: "Listen",
          parse_mode: "HTML",
          disable_notification: true,
        },
      });
    });

    const asking = () =>
      new Walker(
        journeyOf([
          step.message(
            "ask",
            content("Which?", {
              buttons: [
                { id: "x", text: "Left, {firstName}", does: "next" },
                { id: "y", text: "Right", does: "next" },
                { id: "z", text: "Hm", does: "reply" },
              ],
            }),
            { "button:x": "a", "button:y": "b" },
          ),
          ...ends,
        ]),
      ).enter();

    it("waits for a button where only buttons lead on, pressed or written", () => {
      expect(asking().session.wait?.kind).to.equal("reply");
      expect(asking().press("ask", "y").place).to.equal("b");
      expect(asking().say(" right ").place).to.equal("b");
      expect(asking().say("Left, Anna").place).to.equal("a");
    });

    it("keeps other words, and goes on waiting", () => {
      const walk = asking().say("what?").press("ask", "z");
      expect(walk.session.kept.map(({ text }) => text)).to.deep.equal(["what?", "Hm"]);
      expect(walk.place).to.equal("ask");
    });

    it("expires after the days that the journey gives it", () => {
      const walk = asking().after(30 * DAY - 1);
      expect(walk.session.end).to.equal(null);
      walk.after(1);
      expect(walk.session.end).to.deep.equal({ state: "expired", outcome: "no reply" });
    });

    it("lets its buttons work later, from wherever the walk is by then", () => {
      const walk = new Walker(
        journeyOf([
          step.message("menu", content("Menu", { buttons: [{ id: "x", text: "Help", does: "next" }] }), {
            next: "ask",
            "button:x": "help",
          }),
          step.question("ask"),
          step.message("help", "Help!", { next: "ask" }),
        ]),
      )
        .enter()
        .press("menu", "x");
      expect(walk.said).to.deep.equal(["Help!", "ask?"]);
      expect(walk.last?.visits[0]).to.deep.include({ step: "ask", left: { at: NOON, exit: "jumped" } });
      expect(walk.place).to.equal("ask");
    });

    it("says kindly that a button is over which is gone, or leads nowhere", () => {
      for (const [where, button] of [
        ["ask", "gone"],
        ["gone", "x"],
        ["a", "x"],
      ] as const) {
        const walk = asking();
        const before = walk.session;
        walk.press(where, button);
        expect(walk.last?.notice).to.equal("over");
        expect(walk.session).to.deep.equal({ ...before, seq: before.seq + 1 });
      }
    });
  });

  describe("question", () => {
    const asking = (own: Parameters<typeof step.question>[1] = {}) =>
      new Walker(
        journeyOf([
          step.question(
            "ask",
            { answer: "number", saveTo: here("n"), timeout: { amount: 1, unit: "hours" }, ...own },
            { next: "a", invalid: "wrong", timeout: "late", "choice:x": "b", "button:skip": "c" },
          ),
          ...ends,
        ]),
      ).enter();

    it("keeps a valid answer and goes on", () => {
      const walk = asking().say("12,5");
      expect(walk.session.variables).to.deep.equal({ n: 12.5 });
      expect(walk.place).to.equal("a");
    });

    it("keeps it with the person where it says so", () => {
      const walk = asking({ saveTo: { scope: "person", name: "age" } }).say("30");
      expect(walk.last?.effects).to.deep.include({ kind: "field", name: "age", value: 30 });
      expect(walk.session.variables).to.deep.equal({});
    });

    it("says what is wrong and asks again, and after its tries goes the way of no valid answer", () => {
      const walk = asking({ tries: 3 }).say("many");
      expect(walk.said).to.deep.equal(["Responde con un número, por favor."]);
      expect(walk.say("lots").place).to.equal("ask");
      expect(walk.session.tries).to.equal(3);
      expect(walk.say("all").place).to.equal("wrong");
      expect(walk.said).to.deep.equal([]);
    });

    it("says the hint of its own instead", () => {
      expect(asking({ hint: "Digits, {firstName}" }).say("many").said).to.deep.equal(["Digits, Anna"]);
    });

    it("leaves by its time-out, which asking again does not put off", () => {
      const walk = asking({ tries: 5 }).after(3_599_999);
      expect(walk.say("many").place).to.equal("ask");
      expect(walk.after(1).place).to.equal("late");
    });

    it("takes a choice by its button, its words or its number, and leaves by its own exit where that is connected", () => {
      const choices = [
        { id: "x", text: "Gold for {firstName}" },
        { id: "y", text: "Silver" },
      ];
      const choosing = () => asking({ answer: "choice", choices });
      expect(choosing().press("ask", "x").place).to.equal("b");
      expect(choosing().press("ask", "x").session.variables).to.deep.equal({ n: "Gold for Anna" });
      expect(choosing().say("gold for anna").session.variables).to.deep.equal({ n: "Gold for Anna" });
      expect(choosing().press("ask", "y").place).to.equal("a");
      expect(choosing().say("2").session.variables).to.deep.equal({ n: "Silver" });
      expect(choosing().say("Bronze").said).to.deep.equal(["Elige una de las respuestas, por favor."]);
    });

    it("does not take a choice again once the walk is past it", () => {
      const walk = new Walker(
        journeyOf([
          step.question("ask", { answer: "choice", choices: [{ id: "x", text: "X" }] }, { next: "then" }),
          step.question("then"),
        ]),
      )
        .enter()
        .press("ask", "x")
        .press("ask", "x");
      expect(walk.last?.notice).to.equal("over");
      expect(walk.place).to.equal("then");
    });

    it("offers buttons that skip it or answer it, pressed or written", () => {
      const buttons = [
        { id: "skip", text: "Skip", does: "next" as const },
        { id: "ten", text: "About ten", does: "reply" as const, value: "10" },
      ];
      const offering = () => asking({ content: content("How many?", { buttons }) });
      expect(offering().press("ask", "skip").place).to.equal("c");
      expect(offering().say("skip").place).to.equal("c");
      expect(offering().press("ask", "ten").session.variables).to.deep.equal({ n: 10 });
      expect(offering().say("about ten").session.variables).to.deep.equal({ n: 10 });
    });

    it("takes several messages in a row as one answer, once they stop coming", () => {
      const walk = asking({ answer: "text", collectSeconds: 5 }).say("one");
      walk.after(4_000).say("two").after(4_999);
      expect(walk.place).to.equal("ask");
      walk.after(1);
      expect(walk.session.variables).to.deep.equal({ n: "one\ntwo" });
      expect(walk.session.buffer).to.deep.equal([]);
    });

    it("goes back to its time-out where the collected answer is not valid", () => {
      const walk = asking({ collectSeconds: 5 }).say("ma").say("ny").after(5_000);
      expect(walk.session.wait).to.deep.equal({ kind: "reply", due: NOON + 3_600_000, onDue: "timeout" });
      expect(walk.after(3_595_000).place).to.equal("late");
    });

    it("counts a photo's caption as words, and wants words where there are none", () => {
      const photo = { kind: "photo" as const, file: "F1" };
      expect(asking().say("7", photo).session.variables).to.deep.equal({ n: 7 });
      expect(asking().say("", photo).said).to.deep.equal(["Responde con un número, por favor."]);
      expect(asking({ answer: "file" }).say("", photo).session.variables).to.deep.equal({ n: "F1" });
      expect(asking({ answer: "file" }).say("here").place).to.equal("ask");
    });

    it("does not take for an answer what came before it was asked", () => {
      const walk = new Walker(
        journeyOf([
          step.delay("wait", { mode: "fixed", time: { amount: 1, unit: "hours" } }, { next: "ask" }),
          step.question("ask", {}, { next: "a" }),
          ...ends,
        ]),
      ).enter();
      walk.say("early").after(3_600_000);
      expect(walk.place).to.equal("ask");
      expect(walk.session.kept).to.deep.equal([]);
    });
  });

  describe("wait for a reply", () => {
    const waiting = (own: Parameters<typeof step.reply>[1] = {}) =>
      new Walker(
        journeyOf([
          step.delay("wait", { mode: "fixed", time: { amount: 1, unit: "hours" } }, { next: "hear" }),
          step.reply(
            "hear",
            {
              branches: [
                { id: "yes", words: ["yes", "sure"], match: "is" },
                { id: "no", words: ["no"], match: "contains" },
              ],
              saveTo: here("said"),
              timeout: { amount: 2, unit: "days" },
              ...own,
            },
            { "branch:yes": "a", "branch:no": "b", next: "c", timeout: "late" },
          ),
          ...ends,
        ]),
      ).enter();

    it("goes the way of the first branch whose words fit, else the common one", () => {
      const heard = (text: string) => waiting().after(3_600_000).say(text).place;
      expect([heard(" Sure "), heard("Oh no!"), heard("yes!"), heard("")]).to.deep.equal([
        "a",
        "b",
        "c",
        "c",
      ]);
    });

    it("hears a keyword as a word, and not within another", () => {
      const branches = [{ id: "no", words: ["no", "nope"], match: "word" as const }];
      const heard = (text: string) => waiting({ branches }).after(3_600_000).say(text).place;
      expect([heard("Well, NO."), heard("I know")]).to.deep.equal(["b", "c"]);
    });

    it("saves the words, or the file", () => {
      expect(waiting().after(3_600_000).say("hm").session.variables).to.deep.equal({ said: "hm" });
      const voice = waiting().after(3_600_000).say("", { kind: "voice", file: "V1" });
      expect(voice.session.variables).to.deep.equal({ said: "V1" });
    });

    it("leaves by its time-out", () => {
      expect(
        waiting()
          .after(3_600_000)
          .after(2 * DAY).place,
      ).to.equal("late");
    });

    it("takes what came while the walk was busy where it is told to, and only then", () => {
      expect(waiting({ takesEarlier: true }).say("sure").after(3_600_000).place).to.equal("a");
      const later = waiting({ takesEarlier: false }).say("sure").after(3_600_000);
      expect(later.place).to.equal("hear");
      expect(later.session.kept).to.have.length(1);
    });
  });

  describe("condition", () => {
    const rule = (rule: Rule, journey: Record<string, Value> = {}) => {
      const walk = new Walker(
        journeyOf([step.condition("if", { match: "all", rules: [rule] }, { yes: "a", no: "b" }), ...ends]),
        { facts: { "billing/plan": "gold" } },
        { tags: ["vip"], fields: { budget: "250.00 EUR", since: "2027-01-15", city: "Lima" } },
      );
      walk.session = { ...walk.session, variables: journey };
      return walk.enter().place === "a";
    };

    it("asks about variables, the walk's before the person's", () => {
      const about = (name: string, comparison: Comparison, value?: Value) =>
        rule({ about: "variable", name, comparison, ...(value !== undefined && { value }) });
      expect(about("budget", "atLeast", 250)).to.equal(true);
      expect(about("budget", "greater", 250)).to.equal(false);
      expect(about("since", "less", "2027-02-01")).to.equal(true);
      expect(about("city", "is", "lima")).to.equal(true);
      expect(about("city", "isNot", "lima")).to.equal(false);
      expect(about("city", "contains", "IM")).to.equal(true);
      expect(about("city", "hasWord", "IM")).to.equal(false);
      expect(about("city", "hasWord", "quito, lima")).to.equal(true);
      expect(about("city", "startsWith", "im")).to.equal(false);
      expect(about("firstName", "atMost", "b")).to.equal(true);
      expect(about("nobody", "known")).to.equal(false);
      expect(about("nobody", "unknown")).to.equal(true);
      expect(about("nobody", "isNot", "x")).to.equal(true);
      expect(about("nobody", "less", 1)).to.equal(false);
      const city: Rule = { about: "variable", name: "city", comparison: "is", value: "Quito" };
      expect(rule(city, { city: "Quito" })).to.equal(true);
    });

    it("asks about tags, language, source, channels and what plugins know", () => {
      expect(rule({ about: "tag", tag: "vip", has: true })).to.equal(true);
      expect(rule({ about: "tag", tag: "vip", has: false })).to.equal(false);
      expect(rule({ about: "language", comparison: "is", value: "es" })).to.equal(true);
      expect(rule({ about: "language", comparison: "is", value: "es-AR" })).to.equal(false);
      expect(rule({ about: "source", comparison: "is", value: "spring" })).to.equal(true);
      expect(rule({ about: "membership", chat: "-1001", has: true })).to.equal(true);
      expect(rule({ about: "membership", chat: "-1002", has: true })).to.equal(false);
      const plan = { about: "fact", plugin: "billing", fact: "plan", comparison: "is" } as const;
      expect(rule({ ...plan, value: "gold" })).to.equal(true);
      expect(rule({ ...plan, value: "free" })).to.equal(false);
    });

    it("asks plugins for facts that it has not got, and waits for them", () => {
      const vip: Rule = { about: "fact", plugin: "billing", fact: "plan", comparison: "known" };
      const walk = new Walker(
        journeyOf([step.condition("if", { match: "any", rules: [vip] }, { yes: "a", no: "b" }), ...ends]),
      ).enter();
      expect(walk.last?.effects).to.deep.equal([
        { kind: "facts", step: "if", facts: [{ plugin: "billing", fact: "plan" }] },
      ]);
      expect(walk.session.wait).to.deep.equal({ kind: "call", call: 1 });
      walk.world = { ...walk.world, facts: { "billing/plan": null } };
      expect(walk.take({ kind: "facts", call: 7 }).place, "of another call").to.equal("if");
      expect(walk.take({ kind: "facts", call: 1 }).place).to.equal("b");
    });

    it("holds with all of its rules or with any, and with none", () => {
      const yes: Rule = { about: "tag", tag: "vip", has: false };
      const no: Rule = { about: "tag", tag: "vip", has: true };
      const met = (match: "all" | "any", rules: Rule[]) =>
        new Walker(
          journeyOf([step.condition("if", { match, rules }, { yes: "a", no: "b" }), ...ends]),
        ).enter().place;
      expect([met("all", [yes, no]), met("any", [yes, no]), met("all", []), met("any", [])]).to.deep.equal([
        "b",
        "a",
        "a",
        "a",
      ]);
    });
  });

  describe("split", () => {
    const journey = journeyOf([
      step.split("ab", { x: 30, y: 70, z: 0 }, { "variant:x": "a", "variant:y": "b", "variant:z": "c" }),
      ...ends,
    ]);
    const placeOf = (id: string) => new Walker(journey, {}, { id }).enter().place;

    it("sends people by weight, nobody where that is 0", () => {
      const places = Array.from({ length: 2_000 }, (_, index) => placeOf(`person ${index}`));
      const share = places.filter((place) => place === "a").length / places.length;
      expect(share).to.be.within(0.26, 0.34);
      expect(places).not.to.include("c");
    });

    it("keeps a person's branch in another walk", () => {
      for (const id of ["p", "q", "r"]) {
        const again = new Walker(journey, {}, { id });
        again.session = { ...again.session, id: "another walk" };
        expect(again.enter().place).to.equal(placeOf(id));
      }
    });
  });

  describe("tag and set", () => {
    it("changes tags, and later steps of the same move know", () => {
      const has: Rule = { about: "tag", tag: "new", has: true };
      const walk = new Walker(
        journeyOf([
          step.tag("tag", { add: ["new"], remove: ["old"] }, { next: "if" }),
          step.condition("if", { match: "all", rules: [has] }, { yes: "a", no: "b" }),
          ...ends,
        ]),
        {},
        { tags: ["old"] },
      ).enter();
      expect(walk.last?.effects).to.deep.equal([{ kind: "tag", add: ["new"], remove: ["old"] }]);
      expect(walk.place).to.equal("a");
    });

    it("sets, adds to and clears variables", () => {
      const chain = (...sets: [does: "set" | "add" | "clear", value: string][]) => {
        const steps = sets.map(([does, value], index) =>
          step.set(`s${index}`, { target: here("n"), does, value }, { next: `s${index + 1}` }),
        );
        const walk = new Walker(journeyOf([...steps, step.end(`s${sets.length}`)])).enter();
        return walk.session.variables;
      };
      expect(chain(["set", "Hi {firstName}"])).to.deep.equal({ n: "Hi Anna" });
      expect(chain(["add", "2"], ["add", "0.5"])).to.deep.equal({ n: 2.5 });
      expect(chain(["set", "5"], ["add", "-7"])).to.deep.equal({ n: -2 });
      expect(chain(["set", "five"], ["add", "1"]), "what is no number stays").to.deep.equal({ n: "five" });
      expect(chain(["set", "x"], ["clear", ""])).to.deep.equal({});
    });

    it("sets fields of the person", () => {
      const set = step.set("s", { target: { scope: "person", name: "level" }, does: "add", value: "1" });
      const walk = new Walker(journeyOf([set]), {}, { fields: { level: 4 } }).enter();
      expect(walk.last?.effects).to.deep.equal([{ kind: "field", name: "level", value: 5 }]);
    });
  });

  describe("action", () => {
    const acting = () =>
      new Walker(
        journeyOf([
          step.action(
            "act",
            {
              prefix: "c",
              input: { to: "{firstName}", list: ["{city|?}", 7] },
              outcomes: [{ id: "out", title: "Sold out" }],
            },
            { next: "a", "outcome:out": "b", failed: "wrong" },
          ),
          ...ends,
        ]),
      ).enter();

    it("asks the plugin, with texts filled in, and waits for its answer", () => {
      const walk = acting();
      expect(walk.last?.effects).to.deep.equal([
        {
          kind: "action",
          step: "act",
          plugin: "coupons",
          action: "send",
          input: { to: "Anna", list: ["?", 7] },
        },
      ]);
      expect(walk.say("hello?").place).to.equal("act");
    });

    it("goes on by the answer's exit, and puts its values under the prefix", () => {
      const walk = acting().answerCall("outcome:out", { values: { code: "X1", left: 0 } });
      expect(walk.place).to.equal("b");
      expect(walk.session.variables).to.deep.equal({ c_code: "X1", c_left: 0 });
    });

    it("tells of the error where it failed", () => {
      const walk = acting().answerCall("failed", { error: "timed out" });
      expect(walk.place).to.equal("wrong");
      expect(walk.session.variables).to.deep.equal({ error: "timed out" });
    });

    it("takes no answer twice, and none of another call", () => {
      const walk = acting();
      walk.take({ kind: "result", call: 99, exit: "next" });
      expect(walk.place).to.equal("act");
      walk.take({ kind: "result", call: 1, exit: "next" }).take({ kind: "result", call: 1, exit: "failed" });
      expect(walk.place).to.equal("a");
    });
  });

  describe("goto and end", () => {
    it("jumps so often and no more", () => {
      const walk = new Walker(
        journeyOf([
          step.question("ask", {}, { next: "again" }),
          step.goto("again", 2, { next: "ask", over: "end" }),
          step.end("end", "enough"),
        ]),
      ).enter();
      expect([walk.say("1").place, walk.say("2").place, walk.say("3").place]).to.deep.equal([
        "ask",
        "ask",
        "enough",
      ]);
      expect(walk.session.jumps).to.deep.equal({ again: 2 });
    });

    it("fails with the reason where steps run in a circle without a wait, and where a step is gone", () => {
      const circle = new Walker(
        journeyOf([step.set("a", { target: here("n"), does: "add", value: "1" }, { next: "a" })]),
      );
      expect(circle.enter().session.end).to.deep.equal({
        state: "failed",
        outcome: "failed",
        error: "The steps run in a circle without a wait.",
      });
      const gone = new Walker(journeyOf([step.message("a", "Hi", { next: "gone" })])).enter();
      expect(gone.session.end?.error).to.match(/not in the journey/);
    });

    it("ends with the outcome of the step, and takes nothing after that", () => {
      const walk = new Walker(journeyOf([step.end("end", "bought")])).enter();
      expect(walk.session.end).to.deep.equal({ state: "completed", outcome: "bought" });
      const { session } = walk;
      walk
        .say("hello")
        .press("end", "x")
        .after(DAY)
        .enter()
        .take({ kind: "end", end: { state: "stopped", outcome: "x" } });
      expect(walk.last?.effects).to.deep.equal([]);
      expect({ ...walk.session, seq: session.seq }).to.deep.equal(session);
    });

    it("ends from outside, wherever it stands", () => {
      const walk = new Walker(journeyOf([step.question("ask")])).enter();
      walk.take({ kind: "end", end: { state: "stopped", outcome: "stopped by the person" } });
      expect(walk.session).to.deep.include({
        wait: null,
        end: { state: "stopped", outcome: "stopped by the person" },
      });
      expect(walk.last?.visits[0]?.left?.exit).to.equal("stopped");
    });
  });
});
