import { LANGUAGES } from "@promostack/core";
import { expect } from "chai";
import fc from "fast-check";
import { checkAnswer } from "../engine/answers.ts";
import type { Value } from "../graph/parts.ts";
import { step } from "./drafts.ts";

type Own = Parameters<typeof step.question>[1];

function read(
  answer: NonNullable<Own>["answer"],
  text: string,
  own: Own = {},
  language = "en",
): Value | undefined {
  const question = step.question("q", { ...own, ...(answer !== undefined && { answer }) });
  const checked = checkAnswer(question, { at: 0, kind: "text", text }, language);
  return "value" in checked ? checked.value : undefined;
}

/** What people write, and what is kept; undefined where it is no answer. */
const ANSWERS: [type: NonNullable<Own>["answer"], text: string, kept: Value | undefined, own?: Own][] = [
  ["text", " hello ", "hello"],
  ["text", "ab", undefined, { least: 3 }],
  ["text", "abcd", undefined, { most: 3 }],
  ["number", "42", 42],
  ["number", "-3.5", -3.5],
  ["number", "1,234.5", 1234.5],
  ["number", "1.234,5", 1234.5],
  ["number", "1 234", 1234],
  ["number", "1'234'567", 1234567],
  ["number", "1,234", 1234],
  ["number", "3,5", 3.5],
  ["number", "0,125", 0.125],
  ["number", "1.234", 1.234],
  ["number", "forty", undefined],
  ["number", "1e9", undefined],
  ["number", "9", undefined, { least: 10 }],
  ["number", "11", undefined, { most: 10 }],
  ["money", "25", "25.00"],
  ["money", "19,90 eur", "19.90 EUR"],
  ["money", "$1,250.50", "1250.50 USD"],
  ["money", "1.234", "1234.00"],
  ["money", "€ 12.500", "12500.00 EUR"],
  ["money", "1.50", "1.50"],
  ["money", "0.125", "0.13"],
  ["money", "-5", undefined],
  ["money", "lots", undefined],
  ["money", "4", undefined, { least: 5 }],
  ["email", "Anna@Example.COM", "anna@example.com"],
  ["email", "anna@münchen.de", "anna@münchen.de"],
  ["email", "anna@example", undefined],
  ["email", "anna example.com", undefined],
  ["phone", "+44 20 7946 0958", "+442079460958"],
  ["phone", "0044 20 7946 0958", "+442079460958"],
  ["phone", "12", undefined],
  ["country", "Spain", "ES"],
  ["country", "es", "ES"],
  ["country", "Atlantis", undefined],
  ["date", "2027-03-31", "2027-03-31"],
  ["date", "31.3.2027", "2027-03-31"],
  ["date", "31/03/2027", "2027-03-31"],
  ["date", "2027-02-30", undefined],
  ["date", "soon", undefined],
  ["date", "2026-12-31", undefined, { least: "2027-01-01" }],
  ["date", "2027-01-02", undefined, { most: "2027-01-01" }],
  ["date", "3/31/2027", "2027-03-31"],
  ["date", "31-3-2027", "2027-03-31"],
  ["date", "2027/3/31", "2027-03-31"],
  ["date", "31 March 2027", "2027-03-31"],
  ["date", "March 31st, 2027", "2027-03-31"],
  ["date", "the 31st of March 2027", "2027-03-31"],
  ["date", "Mar 31 2027", "2027-03-31"],
  ["date", "31 March", undefined],
  ["date", "31 March 27", undefined],
  ["date", "31 Smarch 2027", undefined],
  ["date", "31 February 2027", undefined],
  ["date", "not on 31 March 2027", undefined],
  ["date", "۱۴۰۶/۰۱/۱۱", undefined],
  ["date", "31 March 2027", undefined, { least: "2027-04-01" }],
  ["pattern", "AB1234", "AB1234", { pattern: "[A-Z]{2}\\d{4}" }],
  ["pattern", "xAB1234", undefined, { pattern: "[A-Z]{2}\\d{4}" }],
];

