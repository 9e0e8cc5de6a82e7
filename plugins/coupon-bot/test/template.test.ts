import { expect } from "chai";
import { GALLERY } from "../template/gallery/gallery.ts";
import { resolveTemplate } from "../template/resolve.ts";
import { assertTemplate, templateProblems } from "../template/validate.ts";
import { variablesOf } from "../template/variables.ts";
import { CASES } from "./pictures/golden/cases.ts";
import { sketch, words } from "./pictures/sketch.ts";

const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const drawn = (
  template: Parameters<typeof resolveTemplate>[0],
  variables = {},
  size: "square" | "story" | "custom" = "square",
) =>
  resolveTemplate(template, {
    size,
    variables,
    fileOf: (asset) => (asset === "gone" ? undefined : `file of ${asset}`),
  });

describe("a template", () => {
  it("is valid in every golden picture", () => {
    for (const { name, template } of CASES) expect(templateProblems(json(template)), name).to.deep.equal([]);
  });

  it("comes in a gallery of a dozen and more, ready for a code in three sizes", () => {
    expect(new Set(GALLERY.map(({ id }) => id)).size)
      .to.equal(GALLERY.length)
      .and.be.at.least(12);
    for (const { id, template } of GALLERY) {
      expect(template.sizes, id).to.have.members(["square", "feed", "story"]);
      expect(variablesOf(template), id).to.include("code");
      for (const name of variablesOf(template)) expect(["code", "name", "link"], id).to.include(name);
    }
  });

  it("is refused with a pointer to each problem, told of the layer's own kind", () => {
    const layer = words("{code", {
      size: { smallest: 40, largest: 20 },
      bySize: { story: { size: { smallest: 9, largest: 8 } } },
    });
    const wrong: [unknown, string[]][] = [
      [null, [""]],
      [{ ...sketch([]), sizes: [] }, ["/sizes"]],
      [{ ...sketch([]), sizes: ["poster"] }, ["/sizes/0"]],
      [{ ...sketch([]), sizes: ["custom"] }, ["/custom"]],
      [{ ...sketch([]), custom: { width: 50_000, height: 0 } }, ["/custom/width", "/custom/height"]],
      [{ ...sketch([]), custom: { width: 2_500, height: 2_500 } }, ["/custom"]],
      [{ ...sketch([]), script: "alert(1)" }, ["/script"]],
      [{ ...sketch([]), background: { fill: "red" } }, ["/background/fill"]],
      [
        sketch([layer, layer]),
        [
          "/layers/0/size/smallest",
          "/layers/0/bySize/story/size/smallest",
          "/layers/0/text",
          "/layers/1/id",
          "/layers/1/size/smallest",
          "/layers/1/bySize/story/size/smallest",
          "/layers/1/text",
        ],
      ],
      [{ ...sketch([]), layers: [{ kind: "video" }] }, ["/layers/0/kind"]],
      [
        { ...sketch([]), layers: [{ ...words("x"), typeface: { family: "own:inter:latin" } }] },
        ["/layers/0/typeface"],
      ],
      [
        {
          ...sketch([]),
          layers: [{ ...words("x"), x: Number.POSITIVE_INFINITY, size: { smallest: 7, largest: 9 } }],
        },
        ["/layers/0/x", "/layers/0/size/smallest"],
      ],
      [sketch(Array.from({ length: 61 }, (_, index) => words("x", { id: `l${index}` }))), ["/layers"]],
    ];
    for (const [template, pointers] of wrong)
      expect(
        templateProblems(template).map(({ pointer }) => pointer),
        JSON.stringify(template).slice(0, 90),
      ).to.include.members(pointers);
    expect(() => assertTemplate(wrong[2]?.[0]))
      .to.throw("/sizes/0 must be one of square, story, feed, custom")
      .with.property("code", "template.invalid");
  });

  it("tells which variables it uses, each once", () => {
    const template = sketch([
      words("{code} {name|friend}"),
      { id: "qr", kind: "qr", text: "{link}{code}", colour: "#000000", x: 0, y: 0, width: 9, height: 9 },
    ]);
    expect(variablesOf(template)).to.deep.equal(["code", "name", "link"]);
  });

  it("is drawn with its variables' values, fallbacks and capitals", () => {
    const template = sketch([words("{code} for {name|friend}", { upperCase: true })], { language: "tr" });
    const said = (variables: Record<string, string>) =>
      drawn(template, variables).layers.map((layer) => layer.kind === "text" && layer.words);
    expect(said({ code: "izmir", name: "Ali" })).to.deep.equal(["İZMİR FOR ALİ"]);
    expect(said({ code: "x", constructor: "never" })).to.deep.equal(["X FOR FRİEND"]);
    expect(drawn(sketch([words("{code}")])).layers, "nothing to write").to.deep.equal([]);
  });

  it("keeps a code's own order among words of the other direction", () => {
    const [layer] = drawn(sketch([words("الرمز {code}")]), { code: "20-SAVE!" }).layers;
    expect(layer).to.include({ words: "الرمز \u206820-SAVE!\u2069", direction: "rtl" });
    const [turned] = drawn(sketch([words("{name}: {code}")]), {
      name: "\u202eanna\u2069\n",
      code: "X",
    }).layers;
    expect(turned).to.include({ words: "anna: X" });
  });

  it("has places in per cent, lengths by its shorter side, and what differs in a size", () => {
    const layer = words("x", {
      x: 10,
      y: 10,
      width: 50,
      height: 10,
      stroke: { colour: "#000000", width: 4 },
      bySize: { story: { y: 50, size: { smallest: 8, largest: 20 } }, custom: { visible: false } },
    });
    const template = sketch([layer], {
      sizes: ["square", "story", "custom"],
      custom: { width: 540, height: 2000 },
    });
    expect(drawn(template).layers[0]).to.deep.include({
      box: { x: 108, y: 108, width: 540, height: 108 },
      largest: 140,
    });
    expect(drawn(template, {}, "story").layers[0]).to.deep.include({
      box: { x: 108, y: 960, width: 540, height: 192 },
      largest: 20,
    });
    expect(drawn(template, {}, "custom").layers).to.deep.equal([]);
    const seen = { ...template, layers: [{ ...layer, bySize: {} }] };
    expect(drawn(seen, {}, "custom").layers[0]).to.deep.include({
      largest: 70,
      stroke: { colour: "#000000", width: 2 },
    });
  });

  it("says what is missing: a size that it has not, a file that is gone", () => {
    expect(() => drawn(sketch([]), {}, "custom"))
      .to.throw()
      .with.property("code", "template.size_unknown");
    const template = sketch([
      { id: "logo", kind: "logo", asset: "gone", shape: "free", x: 0, y: 0, width: 9, height: 9 },
    ]);
    expect(() => drawn(template))
      .to.throw()
      .with.property("code", "picture.asset_missing");
  });
});
