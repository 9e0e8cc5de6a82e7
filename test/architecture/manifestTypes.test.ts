import { readFile } from "node:fs/promises";
import { expect } from "chai";
import { manifestTypes, TYPES } from "./manifestTypes.ts";

describe("the manifest's types", () => {
  it("are those of plugin.schema.json", async () => {
    expect(await readFile(TYPES, "utf8"), "run `npm run manifest-types`").to.equal(await manifestTypes());
  });
});
