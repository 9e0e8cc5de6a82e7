import { expect } from "chai";
import { type ChatWorld, startChatWorld } from "./chatWorld.ts";

describe("the coupon bot's chat", function () {
  this.timeout(60_000);
  let world: ChatWorld;

  before(async () => {
    world = await startChatWorld();
  });
  after(() => world?.host.stop());

  it("makes a picture of a code: looks, sizes, and a picture with a link to share", async () => {
    const ada = await world.visitor("Ada");
    await ada.start();
    await ada.sees("the welcome", ({ text }) => text.startsWith("Hi Ada!"));
    await ada.write("save 20!");
    await ada.sees("the answer", ({ text }) => text.startsWith("SAVE-20 is valid"));
    const look = await ada.sees(
      "the third look",
      ({ buttons }) => buttons[0]?.[0]?.text === "Choose “Paper”",
    );
    expect(look.photo).to.be.a("string");
    await ada.press("Choose “Night”");
    await ada.sees("the sizes", ({ text }) => text === "Night: which size?");
    await ada.press("Story · 1080 × 1920");
    const picture = await ada.sees("the picture", ({ photo, text }) => photo !== undefined && text !== "");
    expect(picture.text).to.match(
      /^SAVE-20\n\nhttps:\/\/t\.me\/aurum_help_bot\?start=c_[a-z0-9]{10}_SAVE-20$/,
    );
    expect(picture.buttons.flat().map(({ text }) => text)).to.deep.equal([
      "Share with friends",
      "WhatsApp ↗",
      "X ↗",
      "Another look",
      "Another size",
    ]);
    expect(await world.rows("select from chat_task")).to.deep.equal([]);
  });
});
