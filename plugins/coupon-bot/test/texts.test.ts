import { namesOf, parseTemplate } from "@promostack/core";
import { expect } from "chai";
import { filledLink } from "../chat/filledLink.ts";
import { checkLink } from "../chat/settings.ts";
import { botLink } from "../chat/shareLink.ts";
import { checkText } from "../texts/check.ts";
import { duration, isLanguage, LANGUAGES, type Language, spoken } from "../texts/language.ts";
import { isTextKey, TEXTS } from "../texts/text.ts";
import { Wording } from "../texts/wording.ts";
import { WORDS } from "../texts/words/words.ts";

const languages: Language[] = Object.keys(LANGUAGES).filter(isLanguage);
const keys = Object.keys(TEXTS).filter(isTextKey);

describe("texts of the bot", () => {
  it("would be taken in every language if a tenant wrote them, and say what the English ones say", () => {
    const used = (text: string) =>
      [...new Set(namesOf(parseTemplate(text).parts).map(({ name }) => name))].sort();
    for (const language of languages)
      for (const key of keys) {
        const text = WORDS[language][key];
        expect(checkText(key, text, language), `${language} ${key}`).to.deep.equal([]);
        expect(used(text), `${language} ${key}`).to.deep.equal(used(WORDS.en[key]));
      }
  });

  it("are refused with the place and a way out where Telegram, or a person, would not understand them", () => {
    const first = (key: (typeof keys)[number], text: string) => checkText(key, text, "en")[0]?.message;
    expect(first("welcome", "Hi {code}")).to.equal("There is no {code} in this text.");
    expect(first("welcome", "Hi {firstName")).to.match(/belongs to no variable/);
    expect(first("valid", "<b>{#label}</b>{label}{/label}")).to.match(/is never closed|closes nothing/);
    expect(first("valid", "<h1>{code}</h1>")).to.match(/not among Telegram's tags/);
    expect(first("tryAgain", "<b>Again</b>")).to.equal("Telegram shows this text without any formatting.");
    expect(first("tryAgain", " ")).to.equal("The text is empty.");
    expect(first("caption", "{link}".repeat(3))).to.match(
      /can become 1500 characters long; Telegram takes 1024/,
    );
    expect(first("caption", "")).to.equal(undefined);
  });

  it("keep values apart from tags and from the direction of the words around them", () => {
    const say = (language: Language, firstName: string) =>
      new Wording(language).say("welcome", { firstName });
    expect(say("en", `<a href="x">&`)).to.include("Hi &lt;a href=&quot;x&quot;&gt;&amp;!");
    expect(say("en", "أمير")).to.include("Hi \u2068أمير\u2069!");
    expect(say("ar", "Ada Lovelace")).to.include("\u2068Ada Lovelace\u2069");
    expect(say("en", "x".repeat(500))).to.have.length.below(200);
    expect(new Wording("en").say("choose", { look: "👨‍👩‍👧‍👦".repeat(20) })).to.have.length.at.most(60);
  });

  it("count as the language does, and know whose language is whose", () => {
    expect([1, 2, 5].map((minutes) => duration(minutes * 60 + 60, "ru"))).to.deep.equal([
      ...["2 минуты", "3 минуты", "6 минут"],
    ]);
    expect(duration(1, "en")).to.equal("1 second");
    expect(["pt-br", "DE_at", "uk", "ko", "", undefined].map(spoken)).to.deep.equal([
      ...["pt", "de", "uk", undefined, undefined, undefined],
    ]);
  });
});

describe("links that people share", () => {
  const values = { code: "A-1", mark: "abc" };

  it("have the code and the mark filled in, and keep the tenant's own tags", () => {
    expect(filledLink("https://s.example/{code}?from={mark}#top", values, false)).to.equal(
      "https://s.example/A-1?from=abc#top",
    );
    expect(filledLink("https://s.example/?utm_medium=mine", values, true)).to.equal(
      "https://s.example/?utm_medium=mine&utm_source=telegram&utm_content=abc",
    );
    expect(filledLink("javascript:alert(1)", values, true)).to.equal(undefined);
    expect(filledLink("https://", values, true)).to.equal(undefined);
  });

  it("are refused in the settings where they could not be sent", () => {
    const refused = (link: string, words: RegExp) => expect(() => checkLink({ link }), link).to.throw(words);
    refused("https://s.example/{name}", /There is no \{name\}/);
    refused("https://s.example/{code", /There is no \{/);
    refused("ftp://s.example/{code}", /no address of the web/);
    refused(`https://s.example/${"{code}".repeat(20)}`, /longer than 500/);
    for (const link of ["", "https://s.example/?c={code}&m={mark}"]) checkLink({ link });
  });

  it("begin the bot within the 64 letters that Telegram takes", () => {
    const [, start = ""] = botLink("a_bot", "x".repeat(10), "C".repeat(40)).split("start=");
    expect(start).to.match(/^[A-Za-z0-9_-]{1,64}$/);
  });
});
