import { PlatformError } from "@promostack/core";
import { Type } from "@promostack/core/strategy";
import { expect } from "chai";
import { compileParameters } from "./parametersSchema.ts";

describe("a stranger's parameter schema", () => {
  const problemOf = (schema: object): string | undefined => {
    try {
      compileParameters({ ...schema }, { id: "falls", version: "1.0.0" });
      return undefined;
    } catch (error) {
      if (!PlatformError.is(error)) throw error;
      expect(error.code).to.equal("sandbox.invalid_result");
      return error.message;
    }
  };

  it("may say what a form needs", () => {
    const schema = Type.Object({
      mode: Type.Union([Type.Literal("break"), Type.Literal("retest")], { default: "break", title: "Mode" }),
      stop: Type.Number({ default: 1.5, minimum: 0.5, maximum: 9, "x-unit": "price" }),
      hours: Type.Array(Type.Integer({ minimum: 0, maximum: 23 }), { maxItems: 24, default: [8] }),
      trend: Type.Object(
        { on: Type.Boolean({ default: true }) },
        { additionalProperties: false, default: {} },
      ),
    });
    expect(problemOf(schema)).to.equal(undefined);
  });

  const deep = (levels: number): object =>
    levels === 0 ? { type: "number" } : { type: "object", properties: { a: deep(levels - 1) } };
  const refused: [what: string, words: string, schema: object][] = [
    [
      "a pattern that never ends",
      "uses pattern",
      { properties: { a: { type: "string", pattern: "^(a+)+$" } } },
    ],
    ["names by pattern", "uses patternProperties", { patternProperties: { "^(a+)+$": {} } }],
    ["a reference", "uses $ref", { properties: { a: { $ref: "https://evil.test/schema" } } }],
    ["an identity", "uses $id", { $id: "https://promostack.dev/plugin.schema.json" }],
    [
      "uniqueness of large lists",
      "uses uniqueItems",
      { properties: { a: { type: "array", uniqueItems: true } } },
    ],
    ["a condition", "uses not", { not: {} }],
    ["one hidden in a choice", "uses pattern", { properties: { a: { anyOf: [{ pattern: "x" }] } } }],
    [
      "one hidden in a list",
      "uses pattern",
      { properties: { a: { type: "array", items: { pattern: "x" } } } },
    ],
    ["a type that there is not", "that is none", { properties: { a: { type: "price" } } }],
    ["a limit that is no number", "that is none", { properties: { a: { type: "number", minimum: "0" } } }],
    ["endless depth", "is too large", deep(12)],
    [
      "a thousand fields",
      "is too large",
      { properties: Object.fromEntries(Array.from({ length: 1000 }, (_, n) => [`p${n}`, {}])) },
    ],
    ["a long text", "is too long", { description: "x".repeat(40_000) }],
    ["something else in a schema's place", "is no schema", { properties: { a: "number" } }],
  ];
  for (const [what, words, schema] of refused) {
    it(`may not hold ${what}`, () => {
      expect(problemOf(schema)).to.include(words);
    });
  }
});
