import { expect } from "chai";
import fc from "fast-check";
import { piecesOf } from "../render/easel/breaks.ts";
import { cutOf } from "../render/easel/cut.ts";
import { layOut } from "../render/easel/layout.ts";

/** Every letter is as wide as half its size. */
const measure = (text: string) => [...text].length / 2;
const room = (width: number, height: number, rest = {}) => ({
  box: { x: 0, y: 0, width, height },
  smallest: 8,
  largest: 100,
  lineHeight: 1,
  maxLines: 30,
  ...rest,
});

describe("text in a box", () => {
  it("is as large as fits, and no larger than it may be", () => {
    expect(layOut("ten letter", "en", room(1000, 1000), measure)).to.deep.equal({
      size: 100,
      lines: ["ten letter"],
    });
    expect(layOut("ten letter", "en", room(300, 60), measure)).to.deep.equal({
      size: 60,
      lines: ["ten letter"],
    });
    expect(layOut("ten letter", "en", room(180, 120), measure)).to.deep.equal({
      size: 60,
      lines: ["ten", "letter"],
    });
    expect(layOut("ten letter", "en", room(180, 120, { maxLines: 1 }), measure).lines).to.deep.equal([
      "ten letter",
    ]);
  });

  it("leaves no last word of a headline alone", () => {
    expect(layOut("friend, this is yours", "en", room(410, 120, { largest: 50 }), measure)).to.deep.equal({
      size: 50,
      lines: ["friend, this", "is yours"],
    });
  });

  it("breaks words only in need, and codes at their hyphens", () => {
    expect(layOut("SUMMER-FESTIVAL-2026", "en", room(250, 300), measure)).to.deep.equal({
      size: 50,
      lines: ["SUMMER-", "FESTIVAL-", "2026"],
    });
  });

  it("is cut with an ellipsis where even its smallest size does not fit", () => {
    expect(layOut("one two three four", "en", room(36, 16), measure)).to.deep.equal({
      size: 8,
      lines: ["one two", "three…"],
    });
    expect(layOut("word", "en", room(2, 2), measure).lines).to.deep.equal(["w…"]);
  });

  it("never loses a letter, nor leaves its box, as long as nothing is cut", () => {
    const text = fc.array(fc.constantFrom("a", "bb", "SAVE-20", "longer", "日本語", "ไทย", "\n"), {
      minLength: 1,
    });
    fc.assert(
      fc.property(
        text,
        fc.integer({ min: 50, max: 900 }),
        fc.integer({ min: 50, max: 900 }),
        (words, width, height) => {
          const { size, lines } = layOut(words.join(" "), "en", room(width, height), measure);
          if (lines.some((line) => line.endsWith("…"))) return;
          const letters = (all: string) => all.replace(/\s/g, "");
          expect(letters(lines.join(""))).to.equal(letters(words.join("")));
          expect(size).to.be.within(8, 100);
          expect(lines.length * size).to.be.at.most(height + 0.5);
          for (const line of lines) expect(measure(line) * size).to.be.at.most(width + 0.5);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe("where lines may break", () => {
  const texts = (text: string, language: string) => piecesOf(text, language).map(({ text }) => text);

  it("is between words, in languages that write none between them too", () => {
    expect(texts("Save 20% on SAVE-20 today", "en")).to.deep.equal(["Save", "20%", "on", "SAVE-20", "today"]);
    expect(texts("ส่วนลดยี่สิบ", "th").length).to.be.above(1);
    expect(texts("店内の商品", "ja")).to.deep.equal(["店内", "の", "商品"]);
    expect(texts("10\u00a0EUR", "en")).to.deep.equal(["10\u00a0EUR"]);
  });

  it("is never before a closing sign nor after an opening one", () => {
    for (const piece of texts("対象です。「クーポン」は（お一人様）一回！", "ja")) {
      expect(piece).to.not.match(/^[。」）！、ー]/u);
      expect(piece).to.not.match(/[「（]$/u);
    }
  });
});

describe("how a picture fills its box", () => {
  const box = { x: 10, y: 10, width: 100, height: 100 };

  it("cut: around the focal point, as far as the edges allow", () => {
    const cut = (x: number) =>
      cutOf({ width: 400, height: 200 }, { fit: "cover", focus: { x, y: 50 } }, box).from.x;
    expect([0, 50, 60, 100].map(cut)).to.deep.equal([0, 100, 140, 200]);
  });

  it("whole: at the focal point's side", () => {
    const { from, to } = cutOf({ width: 400, height: 200 }, { fit: "contain", focus: { x: 0, y: 100 } }, box);
    expect(from).to.deep.equal({ x: 0, y: 0, width: 400, height: 200 });
    expect(to).to.deep.equal({ x: 10, y: 60, width: 100, height: 50 });
  });
});
