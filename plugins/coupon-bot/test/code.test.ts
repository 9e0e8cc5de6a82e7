import { expect } from "chai";
import fc from "fast-check";
import { type Answer, together } from "../codes/answer.ts";
import { codeFrom, MOST_LETTERS } from "../codes/code.ts";
import { readFile } from "../codes/importFile.ts";
import { GENERATOR_SCRIPT } from "../ui-public/script.ts";

describe("a code", () => {
  const TYPED: readonly [string, string][] = [
    ["save20", "SAVE20"],
    ["  save 20 ", "SAVE-20"],
    ["spring\tsale\n 2026", "SPRING-SALE-2026"],
    ["a_b-c", "A_B-C"],
    ["50% off!", "50-OFF"],
    // Cyrillic А, В and Е look like ours.
    ["S\u0410\u0412\u0415-1", "S-1"],
    ["\uff33\uff21\uff36\uff25\uff11", ""],
    ["straße", "STRASSE"],
    ["i\u0307stanbul", "ISTANBUL"],
    ["\u202egnirps", "GNIRPS"],
    ["🎉 party", "-PARTY"],
    ["\u0000'; drop table code;--", "-DROP-TABLE-CODE--"],
    ["", ""],
    ["- _ -", ""],
    ["x".repeat(4_096), "X".repeat(MOST_LETTERS)],
  ];

  for (const [typed, code] of TYPED)
    it(`of ${JSON.stringify(typed.slice(0, 30))} is ${JSON.stringify(code.slice(0, 30))}`, () => {
      expect(codeFrom(typed)).to.equal(code);
    });

  it("is made of nothing but A-Z, 0-9, - and _, and stays as it is when it is read again", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (typed) => {
        const code = codeFrom(typed);
        return /^[A-Z0-9_-]{0,40}$/.test(code) && codeFrom(code) === code;
      }),
      { numRuns: 100 },
    );
  });

  it("is read by the public page's script by the same rule", () => {
    const rule = /const clean=(t=>[^;]+);/.exec(GENERATOR_SCRIPT)?.[1] ?? "";
    const clean: unknown = new Function(`return ${rule}`)();
    if (typeof clean !== "function") throw new TypeError("The script has no rule.");
    for (const [typed, code] of TYPED) expect(clean(typed)).to.equal(code);
  });
});

describe("what validators say together", () => {
  const said = (...answers: Answer[]) =>
    together(
      "A",
      answers.map((answer, index) => ({ title: `v${index}`, answer })),
    );
  const unknown: Answer = { state: "invalid", reason: "unknown" };
  const expired: Answer = { state: "invalid", reason: "expired", message: "Over since May." };
  const unsure: Answer = { state: "unsure", why: "It answered 500.", cause: "failing" };

  it("is valid where one says so, whatever the others could not say, with the code among its values", () => {
    const valid: Answer = { state: "valid", values: { discount: "20", code: "OTHER" } };
    expect(said(unknown, unsure, valid)).to.deep.equal({
      state: "valid",
      values: { discount: "20", code: "A" },
      validator: "v2",
    });
  });

  it("is never a refusal while one could not be asked", () => {
    expect(said(expired, unsure, unknown)).to.include({ state: "unsure", validator: "v1" });
  });

  it("is the most telling refusal: one that ended is no unknown one", () => {
    expect(said(unknown, expired)).to.deep.equal({ ...expired, validator: "v1" });
  });

  it("is yes where there is nobody to ask", () => {
    expect(said()).to.deep.equal({ state: "valid", values: { code: "A" } });
  });
});

describe("a file of codes", () => {
  const read = (csv: string) => readFile(csv, "Europe/Berlin");

  it("says of each line what it is, with dates in the tenant's zone, and variables by their columns", async () => {
    const file = await read(
      "\uFEFFCode;Max uses;Valid until;Discount %;Note\nspring 1;5;2026-06-30;20;\nTWO;;2026-06-30 18:00;;hi\n",
    );
    expect(file).to.deep.include({ lines: 2, refused: 0, problems: [], fields: ["discount", "note"] });
    expect(file.codes).to.deep.equal([
      {
        ...{ code: "SPRING-1", mostUses: 5, startsAt: null, fields: { discount: "20" } },
        endsAt: new Date("2026-06-30T22:00:00Z"),
      },
      {
        ...{ code: "TWO", mostUses: null, startsAt: null, fields: { note: "hi" } },
        endsAt: new Date("2026-06-30T16:00:00Z"),
      },
    ]);
  });

  it("names each line that it refuses, and takes the others", async () => {
    const csv = `code,limit,until\nA,1,2026-02-31\nB,none,\nC,2,\nc,3,\n,4,\n${"D".repeat(41)},,\nE,,soon\n`;
    const { codes, problems, refused } = await read(csv);
    expect(codes.map(({ code }) => code)).to.deep.equal(["C"]);
    expect(refused).to.equal(6);
    expect(problems.map(({ line, problem }) => `${line} ${problem}`)).to.deep.equal([
      "2 “2026-02-31” is no date such as 2026-12-31 or 2026-12-31 18:00.",
      "3 “none” is no number of uses.",
      "5 Line 4 has the same code.",
      "6 There is no code: letters A to Z, digits, - and _.",
      "7 The code is longer than 40 letters.",
      "8 “soon” is no date such as 2026-12-31 or 2026-12-31 18:00.",
    ]);
  });

  it("is its codes alone where it has no header, and takes the marks off that make it safe in spreadsheets", async () => {
    const { codes } = await read("'-FIRST\n'=SECOND\nthird\n");
    expect(codes.map(({ code }) => code)).to.deep.equal(["-FIRST", "SECOND", "THIRD"]);
  });

  it("that is no CSV is refused whole", async () => {
    const error: unknown = await read(`code\n"${"x".repeat(60_000)}`).catch((caught: unknown) => caught);
    expect(error).to.include({ code: "codes.file_unreadable", status: 400 });
  });
});
