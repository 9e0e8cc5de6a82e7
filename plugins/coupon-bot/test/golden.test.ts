import { expect } from "chai";
import { createRenderer, type Renderer } from "../render/renderer.ts";
import type { Template } from "../template/template.ts";
import { CASES, type GoldenCase } from "./pictures/golden/cases.ts";
import { difference, drawCase } from "./pictures/golden/golden.ts";

/** Part of a picture's pixels that may differ: rounding of another processor, not a letter. */
const TOLERATED = 0.0005;

describe("golden pictures", () => {
  let renderer: Renderer;
  before(() => {
    renderer = createRenderer({ painters: 1, mostWaitingEach: CASES.length });
  });
  after(() => renderer.close());

  it("look as they did", async () => {
    const differing = await Promise.all(
      CASES.map(async (each) => ({
        name: each.name,
        part: await difference(each.name, await drawCase(renderer, each)),
      })),
    );
    expect(differing.filter(({ part }) => part > TOLERATED)).to.deep.equal([]);
  });

  it("would not, were a word, a colour or a place another", async () => {
    const [first] = CASES.filter(({ name }) => name === "design-photo");
    if (first === undefined) throw new Error("The case is gone.");
    const changed = (template: Partial<Template>): GoldenCase => ({
      ...first,
      template: { ...first.template, ...template },
    });
    const { layers } = first.template;
    const others: GoldenCase[] = [
      { ...first, variables: { ...first.variables, code: "WINTER-20" } },
      changed({
        layers: layers.map((layer) => (layer.id === "code" ? { ...layer, x: layer.x + 1 } : layer)),
      }),
      changed({ layers: layers.filter(({ id }) => id !== "logo") }),
    ];
    for (const other of others)
      expect(await difference(first.name, await drawCase(renderer, other))).to.be.above(TOLERATED);
  });
});
