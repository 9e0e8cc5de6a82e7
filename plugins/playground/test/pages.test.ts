import { expect } from "chai";
import { InputFile, Keyboard } from "grammy";
import { eventually } from "../../../test/kit/waiting.ts";
import type { ChatView, MessageView } from "../page/views.ts";
import { PIXEL, refusal, startWorld, type World } from "./world.ts";

describe("the playground's pages", () => {
  let world: World;
  before(async () => {
    world = await startWorld();
  });
  after(() => world.stop());

  it("opens a person's chat with a bot and starts it with a payload", async () => {
    const { body: person } = await world.call<{ id: number }>("POST", "/people", {
      firstName: "Eve",
      username: "eve_test",
    });
    const { body: chat } = await world.call<ChatView>("POST", "/private-chats", {
      personId: person.id,
      botUsername: "@Aurum_Test_Bot",
    });
    expect(chat).to.deep.include({ type: "private", title: "Aurum", started: false, personId: person.id });
    const { body: started } = await world.call<ChatView>("POST", `/chats/${chat.room}/starts`, {
      personId: person.id,
      payload: "a-b_1",
    });
    expect(started).to.include({ started: true });
    expect(started.last?.text).to.equal("/start a-b_1");
    const { body: mine } = await world.call<{ items: ChatView[] }>("GET", `/chats?personId=${person.id}`);
    expect(mine.items.map(({ room }) => room)).to.deep.equal([chat.room]);
  });

  it("puts a bot's keyboard in place of a person's until it is used or taken away, and sends what its keys share", async () => {
    const keys = async () => (await world.call<ChatView>("GET", `/chats/${world.adaRoom}`)).body.keyboard;
    const write = (writing: object) =>
      world.call<MessageView>("POST", `/chats/${world.adaRoom}/messages`, {
        personId: world.ada,
        ...writing,
      });
    const keyboard = new Keyboard().requestContact("My number").row().text("No").oneTime();
    await world.api.sendMessage(world.ada, "Your number?", { reply_markup: keyboard });
    const shown = [[{ text: "My number", shares: "contact" }], [{ text: "No" }]];
    expect(await keys()).to.deep.equal(shown);
    await write({ text: "Why?" });
    expect(await keys()).to.deep.equal(shown);
    const { body: shared } = await write({ contact: true });
    expect(shared.content.contact).to.deep.include({ first_name: "Ada", user_id: world.ada });
    expect(await keys()).to.deep.equal([]);
    await world.api.sendMessage(world.ada, "Where?", { reply_markup: { keyboard: [["Here"]] } });
    expect(await keys()).to.deep.equal([[{ text: "Here" }]]);
    const { body: placed } = await write({ location: { latitude: 1, longitude: 2 } });
    expect(placed.content.location).to.deep.equal({ latitude: 1, longitude: 2 });
    await world.api.sendMessage(world.ada, "Thanks", { reply_markup: { remove_keyboard: true } });
    expect(await keys()).to.deep.equal([]);
    expect(await refusal(world.api.sendMessage(world.channel, "?", { reply_markup: keyboard }))).to.equal(
      "400 Bad Request: phone number can be requested in private chats only",
    );
    const file = { base64: Buffer.from("a,b").toString("base64"), name: "list.csv" };
    const { body: sent } = await write({ document: file, caption: "mine" });
    expect(sent.media).to.include({ kind: "document", name: "list.csv", bytes: 3 });
    expect(sent.content.caption).to.equal("mine");
  });

  it("pages messages newest first, with pictures one can look at", async () => {
    for (const text of ["1", "2", "3"]) await world.api.sendMessage(world.ada, text);
    await world.api.sendPhoto(world.ada, new InputFile(PIXEL, "p.png"), { caption: "look" });
    const { body: page } = await world.call<{ items: MessageView[]; next: string }>(
      "GET",
      `/chats/${world.adaRoom}/messages?limit=2`,
    );
    expect(page.items.map(({ content }) => content.text ?? content.caption)).to.deep.equal(["look", "3"]);
    expect(page.items[0]?.from).to.include({ isBot: true, username: "aurum_test_bot" });
    const picture = await fetch(new URL(page.items[0]?.media?.url ?? "", world.url));
    expect(picture.headers.get("content-type")).to.equal("image/png");
    const { body: older } = await world.call<{ items: MessageView[] }>(
      "GET",
      `/chats/${world.adaRoom}/messages?limit=2&after=${page.next}`,
    );
    expect(older.items.map(({ content }) => content.text)).to.deep.equal(["2", "1"]);
  });

  it("streams messages, edits and deletions as they come", async () => {
    const { body: page } = await world.call<{ revision: number }>("GET", `/chats/${world.adaRoom}/messages`);
    const end = new AbortController();
    const response = await fetch(`${world.url}/chats/${world.adaRoom}/events?after=${page.revision}`, {
      signal: end.signal,
    });
    const seen: { event: string; data: MessageView }[] = [];
    const reading = (async () => {
      const decoder = new TextDecoder();
      let text = "";
      for await (const chunk of response.body ?? []) {
        text += decoder.decode(chunk, { stream: true });
        for (let cut = text.indexOf("\n\n"); cut >= 0; cut = text.indexOf("\n\n")) {
          const lines = text.slice(0, cut).split("\n");
          text = text.slice(cut + 2);
          const field = (name: string) =>
            lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2) ?? "";
          if (field("event") === "message") seen.push({ event: "message", data: JSON.parse(field("data")) });
        }
      }
    })().catch(() => undefined);
    const until = (count: number) => eventually(() => seen.length >= count);
    const sent = await world.api.sendMessage(world.ada, "live");
    await until(1);
    expect(seen[0]?.data.content).to.deep.equal({ text: "live" });
    await world.api.editMessageText(world.ada, sent.message_id, "changed");
    await until(2);
    expect(seen[1]?.data).to.deep.include({ id: sent.message_id, content: { text: "changed" } });
    await world.api.deleteMessage(world.ada, sent.message_id);
    await until(3);
    expect(seen[2]?.data).to.include({ id: sent.message_id, deleted: true });
    end.abort();
    await reading;
  });

  it("shows a channel's members, links and requests, and lets people come and go", async () => {
    const { invite_link: link } = await world.api.createChatInviteLink(world.channel, {
      member_limit: 1,
      name: "one",
    });
    const join = (personId: number, through?: string) =>
      world.call<{ state: string }>("POST", `/chats/${world.channelRoom}/members`, {
        personId,
        link: through,
      });
    expect((await join(world.ben)).status).to.equal(422);
    expect((await join(world.ben, link)).body).to.deep.equal({ state: "joined" });
    expect((await join(world.ben, link)).body).to.deep.equal({ state: "already" });
    const { body: links } = await world.call<{ items: { joined: number; name: string }[] }>(
      "GET",
      `/chats/${world.channelRoom}/links`,
    );
    expect(links.items[0]).to.include({ name: "one", joined: 1, memberLimit: 1 });
    const members = async () =>
      (
        await world.call<{ items: { user: { name: string } }[] }>(
          "GET",
          `/chats/${world.channelRoom}/members`,
        )
      ).body.items.map(({ user }) => user.name);
    expect(await members()).to.include.members(["Ada", "Aurum", "Ben"]);
    expect(
      (await world.call("DELETE", `/chats/${world.channelRoom}/members/${world.ben}`)).status,
    ).to.be.oneOf([200, 204]);
    expect(await members()).not.to.include("Ben");
  });

  it("follows t.me addresses to bots, chats and invitations", async () => {
    const visit = async (url: string) =>
      (await world.call<Record<string, unknown>>("POST", "/link-visits", { personId: world.ada, url })).body;
    expect(await visit("https://t.me/aurum_test_bot?start=ref_1")).to.deep.equal({
      kind: "bot",
      room: world.adaRoom,
      title: "Aurum",
      payload: "ref_1",
    });
    const { invite_link: link } = await world.api.createChatInviteLink(world.channel, {
      creates_join_request: true,
    });
    expect(await visit(link)).to.deep.equal({
      kind: "invite",
      room: world.channelRoom,
      title: "VIP",
      link,
      asks: true,
    });
    expect(await visit("https://example.com/x")).to.deep.equal({ kind: "web" });
  });

  it("founds channels, and lists what there is", async () => {
    const { body: made } = await world.call<ChatView>("POST", "/chats", {
      type: "channel",
      title: "New",
      username: "new_test_channel",
      ownerId: world.ada,
      botIds: [world.botId],
    });
    expect(await world.api.sendMessage("@new_test_channel", "hi")).to.have.nested.property(
      "chat.title",
      "New",
    );
    const { body: all } = await world.call<{ items: ChatView[] }>("GET", "/chats?type=channel");
    expect(all.items.map(({ room }) => room)).to.include(made.room);
    const { body: overview } = await world.call("GET", "/overview");
    expect(overview).to.have.property("bots");
  });
});
