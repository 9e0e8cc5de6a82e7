import { expect } from "chai";
import fc from "fast-check";
import { checkTemplate, countedLength } from "../messages/check.ts";
import { defaultTemplate } from "../messages/defaults.ts";
import { exampleFacts, KINDS, limitOf, type MessageKindId, messageKind } from "../messages/kinds.ts";
import { isLanguage, LANGUAGES, type Language } from "../messages/language.ts";
import { render } from "../messages/render.ts";

const LANGUAGE_IDS = Object.keys(LANGUAGES).filter(isLanguage);
const opening = messageKind("opening");
const problems = (text: string, kind: MessageKindId = "opening") =>
  checkTemplate(messageKind(kind), text).map(({ message, fix }) => `${message} ${fix ?? ""}`.trim());
const example = (kind: MessageKindId, language: Language = "en", text = defaultTemplate(kind, language)) =>
  render(kind, language, text, exampleFacts(messageKind(kind)));

describe("a message's template", () => {
  it("is sound for every kind in every language, in full and with levels hidden", () => {
    for (const language of LANGUAGE_IDS) {
      for (const kind of KINDS) {
        const text = defaultTemplate(kind.id, language);
        expect(checkTemplate(kind, text, language), `${kind.id} ${language}`).to.deep.equal([]);
        for (const hideLevels of [false, true]) {
          const html = render(kind.id, language, text, exampleFacts(kind), { hideLevels });
          expect(html, `${kind.id} ${language}`)
            .to.match(/\S/)
            .and.not.match(/[{}]|undefined|NaN/);
          expect(countedLength(html)).to.be.at.most(limitOf(kind));
        }
      }
    }
  });

  it("says every language in its own words: none is left in English", () => {
    for (const language of LANGUAGE_IDS.filter((each) => each !== "en"))
      for (const { id } of KINDS)
        expect(defaultTemplate(id, language), `${id} ${language}`).not.to.equal(defaultTemplate(id, "en"));
  });

  it("is filled with the signal's numbers; prices read the same everywhere, the rest as a reader expects", () => {
    expect(example("opening")).to.include("<b>BUY XAU/USD</b>").and.include("(42.0 pips, 50%)");
    expect(example("opening", "es")).to.include("COMPRA XAU/USD").and.include("(42,0 pips, 50\u00a0%)");
    for (const language of LANGUAGE_IDS) expect(example("opening", language)).to.include("2065.20");
    expect(example("closed-stop")).to.include("Loss −1.09 R").and.include("(−38.0 pips");
    expect(example("closed-stop", "ar")).to.include("\u2066−1.09\u2069").and.include("خسارة");
  });

  it("leaves out a block without a value, and the line that it had for itself", () => {
    const facts = { ...exampleFacts(opening), target2: null, target3: null, reason: null, riskNote: null };
    const text = render("opening", "en", defaultTemplate("opening", "en"), facts);
    expect(text.split("\n")).to.deep.equal([
      "<b>BUY XAU/USD</b>",
      "",
      "Entry: <b>2065.20</b>",
      "Stop: <b>2061.70</b> (35.0 pips)",
      "Target 1: <b>2069.40</b> (42.0 pips, 50%)",
    ]);
  });

  it("keeps levels from a channel that gets the result only, also where its template asks for them", () => {
    const hidden = { hideLevels: true };
    const facts = exampleFacts(opening);
    const said = render("opening", "en", defaultTemplate("opening", "en"), facts, hidden);
    expect(said).to.include("in the VIP channel");
    expect(render("opening", "en", "At {entry}, {direction}", facts, hidden)).to.equal("At 🔒, BUY");
    for (const { id } of KINDS) {
      const lines = render(id, "en", defaultTemplate(id, "en"), exampleFacts(messageKind(id)), hidden);
      expect(lines, id).not.to.match(/20[67]\d\.\d\d/);
    }
  });

  it("escapes what it is filled with: nothing in a fact becomes a tag", () => {
    const facts = { ...exampleFacts(opening), reason: `<a href="x">a</a> & "b" {entry}`, symbol: "<b>X" };
    const text = render("opening", "en", "{symbol} {reason}", facts);
    expect(text).to.equal("&lt;b&gt;X &lt;a href=&quot;x&quot;&gt;a&lt;/a&gt; &amp; &quot;b&quot; {entry}");
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (reason) => {
        const html = render("opening", "en", "<b>{reason}</b>", { reason });
        expect(html.replace(/^<b>|<\/b>$/g, "")).not.to.match(/[<>]/);
      }),
    );
  });

  it("is refused with a suggestion where a name is unknown", () => {
    expect(problems("{entri}")).to.deep.equal(["There is no variable {entri} here. Did you mean {entry}?"]);
    expect(problems("{somethingElse}")).to.deep.equal([
      "There is no variable {somethingElse} here. Choose one from the list.",
    ]);
    expect(problems("{#toEntry}x{/toEntry} {resultR}")).to.have.length(2);
    expect(problems("{win}", "closed-target")[0]).to.include("as a block");
  });

  it("is refused where blocks or tags do not close, also where only leaving a block out would break one", () => {
    expect(problems("{#reason}x")[0]).to.include("never closed");
    expect(problems("x{/reason}")[0]).to.include("closes nothing");
    expect(problems("{#reason}{#target2}x{/reason}{/target2}").join()).to.include("comes before");
    expect(problems("a { b")[0]).to.include("belongs to no variable");
    expect(problems("<b>x")[0]).to.include("never closed");
    expect(problems("<div>x</div>")[0]).to.include("not among Telegram's tags");
    expect(problems("1 < 2")[0]).to.include("&lt;");
    expect(problems("<b>{#reason}x</b>{/reason}").length).to.be.greaterThan(0);
    expect(problems('<a href="{symbol}">x</a>')[0]).to.include("inside a tag");
    expect(problems('<a href="https://t.me/x">{symbol}</a> & {{braces}}')).to.deep.equal([]);
  });

  it("is refused where its longest message would not go through Telegram, and where it says nothing", () => {
    expect(problems("x".repeat(4_096))).to.deep.equal([]);
    expect(problems(`<b>${"x".repeat(4_096)}</b>`)).to.deep.equal([]);
    expect(problems(`${"x".repeat(4_000)}{reason}`)[0])
      .to.include("4300")
      .and.include("Shorten it by 204");
    expect(problems("  ")[0]).to.include("empty");
  });

  it("has no tags where it stands inside other messages", () => {
    expect(problems("Mind the <b>risk</b>", "risk-note")[0]).to.include("without tags");
    expect(problems("Mind the risk & more", "risk-note")).to.deep.equal([]);
  });

  it("never throws, whatever is typed", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("{", "}", "#", "/", "^", "entry", "<b>", "</b>", "&", " ", "\n") }),
        (text) => {
          if (checkTemplate(opening, text).length === 0)
            expect(countedLength(render("opening", "en", text, exampleFacts(opening)))).to.be.at.most(4_096);
        },
      ),
    );
  });
});
