import { expect } from "chai";
import fc from "fast-check";
import { readUpdate } from "./updates.ts";

const message = (text: string, entities: object[] = [{ type: "bot_command", offset: 0, length: 5 }]) => ({
  update_id: 1,
  message: { text, entities, chat: { id: -100123 } },
});

describe("reading an update", () => {
  it("finds kind and chat, also inside the message of a button", () => {
    expect(readUpdate(message("hello", []))).to.deep.equal({
      kind: "message",
      chat: "-100123",
      command: undefined,
    });
    const pressed = { update_id: 1, callback_query: { data: "x", message: { chat: { id: 7 } } } };
    expect(readUpdate(pressed)).to.deep.equal({ kind: "callback_query", chat: "7", command: undefined });
    expect(readUpdate({ update_id: 1, poll: { id: "1" } })?.chat).to.equal(undefined);
  });

  it("finds a command with its bot and argument, whatever its case", () => {
    const command = (text: string) => readUpdate(message(text))?.command;
    expect(command("/Start@Some_Bot  abc def ")).to.deep.equal({
      name: "start",
      bot: "some_bot",
      argument: "abc def",
    });
    expect(command("/help")).to.deep.equal({ name: "help", bot: undefined, argument: "" });
    expect(command("/note two\nlines")?.argument).to.equal("two\nlines");
  });

  it("takes for a command only what Telegram marks as one, at the very beginning", () => {
    expect(readUpdate(message("/help", []))?.command).to.equal(undefined);
    const later = message("see /help", [{ type: "bot_command", offset: 4, length: 5 }]);
    expect(readUpdate(later)?.command).to.equal(undefined);
    expect(readUpdate(message("/help/me"))?.command).to.equal(undefined);
  });

  it("never throws, whatever it is given", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom("message", "callback_query", "poll", "x"), fc.jsonValue()),
        (body) => {
          readUpdate({ update_id: 1, ...body });
        },
      ),
    );
  });
});