/** The same in other languages: what Telegram says of the person, what they write, and what is kept. */
const FOREIGN: [
  language: string,
  type: NonNullable<Own>["answer"],
  text: string,
  kept: Value | undefined,
  own?: Own,
][] = [
  ["de", "country", "Österreich", "AT"],
  ["de", "country", "osterreich", "AT"],
  ["de", "country", "Spain", "ES"],
  ["ru", "country", "Россия", "RU"],
  ["pt-br", "country", "Alemanha", "DE"],
  ["tr", "country", "İSPANYA", "ES"],
  ["tr", "country", "Türkiye", "TR"],
  ["ar", "country", "ألمانيا", "DE"],
  ["hi", "country", "भारत", "IN"],
  ["zh-hans", "country", "中国", "CN"],
  ["ja", "country", "日本", "JP"],
  ["pl", "country", "Hiszpania", "ES"],
  ["en", "country", "Deutschland", "DE"],
  ["en", "country", "USA", "US"],
  ["en", "country", "uk", "GB"],
  ["en", "country", "esp", "ES"],
  ["en", "country", "ＥＳ", "ES"],
  ["en", "country", "🇪🇸", "ES"],
  ["en", "country", "The Netherlands", "NL"],
  ["en", "country", "Cote d'Ivoire", "CI"],
  ["en", "country", "zz", undefined],
  ["en", "country", "xyz", undefined],
  ["xx-nonsense", "country", "Spain", "ES"],
  ["", "country", "Spain", "ES"],
  ["de", "date", "31. März 2027", "2027-03-31"],
  ["de", "date", "1. Mär. 2027", "2027-03-01"],
  ["es", "date", "31 de marzo del 2027", "2027-03-31"],
  ["fr", "date", "1er août 2027", "2027-08-01"],
  ["ru", "date", "31 марта 2027 года", "2027-03-31"],
  ["uk", "date", "31 березня 2027 р.", "2027-03-31"],
  ["tr", "date", "31 Mart 2027", "2027-03-31"],
  ["hi", "date", "३१ मार्च २०२७", "2027-03-31"],
  ["ar", "date", "٣١ مارس ٢٠٢٧", "2027-03-31"],
  ["fa", "date", "۲۰۲۷/۰۳/۳۱", "2027-03-31"],
  ["hu", "date", "2027. március 31.", "2027-03-31"],
  ["ja", "date", "2027年3月31日", "2027-03-31"],
  ["ja", "date", "２０２７年３月３１日", "2027-03-31"],
  ["ko", "date", "2027년 3월 31일", "2027-03-31"],
  ["en", "date", "31. März 2027", "2027-03-31"],
  ["xx-nonsense", "date", "31 March 2027", "2027-03-31"],
  ["ja", "number", "４２", 42],
  ["ar", "number", "١٢٫٥", 12.5],
  ["fa", "number", "۱۲۳۴", 1234],
  ["ar", "number", "−٥", -5],
  ["fa", "money", "۲۵ EUR", "25.00 EUR"],
  ["hi", "money", "₹500", "500.00 INR"],
  ["ja", "phone", "＋４４　２０　７９４６　０９５８", "+442079460958"],
  ["ar", "phone", "+٤٤٢٠٧٩٤٦٠٩٥٨", "+442079460958"],
  ["ja", "email", "ａｎｎａ＠ｅｘａｍｐｌｅ．ｃｏｍ", "anna@example.com"],
  ["ar", "choice", "٢", "No", { choices: [choice("y", "Yes"), choice("n", "No")] }],
  ["ja", "pattern", "１２３４", "1234", { pattern: "\\d{4}" }],
];

function choice(id: string, text: string) {
  return { id, text };
}

