import { expect } from "chai";
import { METHODS } from "../telegram/domain/methodTable.ts";
import { HANDLERS } from "../telegram/methods/handlers.ts";
import { description, WITHOUT } from "./description.ts";

describe("the Bot API's method table", () => {
  it("has a handler for every method, and a method for every handler", () => {
    expect(Object.keys(HANDLERS).sort()).to.deep.equal(Object.keys(METHODS).sort());
  });

  for (const method of Object.keys(METHODS)) {
    it(`describes ${method} as Telegram does`, function () {
      if (!description) {
        console.log(`      skipped: ${WITHOUT}`);
        return this.skip();
      }
      const facts = (fields: readonly { name: string; types: readonly string[]; required: boolean }[]) =>
        Object.fromEntries(
          fields.map(({ name, types, required }) => [name, { types: [...types].sort(), required }]),
        );
      expect(facts(METHODS[method] ?? [])).to.deep.equal(facts(description.methods[method]?.fields ?? []));
    });
  }
});
