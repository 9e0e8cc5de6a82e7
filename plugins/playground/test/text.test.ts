import { expect } from "chai";
import fc from "fast-check";
import { withDetected } from "../telegram/domain/detection.ts";
import { parseHtml } from "../telegram/domain/html.ts";
import { parseMarkdownV2 } from "../telegram/domain/markdown.ts";
import { Refusal } from "../telegram/domain/refusal.ts";

const refusal = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    if (error instanceof Refusal) return error.description;
    throw error;
  }
  return "it worked";
};

describe("text with entities", () => {
  it("gives back any text that was escaped as Telegram asks", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const html = text.replace(/[&<>]/g, (char) => ({ "&": "&amp;", "<": "&lt;" })[char] ?? "&gt;");
        expect(parseHtml(html)).to.deep.equal({ text: text.trim(), entities: [] });
        const markdown = text.replace(/[_*[\]()~`>#+\-=|{}.!\\]/g, "\\$&");
        expect(parseMarkdownV2(markdown)).to.deep.equal({ text: text.trim(), entities: [] });
      }),
    );
  });

  it("refuses or parses whatever comes, with entities inside the text", () => {
    const soup = fc.array(
      fc.constantFrom(
        "<b>",
        "</b>",
        "<i>",
        "</i>",
        "<",
        ">",
        "&",
        "&lt;",
        "&#65;",
        "x",
        " ",
        "😀",
        "*",
        "_",
        "__",
        "[a]",
        "(b.c)",
        "`",
        "```",
        "||",
        "\\",
        "\n",
        ">q",
      ),
    );
    fc.assert(
      fc.property(soup, (parts) => {
        for (const parse of [parseHtml, parseMarkdownV2]) {
          const said = refusal(() => {
            const { text, entities } = parse(parts.join(""));
            for (const { offset, length } of withDetected(text, entities)) {
              expect(offset).to.be.at.least(0);
              expect(length).to.be.greaterThan(0);
              expect(offset + length).to.be.at.most(text.length);
            }
          });
          expect(
            said === "it worked" || said.startsWith("Bad Request: can't parse entities: "),
            said,
          ).to.equal(true);
        }
      }),
    );
  });

  it("nests, keeps languages and links, and knows quotes and spoilers", () => {
    expect(
      parseHtml("<b>a <i>b</i></b><tg-spoiler>c</tg-spoiler><blockquote expandable>d</blockquote>").entities,
    ).to.deep.equal([
      { type: "bold", offset: 0, length: 3 },
      { type: "italic", offset: 2, length: 1 },
      { type: "spoiler", offset: 3, length: 1 },
      { type: "expandable_blockquote", offset: 4, length: 1 },
    ]);
    expect(parseHtml("<a href='tg://user?id=5'>me</a>").entities[0]).to.include({ type: "text_mention" });
    expect(refusal(() => parseHtml("<span>x</span>"))).to.contain('Tag "span" must have class "tg-spoiler"');
    expect(refusal(() => parseHtml("a</b>"))).to.equal(
      "Bad Request: can't parse entities: Unexpected end tag at byte offset 1",
    );
    expect(refusal(() => parseHtml("<b"))).to.equal(
      `Bad Request: can't parse entities: Unclosed start tag "b" at byte offset 0`,
    );
    expect(parseMarkdownV2("*b _i_* ||s|| [l](http://a.test/\\)) `c` ```ts\nx```").entities).to.deep.equal([
      { type: "bold", offset: 0, length: 3 },
      { type: "italic", offset: 2, length: 1 },
      { type: "spoiler", offset: 4, length: 1 },
      { type: "text_link", offset: 6, length: 1, url: "http://a.test/)" },
      { type: "code", offset: 8, length: 1 },
      { type: "pre", offset: 10, length: 1, language: "ts" },
    ]);
    expect(refusal(() => parseMarkdownV2("*a"))).to.equal(
      "Bad Request: can't parse entities: Can't find end of Bold entity at byte offset 0",
    );
  });

  it("finds what Telegram finds in plain text", () => {
    const found = (text: string) =>
      withDetected(text, []).map(
        ({ type, offset, length }) => `${type} ${text.slice(offset, offset + length)}`,
      );
    expect(found("/start x")).to.deep.equal(["bot_command /start"]);
    expect(found("see https://a.test/b?c=1. and @name_1, #gold $XAU me@a.test")).to.deep.equal([
      "url https://a.test/b?c=1",
      "mention @name_1",
      "hashtag #gold",
      "cashtag $XAU",
      "email me@a.test",
    ]);
    expect(found("1/2 and #1 and a/b")).to.deep.equal([]);
  });
});