describe("answers", () => {
  for (const [type, text, kept, own] of ANSWERS) {
    const bounds = own === undefined ? "" : ` (${JSON.stringify(own)})`;
    it(`to ${type}${bounds}: “${text}” ${kept === undefined ? "is none" : `is kept as ${kept}`}`, () => {
      expect(read(type, text, own)).to.equal(kept);
    });
  }

  it("say what is wrong in a sentence, and how it would be right", () => {
    for (const type of ["number", "money", "email", "phone", "country", "date", "choice"] as const) {
      const checked = checkAnswer(
        step.question("q", { answer: type }),
        { at: 0, kind: "text", text: "?!" },
        "",
      );
      expect("problem" in checked ? checked.problem : "").to.match(/^(Please|I do not).+\.$/);
    }
  });

  it("take a contact that was shared for its number, without a plus", () => {
    const contact = { at: 0, kind: "contact", text: "442079460958" } as const;
    const checked = checkAnswer(step.question("q", { answer: "phone" }), contact, "en");
    expect(checked).to.deep.equal({ value: "+442079460958" });
  });

  it("are matched with a pattern in linear time: a backtracking engine would not come back from this", () => {
    expect(read("pattern", "a".repeat(4_000), { pattern: "(a+)+b" })).to.equal(undefined);
  });

  for (const [language, type, text, kept, own] of FOREIGN) {
    it(`to ${type} of somebody who speaks “${language}”: “${text}” ${kept === undefined ? "is none" : `is ${kept}`}`, () => {
      expect(read(type, text, own, language)).to.equal(kept);
    });
  }

  it("are dates however a language of the bots writes them in full", () => {
    const days = fc.date({ min: new Date("1900-01-01"), max: new Date("2100-12-31"), noInvalidDate: true });
    const style = fc.constantFrom("long" as const, "medium" as const);
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(LANGUAGES)), days, style, (language, day, dateStyle) => {
        const format = new Intl.DateTimeFormat(language, { dateStyle, timeZone: "UTC", calendar: "gregory" });
        expect(read("date", format.format(day), {}, language)).to.equal(day.toISOString().slice(0, 10));
      }),
    );
  });

  it("are asked for in the person's language, by an example that would be taken", () => {
    const problem = (type: "date" | "country", language: string) => {
      const checked = checkAnswer(
        step.question("q", { answer: type }),
        { at: 0, kind: "text", text: "?!" },
        language,
      );
      return "problem" in checked ? checked.problem : "";
    };
    for (const language of Object.keys(LANGUAGES)) {
      const date = new Intl.DateTimeFormat(`${language}-u-nu-latn`, {
        month: "long",
        day: "numeric",
        timeZone: "UTC",
      });
      const month = date.formatToParts(Date.UTC(2027, 2, 31)).find(({ type }) => type === "month")?.value;
      expect(problem("date", language), language).to.include(month).and.include("2027");
      const country = new Intl.DisplayNames(language, { type: "region" }).of("ES");
      expect(problem("country", language), language).to.include(country);
      expect(read("country", country ?? "", {}, language), language).to.equal("ES");
    }
    expect(problem("date", "de")).to.equal("Schick bitte ein Datum, zum Beispiel 31. März 2027.");
    expect(problem("date", "zh")).to.equal("Please send a date, such as 31 March 2027.");
  });

  it("tell the bound that was missed as the language writes it", () => {
    const tell = (own: Own, text: string, language: string) => {
      const checked = checkAnswer(step.question("q", own), { at: 0, kind: "text", text }, language);
      return "problem" in checked ? checked.problem : "";
    };
    expect(tell({ answer: "number", least: 1_000.5 }, "9", "de")).to.equal("Bitte mindestens 1.000,5.");
    expect(tell({ answer: "date", most: "2027-01-31" }, "2027-02-01", "fr")).to.equal(
      "Envoyez une date jusqu’au 31 janvier 2027, s’il vous plaît.",
    );
    expect(tell({ answer: "text", least: 3 }, "ab", "ru")).to.equal("Немного коротко. Минимум символов: 3.");
  });
});
