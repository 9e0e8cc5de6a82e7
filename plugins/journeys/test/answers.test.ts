import { expect } from "chai";
import { checkAnswer } from "../engine/answers.ts";
import type { Value } from "../graph/parts.ts";
import { step } from "./drafts.ts";

type Own = Parameters<typeof step.question>[1];

function read(answer: NonNullable<Own>["answer"], text: string, own: Own = {}): Value | undefined {
  const question = step.question("q", { ...own, ...(answer !== undefined && { answer }) });
  const checked = checkAnswer(question, { at: 0, kind: "text", text });
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
  ["pattern", "AB1234", "AB1234", { pattern: "[A-Z]{2}\\d{4}" }],
  ["pattern", "xAB1234", undefined, { pattern: "[A-Z]{2}\\d{4}" }],
];

describe("answers", () => {
  for (const [type, text, kept, own] of ANSWERS) {
    const bounds = own === undefined ? "" : ` (${JSON.stringify(own)})`;
    it(`to ${type}${bounds}: “${text}” ${kept === undefined ? "is none" : `is kept as ${kept}`}`, () => {
      expect(read(type, text, own)).to.equal(kept);
    });
  }

  it("say what is wrong in a sentence, and how it would be right", () => {
    for (const type of ["number", "money", "email", "phone", "country", "date", "choice"] as const) {
      const checked = checkAnswer(step.question("q", { answer: type }), { at: 0, kind: "text", text: "?!" });
      expect("problem" in checked ? checked.problem : "").to.match(/^(Please|I do not).+\.$/);
    }
  });

  it("take a contact that was shared for its number, without a plus", () => {
    const checked = checkAnswer(step.question("q", { answer: "phone" }), {
      at: 0,
      kind: "contact",
      text: "442079460958",
    });
    expect(checked).to.deep.equal({ value: "+442079460958" });
  });

  it("are matched with a pattern in linear time: a backtracking engine would not come back from this", () => {
    expect(read("pattern", "a".repeat(4_000), { pattern: "(a+)+b" })).to.equal(undefined);
  });
});
