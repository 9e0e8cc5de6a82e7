import { expect } from "chai";
import { Api } from "grammy";
import { createBot } from "../telegram/store/bots.ts";
import { createPerson } from "../telegram/store/people.ts";
import { openPrivateRoom } from "../telegram/store/rooms.ts";
import { type StandIn, startStandIn } from "./standIn.ts";

describe("the Bot API", () => {
  let standIn: StandIn;
  let api: Api;
  let ada: number;

  before(async () => {
    standIn = await startStandIn();
    const made = await standIn.db(async (trx) => {
      const now = standIn.clock.now();
      const bot = await createBot(trx, { name: "Aurum", username: "aurum_test_bot" }, now);
      const person = await createPerson(trx, { firstName: "Ada", username: "ada" }, now);
      const room = await openPrivateRoom(trx, bot.id, person.id, now);
      await trx.run("update chat set started = true where room = $1", [room.room]);
      return { bot, person };
    });
    api = new Api(made.bot.token, { apiRoot: `${standIn.url}/telegram` });
    ada = made.person.id;
  });
  after(() => standIn.stop());

  it("stores a message with HTML entities", async () => {
    expect(await api.getMe()).to.include({ username: "aurum_test_bot", is_bot: true });
    const message = await api.sendMessage(ada, "<b>Gold 😀</b> &lt;up&gt;", { parse_mode: "HTML" });
    expect(message).to.deep.include({
      message_id: 1,
      text: "Gold 😀 <up>",
      entities: [{ type: "bold", offset: 0, length: 7 }],
    });
  });
});
