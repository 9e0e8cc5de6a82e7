import { expect } from "chai";
import { InlineKeyboard, InputFile } from "grammy";
import { description, problemsOf, WITHOUT } from "./description.ts";
import { PIXEL, refusal, startWorld, type World } from "./world.ts";

describe("the Bot API, asked by the real client", () => {
  let world: World;
  before(async () => {
    world = await startWorld();
  });
  after(() => world.stop());

  it("parses HTML into text and entities counted in UTF-16", async () => {
    const html = `<b>Gold 😀</b> &lt;up&gt; <a href="https://a.test/?x=1&amp;y=2">link</a> <pre><code class="language-ts">x</code></pre>`;
    const message = await world.api.sendMessage(world.ada, html, { parse_mode: "HTML" });
    expect(message.text).to.equal("Gold 😀 <up> link x");
    expect(message.entities).to.deep.equal([
      { type: "bold", offset: 0, length: 7 },
      { type: "text_link", offset: 13, length: 4, url: "https://a.test/?x=1&y=2" },
      { type: "pre", offset: 18, length: 1, language: "ts" },
    ]);
  });

  it("refuses what Telegram refuses, in its words", async () => {
    const { api, ada, ben, channel } = world;
    const send = (text: string, more = {}) => refusal(api.sendMessage(ada, text, more));
    const html = (text: string) => send(text, { parse_mode: "HTML" });
    expect(await send("")).to.equal("400 Bad Request: message text is empty");
    expect(await send("<b></b>", { parse_mode: "HTML" })).to.equal("400 Bad Request: message text is empty");
    expect(await send("x".repeat(4097))).to.equal("400 Bad Request: message is too long");
    expect(await html(`<b>${"x".repeat(4096)}</b>`)).to.equal("it worked");
    expect(await html("<h1>x</h1>")).to.equal(
      `400 Bad Request: can't parse entities: Unsupported start tag "h1" at byte offset 0`,
    );
    expect(await html("é<b>x")).to.equal(
      `400 Bad Request: can't parse entities: Can't find end tag corresponding to start tag "b"`,
    );
    expect(await html("<b><i>x</b>")).to.equal(
      `400 Bad Request: can't parse entities: Unmatched end tag at byte offset 7, expected "</i>", found "</b>"`,
    );
    expect(await send("1.5", { parse_mode: "MarkdownV2" })).to.equal(
      `400 Bad Request: can't parse entities: Character '.' is reserved and must be escaped with the preceding '\\'`,
    );
    expect(await refusal(api.sendMessage(123, "x"))).to.equal("400 Bad Request: chat not found");
    expect(await refusal(api.sendMessage("@nobody_here", "x"))).to.equal("400 Bad Request: chat not found");
    expect(await refusal(api.sendMessage(ben, "x"))).to.equal(
      "403 Forbidden: bot can't initiate conversation with a user",
    );
    expect(
      await refusal(api.sendPhoto(channel, new InputFile(PIXEL), { caption: "x".repeat(1025) })),
    ).to.equal("400 Bad Request: message caption is too long");
    expect(await send("x", { reply_markup: new InlineKeyboard().text("a", "é".repeat(33)) })).to.equal(
      "400 Bad Request: BUTTON_DATA_INVALID",
    );
    expect(await send("x", { reply_parameters: { message_id: 9999 } })).to.equal(
      "400 Bad Request: message to be replied not found",
    );
    expect(await refusal(api.answerCallbackQuery("1", { text: "x".repeat(201) }))).to.contain("400");
  });

  it("takes GET, forms and JSON alike, and knows strangers and unknown methods", async () => {
    const root = `${world.url}/telegram/bot${world.token}`;
    const get = await fetch(`${root}/SENDMESSAGE?chat_id=${world.ada}&text=hi`);
    expect(await get.json()).to.have.nested.property("result.text", "hi");
    const form = await fetch(`${root}/sendMessage`, {
      method: "POST",
      body: new URLSearchParams({
        chat_id: String(world.ada),
        text: "form",
        reply_markup: '{"inline_keyboard":[[{"text":"a","callback_data":"b"}]]}',
      }),
    });
    expect(await form.json()).to.have.nested.property(
      "result.reply_markup.inline_keyboard[0][0].callback_data",
      "b",
    );
    const broken = await fetch(`${root}/sendMessage`, {
      method: "POST",
      body: new URLSearchParams({ chat_id: String(world.ada), text: "form", reply_markup: "{" }),
    });
    expect(await broken.json()).to.include({
      ok: false,
      error_code: 400,
      description: "Bad Request: can't parse reply keyboard markup JSON object",
    });
    expect(await (await fetch(`${root}/sendMassage`)).json()).to.deep.equal({
      ok: false,
      error_code: 404,
      description: "Not Found",
    });
    const stranger = await fetch(`${world.url}/telegram/bot1:${"a".repeat(35)}/getMe`);
    expect(stranger.status).to.equal(401);
    expect(await stranger.json()).to.deep.equal({ ok: false, error_code: 401, description: "Unauthorized" });
  });

  it("takes a picture as multipart, gives it back by file_id and as bytes, and keeps it from other bots", async () => {
    const { api, ada } = world;
    const sent = await api.sendPhoto(ada, new InputFile(PIXEL, "pixel.png"), {
      caption: "<i>one</i>",
      parse_mode: "HTML",
    });
    expect(sent).to.deep.include({
      caption: "one",
      caption_entities: [{ type: "italic", offset: 0, length: 3 }],
    });
    const id = sent.photo[0]?.file_id ?? "";
    expect(sent.photo[0]).to.include({ width: 1, height: 1, file_size: PIXEL.length });
    expect((await api.sendPhoto(ada, id)).photo[0]?.file_unique_id).to.equal(sent.photo[0]?.file_unique_id);
    const { file_path: path } = await api.getFile(id);
    const bytes = await fetch(`${world.url}/telegram/file/bot${world.token}/${path}`);
    expect(Buffer.from(await bytes.arrayBuffer())).to.deep.equal(PIXEL);
    const other = Buffer.from(`photo:1:${sent.photo[0]?.file_unique_id}`).toString("base64url");
    expect(await refusal(api.sendPhoto(ada, other))).to.equal(
      "400 Bad Request: wrong file identifier/HTTP URL specified",
    );
    expect(await refusal(api.sendPhoto(ada, new InputFile(Buffer.from("no picture"))))).to.equal(
      "400 Bad Request: IMAGE_PROCESS_FAILED",
    );
    const album = await api.sendMediaGroup(ada, [
      { type: "photo", media: new InputFile(PIXEL, "a.png"), caption: "first" },
      { type: "photo", media: id },
    ]);
    const groups = album.map((each) => ("media_group_id" in each ? each.media_group_id : undefined));
    expect(groups).to.have.length(2);
    expect(groups[0]).to.be.a("string").and.equal(groups[1]);
  });

  it("edits, refuses an edit that changes nothing, and deletes", async () => {
    const { api, ada } = world;
    const keyboard = new InlineKeyboard().text("Yes", "y");
    const { message_id: id } = await api.sendMessage(ada, "before", { reply_markup: keyboard });
    expect(await refusal(api.editMessageText(ada, id, "before", { reply_markup: keyboard }))).to.match(
      /^400 Bad Request: message is not modified: specified new message content and reply markup are exactly the same/,
    );
    const edited = await api.editMessageText(ada, id, "<u>after</u>", { parse_mode: "HTML" });
    expect(edited).to.deep.include({
      text: "after",
      entities: [{ type: "underline", offset: 0, length: 5 }],
    });
    expect(edited).to.have.property("edit_date");
    expect(edited).not.to.have.property("reply_markup");
    expect(await refusal(api.editMessageCaption(ada, id, { caption: "x" }))).to.equal(
      "400 Bad Request: there is no caption in the message to edit",
    );
    expect(await api.deleteMessage(ada, id)).to.equal(true);
    expect(await refusal(api.deleteMessage(ada, id))).to.equal(
      "400 Bad Request: message to delete not found",
    );
    expect(await refusal(api.editMessageText(ada, id, "x"))).to.equal(
      "400 Bad Request: message to edit not found",
    );
    const old = await api.sendMessage(world.ada, "old");
    world.clock.advance(49 * 3_600_000);
    expect(await refusal(api.deleteMessage(ada, old.message_id))).to.equal(
      "400 Bad Request: message can't be deleted",
    );
  });

  it("copies and forwards, and keeps a chat's rights", async () => {
    const { api, ada, channel } = world;
    const post = await api.sendMessage(channel, "post");
    expect(post).to.have.nested.property("sender_chat.id", channel);
    expect(post).not.to.have.property("from");
    expect(await api.forwardMessage(ada, channel, post.message_id)).to.have.nested.property(
      "forward_origin.type",
      "channel",
    );
    expect(await api.copyMessage(ada, channel, post.message_id)).to.have.all.keys("message_id");
    expect(await refusal(api.copyMessage(ada, channel, 999))).to.equal(
      "400 Bad Request: message to copy not found",
    );
    await api.pinChatMessage(channel, post.message_id);
    await world.call("PUT", `/chats/${world.channelRoom}/members/${world.botId}`, {
      status: "administrator",
      rights: { can_post_messages: false },
    });
    expect(await refusal(api.sendMessage(channel, "x"))).to.equal(
      "400 Bad Request: need administrator rights in the channel chat",
    );
    expect(await refusal(api.createChatInviteLink(channel))).to.equal(
      "400 Bad Request: not enough rights to manage chat invite link",
    );
    await world.call("PUT", `/chats/${world.channelRoom}/members/${world.botId}`, { status: "kicked" });
    expect(await refusal(api.sendMessage(channel, "x"))).to.equal(
      "403 Forbidden: bot was kicked from the channel chat",
    );
    await world.call("PUT", `/chats/${world.channelRoom}/members/${world.botId}`, { status: "left" });
    expect(await refusal(api.sendMessage(channel, "x"))).to.equal(
      "403 Forbidden: bot is not a member of the channel chat",
    );
    await world.call("PUT", `/chats/${world.channelRoom}/members/${world.botId}`, {
      status: "administrator",
    });
  });

  it("names the new chat after a group became a supergroup", async () => {
    const group = await world.newChat("group", "Traders");
    await world.call("POST", `/chats/${group.room}/upgrades`);
    const response = await fetch(
      `${world.url}/telegram/bot${world.token}/sendMessage?chat_id=${group.id}&text=x`,
    );
    const body = await response.json();
    expect(body).to.include({
      error_code: 400,
      description: "Bad Request: group chat was upgraded to a supergroup chat",
    });
    expect(await world.api.sendMessage(Object(body).parameters.migrate_to_chat_id, "moved")).to.include({
      text: "moved",
    });
  });

  it("gives answers that the description describes", async function () {
    if (!description) {
      console.log(`      skipped: ${WITHOUT}`);
      return this.skip();
    }
    const { ada, channel, botId } = world;
    const link = await world.api.createChatInviteLink(channel, { name: "n", creates_join_request: true });
    const { message_id: id } = await world.api.sendMessage(ada, "hello @ada /start https://a.test");
    const photo = await world.api.sendPhoto(ada, new InputFile(PIXEL));
    const calls: [string, Record<string, unknown>][] = [
      ["getMe", {}],
      ["getWebhookInfo", {}],
      [
        "sendMessage",
        {
          chat_id: channel,
          text: "x #gold $XAU",
          reply_markup: { inline_keyboard: [[{ text: "a", url: "https://a.test" }]] },
        },
      ],
      ["sendMessage", { chat_id: ada, text: "reply", reply_parameters: { message_id: id } }],
      ["sendPhoto", { chat_id: channel, photo: photo.photo[0]?.file_id }],
      ["sendDocument", { chat_id: ada, document: photo.photo[0]?.file_id }],
      ["forwardMessage", { chat_id: ada, from_chat_id: ada, message_id: id }],
      ["copyMessage", { chat_id: ada, from_chat_id: ada, message_id: id }],
      ["editMessageText", { chat_id: ada, message_id: id, text: "edited" }],
      [
        "editMessageReplyMarkup",
        {
          chat_id: ada,
          message_id: id,
          reply_markup: { inline_keyboard: [[{ text: "a", callback_data: "1" }]] },
        },
      ],
      ["getChat", { chat_id: channel }],
      ["getChat", { chat_id: ada }],
      ["getChatMember", { chat_id: channel, user_id: botId }],
      ["getChatMember", { chat_id: channel, user_id: ada }],
      ["getChatMember", { chat_id: channel, user_id: world.ben }],
      ["getChatAdministrators", { chat_id: channel }],
      ["getChatMemberCount", { chat_id: channel }],
      ["createChatInviteLink", { chat_id: channel, member_limit: 3 }],
      ["editChatInviteLink", { chat_id: channel, invite_link: link.invite_link, name: "m" }],
      ["revokeChatInviteLink", { chat_id: channel, invite_link: link.invite_link }],
      ["exportChatInviteLink", { chat_id: channel }],
      ["banChatMember", { chat_id: channel, user_id: world.ben }],
      ["getChatMember", { chat_id: channel, user_id: world.ben }],
      ["unbanChatMember", { chat_id: channel, user_id: world.ben, only_if_banned: true }],
      ["setMyCommands", { commands: [{ command: "start", description: "Begin" }] }],
      ["getMyCommands", {}],
      ["getMyName", {}],
      ["getFile", { file_id: photo.photo[0]?.file_id }],
      ["pinChatMessage", { chat_id: channel, message_id: 1 }],
      ["sendChatAction", { chat_id: ada, action: "typing" }],
      ["setWebhook", { url: "http://127.0.0.1:1/x" }],
      ["deleteWebhook", {}],
      ["getUpdates", { timeout: 0 }],
      ["deleteMessage", { chat_id: ada, message_id: id }],
    ];
    const problems: string[] = [];
    for (const [method, parameters] of calls) {
      const response = await fetch(`${world.url}/telegram/bot${world.token}/${method}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(parameters),
      });
      const body = Object(await response.json());
      if (body.ok !== true) problems.push(`${method}: ${JSON.stringify(body)}`);
      else problems.push(...problemsOf(body.result, description.methods[method]?.returns ?? [], method));
    }
    expect(problems).to.deep.equal([]);
  });
});
