import { readTelegramHtml, type TenantMessage } from "@promostack/core";
import { expect } from "chai";
import fc from "fast-check";

import { messageProblem } from "./messageRules.ts";
import { backOff } from "./sendOutcome.ts";
import { updateFacts } from "./updateFacts.ts";

const message = (payload: Record<string, unknown>, more: Partial<TenantMessage> = {}): TenantMessage => ({
  tenantId: "01940000-0000-7000-8000-000000000000",
  role: "message_bot",
  chat: "42",
  method: "sendMessage",
  payload,
  dedupeKey: "k",
  ...more,
});

describe("what Telegram takes", () => {
  it("counts text after entities, 4096 at most", () => {
    const text = `<b>${"a".repeat(4096)}</b>`;
    expect(messageProblem(message({ text, parse_mode: "HTML" }))).to.equal(undefined);
    expect(messageProblem(message({ text }))).to.contain("4096");
    expect(messageProblem(message({ text: `${text}&amp;`, parse_mode: "HTML" }))).to.contain("4097");
    expect(messageProblem(message({ text: " " }))).to.contain("empty");
  });

  it("takes captions of 1024 and callback answers of 200", () => {
    const photo = (caption: string) => message({ photo: "id", caption }, { method: "sendPhoto" });
    expect(messageProblem(photo("x".repeat(1024)))).to.equal(undefined);
    expect(messageProblem(photo("x".repeat(1025)))).to.contain("1024");
    const answer = message(
      { callback_query_id: "1", text: "x".repeat(201) },
      { method: "answerCallbackQuery" },
    );
    expect(messageProblem(answer)).to.contain("200");
  });

  it("counts callback_data in bytes", () => {
    const button = (callback_data: string) =>
      message({ text: "x", reply_markup: { inline_keyboard: [[{ text: "y", callback_data }]] } });
    expect(messageProblem(button("ä".repeat(32)))).to.equal(undefined);
    expect(messageProblem(button("ä".repeat(33)))).to.contain("66 bytes");
    expect(messageProblem(button(""))).to.contain("0 bytes");
  });

  it("refuses tags that Telegram refuses", () => {
    for (const text of ["<b>open", "</b>", "<b><i>x</b></i>", "<div>x</div>", "1 < 2"]) {
      expect(messageProblem(message({ text, parse_mode: "HTML" })), text).to.be.a("string");
    }
    const fine =
      '<a href="https://a.b/?x=1&amp;y=2">link</a> &lt; <pre><code class="language-ts">x</code></pre>';
    expect(messageProblem(message({ text: fine, parse_mode: "HTML" }))).to.equal(undefined);
  });

  it("asks for the parameters of the method, and for a chat", () => {
    expect(messageProblem(message({}))).to.contain("text is missing");
    expect(messageProblem(message({ text: "x", chat_id: 1 }))).to.contain("chat_id");
    expect(messageProblem(message({ text: "x" }, { chat: "everybody" }))).to.contain("neither");
    const edit = message({ text: "x" }, { method: "editMessageText" });
    expect(messageProblem(edit)).to.contain("message_id is missing");
    expect(messageProblem({ ...edit, refersTo: { dedupeKey: "post", as: "edit" } })).to.equal(undefined);
  });

  it("reads escaped text back as it was", () => {
    const escaped = (text: string) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(readTelegramHtml(`<b>${escaped(text)}</b>`)).to.deep.equal({ text });
      }),
    );
  });

  it("backs off from a second to five minutes", () => {
    expect(backOff(1, 0.5)).to.equal(1_000);
    expect(backOff(4, 0.5)).to.equal(8_000);
    expect(backOff(40, 1)).to.be.at.most(375_000);
  });

  it("never trips over an update's shape", () => {
    fc.assert(
      fc.property(fc.object({ maxDepth: 4 }), (body) => {
        expect(updateFacts({ update_id: 1, message: body }).queue).to.be.a("string");
      }),
    );
  });
});
