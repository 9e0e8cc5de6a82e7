import { createHash } from "node:crypto";
import { expect } from "chai";
import { newVisitor } from "../../../host/testkit/chat.ts";
import { OTHER_OWNER, OWNER, type Person, startTestHost, type TestHost } from "../../../test/kit/host.ts";
import type { Surroundings } from "../../journeys/drafts/surroundings.ts";
import type { ChatMessage, ConversationRow } from "../../journeys/inbox/api.ts";
import { journeyOf, publish } from "../../journeys/test/world.ts";
import { pressData, readPressData } from "../chat/buttons.ts";
import { STARTERS } from "../templates/starters.ts";
import type { MessageText } from "../texts/api.ts";
import { ShopServer } from "./shopServer.ts";
import { type WebhookPerson, webhookOf } from "./webhookPerson.ts";

const API = "/api/p/coupon-bot";
/** The starter that is chosen below. */
const NIGHT = STARTERS[1]?.id ?? "";
const UUID = "0190c000-0000-4000-8000-00000000ffff";

describe("the coupon bot's chat", () => {
  const shop = new ShopServer();
  let host: TestHost;
  let owner: Person;
  let other: Person;
  let address: string;
  let person: (firstName: string, languageCode?: string) => WebhookPerson;

  before(async () => {
    address = await shop.listen();
    host = await startTestHost({ variables: { LOG_LEVEL: "silent", PRIVATE_HOSTS: address } });
    [owner, other] = await Promise.all([host.signIn(OWNER), host.signIn(OTHER_OWNER)]);
    for (const each of [owner, other])
      await each.call("POST", "/api/plugins/coupon-bot/enable", { together: ["journeys"], settings: {} });
    const webhook = await webhookOf(host, owner.tenantId);
    person = (...names) => webhook.person(...names);
  });
  after(async () => {
    await host?.stop();
    await shop.close();
  });

  const rows = <Row extends object>(text: string, values: (string | number)[] = []) =>
    host.database.system((trx) => trx.many<Row>(text, values), "p_coupon_bot");
  const settings = async (change: Record<string, unknown>) => {
    const before = await owner.call<{ settings: object; etag: string }>(
      "GET",
      "/api/plugins/coupon-bot/settings",
    );
    const body = { settings: { ...before.settings, ...change } };
    const saved = await owner.ask("PUT", "/api/plugins/coupon-bot/settings", body, {
      "if-match": before.etag,
    });
    expect(saved.status, JSON.stringify(saved.body)).to.equal(200);
  };

  it("makes a picture of a code: looks, sizes, and a picture to share; what was sent before is not uploaded again", async () => {
    const uploads = async () => {
      const [row] = await host.database.query<{ files: number }>(
        "select count(*)::int as files from p_playground.file",
      );
      return row?.files;
    };
    const ada = await newVisitor(host, owner, "aurum_help_bot", "Ada");
    type Seen = Awaited<ReturnType<typeof ada.messages>>[number];
    const sees = (what: string, like: (seen: Seen) => boolean) =>
      host.until(what, async () => (await ada.messages()).find((seen) => !seen.mine && like(seen)));
    await ada.start();
    await sees("the welcome", ({ text }) => text.startsWith("Hi Ada!"));
    await ada.write("save 20!");
    await sees("the answer", ({ text }) => text === "SAVE-20 is valid ✅\n\nChoose a look:");
    await sees("the last look", ({ buttons }) => buttons[0]?.[0]?.text === "Choose “Paper”");
    await ada.press("Choose “Night”");
    await sees("the sizes", ({ text }) => text === "Night: which size?");
    await ada.press("Story · 1080 × 1920");
    const picture = await sees("the picture", ({ photo, text }) => photo !== undefined && text !== "");
    expect(picture.text).to.match(
      /^SAVE-20\n\nhttps:\/\/t\.me\/aurum_help_bot\?start=c_[a-z0-9]{10}_SAVE-20$/,
    );
    expect(picture.buttons.flat().map(({ text }) => text)).to.deep.equal([
      ...["Share with friends", "WhatsApp", "X", "Another look", "Another size"],
    ]);
    const before = await uploads();
    await ada.press("Another size");
    await sees("the sizes once more", ({ id, text }) => id > picture.id && text === "Night: which size?");
    await ada.press("Story · 1080 × 1920");
    const again = await sees(
      "the picture once more",
      ({ id, photo }) => id > picture.id && photo !== undefined,
    );
    expect(again.photo).to.equal(picture.photo);
    expect(await uploads()).to.equal(before);
  });

  it("sends the picture that the public page shows, byte by byte", async () => {
    const page = `${host.url}/t/aurum/coupons`;
    const checked = await fetch(`${page}/codes`, {
      method: "POST",
      body: JSON.stringify({ code: "save 20!" }),
    });
    const { code, grant } = JSON.parse(await checked.text());
    const choice = { template: NIGHT, size: "story", code, grant };
    const shown = await fetch(`${page}/picture?${new URLSearchParams(choice)}`);
    const sha256 = createHash("sha256")
      .update(Buffer.from(await shown.arrayBuffer()))
      .digest("hex");
    const sent = await host.database.query(
      "select 1 as one from p_playground.file where encode(sha256(bytes), 'hex') = $1 and (width, height) = (1080, 1920)",
      [sha256],
    );
    expect(sent).to.have.length(1);
  });

  describe("from here on nobody empties the outbox", () => {
    before(() => host.dispatcher.stop());

    it("speaks each person's language, the one they choose, or the one that the tenant fixed", async () => {
      const eva = person("Eva", "de-AT");
      await eva.write("/start");
      await eva.hears("German", ({ text }) => text.startsWith("Hallo Eva!"));
      await eva.write("/language");
      await eva.hears("languages", ({ keys }) => keys.length === 12);
      await eva.press("Français");
      await eva.hears("French", ({ text }) => text === "Désormais, je parle français.");
      await eva.write("/help");
      await eva.hears("French help", ({ text }) => text.startsWith("Envoyez-moi un code"));
      const kim = person("Kim", "ko");
      await kim.write("/cancel");
      await kim.hears("the usual language", ({ text }) => text.startsWith("Stopped."));
      await settings({ language: "ar" });
      await eva.write("/generate");
      await eva.hears("Arabic", ({ text }) => text.startsWith("لا أعرف رمزًا لك بعد"));
      await eva.write("/language");
      await eva.hears("no choice", ({ text }) => text === "أتحدث هنا لغة واحدة فقط.");
      await settings({ language: "own" });
    });

    it("says the tenant's own words, checked before they are saved, and ours once they are put back", async () => {
      const place = `${API}/message-texts/it/welcome`;
      const save = (text: string, etag: string) => owner.ask("PUT", place, { text }, { "if-match": etag });
      expect((await save("Ciao {name}", `"0"`)).body.code).to.equal("message.invalid_template");
      expect((await save("<b>Ciao", `"0"`)).body.code).to.equal("message.invalid_template");
      expect((await save("<b>Ehi {firstName|tu}</b>", `"0"`)).status).to.equal(200);
      expect((await save("Twice", `"0"`)).status).to.equal(412);
      const luca = person("Luca <3 & co.", "it");
      await luca.write("/start");
      await luca.hears("their words", ({ text }) => text === "<b>Ehi Luca &lt;3 &amp; co.</b>");
      const back = await owner.ask<MessageText>("DELETE", place, undefined, { "if-match": `"1"` });
      expect(back.body).to.include({ own: false, etag: `"2"` });
      await luca.write("/start");
      await luca.hears("our words", ({ text }) => text.startsWith("Ciao Luca &lt;3"));
    });

    it("takes hostile texts for what they are", async () => {
      const mallory = person("\u202eMallory", "en");
      const heard = async (text: string, answer: string) => {
        await mallory.write(text);
        await mallory.hears(answer, (said) => said.text.startsWith(answer));
      };
      await heard("x".repeat(4096), "That does not look like a code.");
      await heard("רק אותיות", "That does not look like a code.");
      await heard("<b>bold</b>", "<code>BBOLDB</code> is valid");
      await mallory.write("/start c_../../etc_passwd");
      await mallory.hears("a welcome", ({ text }) => text.startsWith("Hi Mallory!"));
    });

    it("tells once that it was too often, and then nothing until the minute is over", async () => {
      const rob = person("Rob");
      for (let count = 0; count < 9; count += 1) await rob.write(`code ${count}`);
      await rob.hears("too many", ({ text }) => text.startsWith("That was a little fast."));
      await host.until("all tasks to be done", async () => {
        const left = await rows("select 1 from chat_task where person = $1", [String(rob.id)]);
        return left.length === 0;
      });
      await rob.write("/help");
      await rob.hears("help", ({ text }) => text.startsWith("Send me a code"));
      const said = await rob.said();
      expect(said.filter(({ text }) => text.includes(" is valid"))).to.have.length(6);
      expect(said.filter(({ text }) => text.startsWith("That was a little fast."))).to.have.length(1);
    });

    it("hears an update that is delivered twice, and a button that is tapped twice, once", async () => {
      const ann = person("Ann");
      const update = await ann.write("twice");
      await ann.deliver(update);
      await ann.hears("looks", ({ keys }) => keys[0]?.text === "Choose “Paper”");
      await Promise.all([ann.press("Choose “Night”"), ann.press("Choose “Night”")]);
      await ann.hears("a notice", ({ method, text }) => method === "answerCallbackQuery" && text !== "");
      await ann.hears("the sizes", ({ text }) => text.startsWith("<b>Night</b>"));
      await ann.write("/help");
      await ann.hears("help", ({ text }) => text.startsWith("Send me a code"));
      const said = await ann.said();
      expect(said.filter(({ text }) => text.includes("is valid"))).to.have.length(1);
      expect(said.filter(({ photo }) => photo !== undefined)).to.have.length(3);
      expect(said.filter(({ text }) => text.startsWith("<b>Night</b>"))).to.have.length(1);
      expect(
        said.filter(({ method }) => method === "answerCallbackQuery").map(({ text }) => text),
      ).to.deep.equal(["", "It is on its way …"]);
    });

    it("goes on after a host that died between two steps, and sends nothing twice", async () => {
      const zoe = person("Zoe");
      await zoe.write("crash");
      await zoe.hears("looks", ({ keys }) => keys[0]?.text === "Choose “Paper”");
      const [offer] = await rows<{ id: string }>("select id from offer where person = $1", [String(zoe.id)]);
      // As a dead host left it: claimed, its lease over, the first look sent.
      await rows(
        `insert into chat_task (tenant_id, id, person, key, what, made_at, due_at, attempts, lease_until, claim)
         values ($1, $2, $3, 'left', $4, now(), now(), 1, now() - interval '1 second', gen_random_uuid()) returning id`,
        [owner.tenantId, UUID, String(zoe.id), JSON.stringify({ kind: "looks", offer: offer?.id, page: 0 })],
      );
      await host.database.query(
        `insert into host.outbox (tenant_id, id, plugin, dedupe_key, role, chat, queue, paced, method, payload, priority, due_at, after_crash, created_at)
         select tenant_id, gen_random_uuid(), plugin, $3, role, chat, queue, paced, method, payload, priority, due_at, after_crash, created_at
         from host.outbox where tenant_id = $1 and chat = $2 and payload::text like '%Golden hour%'`,
        [owner.tenantId, String(zoe.id), `coupon:${UUID}:look:0190c000-0000-4000-8000-000000000001`],
      );
      await host.until("what was left to be done", async () => {
        const left = await rows("select 1 from chat_task where person = $1", [String(zoe.id)]);
        return left.length === 0;
      });
      const photos = (await zoe.said()).filter(({ photo }) => photo !== undefined);
      expect(photos).to.have.length(6);
    });

    it("answers old buttons, other people's, and those of looks that are gone kindly", async () => {
      const ida = person("Ida");
      await ida.write("mine");
      await ida.hears("looks", ({ keys }) => keys[0]?.text === "Choose “Paper”");
      const data = (await ida.said()).flatMap(({ keys }) => keys).at(-1)?.callback_data ?? "";
      const notice = (who: WebhookPerson, text: string) =>
        who.hears(text, (said) => said.method === "answerCallbackQuery" && said.text === text);
      const thief = person("Thief");
      await thief.pressData(data);
      await notice(thief, "These buttons were made for somebody else. Send me your own code.");
      const elsewhere = (await webhookOf(host, other.tenantId)).person("Ida");
      await elsewhere.pressData(data);
      await notice(elsewhere, "These buttons are old. Send me your code again.");
      const press = readPressData(data);
      if (press?.act !== "look") throw new Error("The last button chooses no look.");
      await ida.pressData(pressData({ ...press, template: UUID }));
      await ida.hears("that it is gone", ({ text }) => text.startsWith("This look is not offered any more."));
      await ida.pressData("x:whatever");
      expect(readPressData("c:l:short:short")).to.equal(undefined);
    });

    it("holds its tongue while a colleague has the conversation, whose inbox shows all that was said", async () => {
      const inbox = "/api/p/journeys/conversations";
      const lea = person("Lea", "de");
      await lea.write("hold 20");
      await lea.hears("looks", ({ keys }) => keys[0]?.text === "„Paper“ nehmen");
      const { items } = await owner.call<{ items: ConversationRow[] }>("GET", `${inbox}?q=${lea.id}`);
      const [row] = items;
      expect(row?.last).to.deep.include({ author: "plugin", kind: "sendPhoto", by: "Coupon bot" });
      const talk = `${inbox}/${row?.id}`;
      await owner.call("POST", `${talk}/takeover`, {});
      await lea.press("„Night“ nehmen");
      const notice = await lea.hears("a kind word", ({ method }) => method === "answerCallbackQuery");
      expect(notice.text).to.match(/^Gerade spricht ein Mensch mit dir/);
      for (const text of ["/generate", "/start", "another 30"]) await lea.write(text);
      await host.until("the last word to be heard", async () => {
        const { items } = await owner.call<{ items: ChatMessage[] }>("GET", `${talk}/messages`);
        return items.some(({ text }) => text === "another 30");
      });
      await owner.call("POST", `${talk}/messages`, { text: "How can I help?" });
      await owner.call("POST", `${talk}/handback`, { walk: "continue" });
      await lea.press("„Night“ nehmen");
      await lea.hears("the sizes", ({ text }) => text.startsWith("<b>Night</b>"));
      const codes = (await lea.said()).filter(({ text }) => text.includes("gültig"));
      expect(codes, "what it would have answered meanwhile").to.have.length(1);

      const first = await owner.call<{ items: ChatMessage[]; next?: string }>(
        "GET",
        `${talk}/messages?limit=5`,
      );
      const rest = await owner.call<{ items: ChatMessage[]; next?: string }>(
        "GET",
        `${talk}/messages?limit=50&after=${first.next}`,
      );
      const whole = [...first.items, ...rest.items].reverse();
      expect(whole.map(({ author, kind }) => `${author} ${kind}`)).to.deep.equal([
        "person text",
        ...["plugin sendMessage", "plugin sendPhoto", "plugin sendPhoto", "plugin sendPhoto"],
        ...["system taken_over", "person press", "person text", "person text"],
        ...["person text", "colleague sendMessage", "system handed_back"],
        ...["person press", "plugin sendMessage"],
      ]);
      expect(whole[1]).to.deep.include({ by: "Coupon bot", outcome: null, journey: null });
      expect(whole[2]?.buttons[0]).to.match(/nehmen$/);
      const theirs = await other.call<{ items: unknown[] }>("GET", `${talk}/messages`);
      expect(theirs.items).to.deep.equal([]);
      expect((await other.call<{ items: unknown[] }>("GET", `${inbox}?q=${lea.id}`)).items).to.deep.equal([]);
    });

    it("never calls a code invalid that could not be checked: it offers to try again", async () => {
      const made = await owner.call<{ row: { id: string } }>("POST", `${API}/code-endpoints`, {
        title: "Shop",
        plan: {
          ...{ address: `http://${address}/good`, method: "GET", headers: [], secretHeader: "", body: "" },
          ...{ bodyType: "json", values: {}, texts: { refused: "Ask <us>." } },
          meanings: [
            { statuses: "2xx", path: "ok", equals: "true", means: "valid" },
            { statuses: "2xx", path: "", equals: "", means: "refused" },
          ],
        },
      });
      await owner.call("PATCH", `${API}/code-validators/${made.row.id}`, { active: true });
      shop.fail();
      shop.fail();
      const una = person("Una");
      await una.write("later");
      await una.hears("unsure", ({ text }) =>
        text.startsWith("We could not check <code>LATER</code> just now."),
      );
      await una.press("Try again");
      await una.hears("valid", ({ text }) => text.startsWith("<code>LATER</code> is valid"));
      shop.next.push((response) => response.writeHead(200, { "content-type": "application/json" }).end("{}"));
      await una.write("refused");
      await una.hears("the tenant's reason", ({ text }) => text === "Ask &lt;us&gt;.");

      // What a slow server answers after /cancel is not said.
      let answer: () => void = () => undefined;
      const asked = new Promise<void>((resolve) => {
        shop.next.push((response) => {
          answer = () => response.writeHead(200, { "content-type": "application/json" }).end('{"ok":true}');
          resolve();
        });
      });
      await una.write("slow");
      await asked;
      await una.write("/cancel");
      await una.hears("stopped", ({ text }) => text.startsWith("Stopped."));
      answer();
      await una.write("refused");
      await una.hears("an answer after it", ({ text }) => text.startsWith("<code>REFUSED</code> is valid"));
      expect((await una.said()).some(({ text }) => text.includes("SLOW"))).to.equal(false);
      await owner.call("DELETE", `${API}/code-validators/${made.row.id}`);
    });

    it("fills the tenant's link with the code and the person's mark, and counts who came by it", async () => {
      await settings({ link: "https://shop.example/?c={code}&utm_source=own" });
      const max = person("Max");
      await max.write("share me");
      await max.hears("looks", ({ keys }) => keys[0]?.text === "Choose “Paper”");
      await max.press("Choose “Paper”");
      await max.hears("sizes", ({ text }) => text.startsWith("<b>Paper</b>"));
      await max.press("Square · 1080 × 1080");
      const { text, keys } = await max.hears("the picture", (said) => said.text.includes("shop.example"));
      const [talk] = await rows<{ mark: string }>("select mark from talk where person = $1", [
        String(max.id),
      ]);
      const link = `https://shop.example/?c=SHARE-ME&utm_source=own&utm_medium=coupon&utm_content=${talk?.mark}`;
      expect(text).to.equal(`<b>SHARE-ME</b>\n\n${link.replaceAll("&", "&amp;")}`);
      expect(keys[0]?.url).to.equal(
        `https://t.me/share/url?url=${encodeURIComponent(link)}&text=Use%20my%20code%20SHARE-ME!`,
      );
      await settings({ link: "" });
      const friend = person("Friend");
      await friend.write(`/start c_${talk?.mark}_SHARE-ME`);
      await friend.hears("the code", (said) => said.text.startsWith("<code>SHARE-ME</code> is valid"));
      const [came] = await rows<{ by: string }>("select came_by as by from talk where person = $1", [
        String(friend.id),
      ]);
      expect(came?.by).to.equal(talk?.mark);
      const noted = await rows("select outcome, size from use where person = $1 order by at", [
        String(max.id),
      ]);
      expect(noted).to.deep.equal([
        { outcome: "valid", size: null },
        { outcome: "sent", size: "square" },
      ]);
    });

    it("leaves a journey its keyword and the answer that it waits for, and keeps codes from any-message journeys", async () => {
      const say = (text: string) => ({ text, buttons: [] });
      await host.database.system(async (trx) => {
        await publish(
          trx,
          owner.tenantId,
          journeyOf(
            [
              {
                ...{ id: "ask", kind: "question", content: say("Which colour?"), answer: "text", tries: 1 },
                saveTo: { scope: "journey", name: "colour" },
                exits: { next: "thanks" },
              },
              { id: "thanks", kind: "message", content: say("Thanks, {colour}!"), exits: {} },
            ],
            [{ id: "word", kind: "keyword", words: ["colours"], match: "is" }],
          ),
          "Colours",
        );
        await publish(
          trx,
          owner.tenantId,
          journeyOf(
            [{ id: "any", kind: "message", content: say("Anything."), exits: {} }],
            [{ id: "any", kind: "any_message" }],
          ),
          "Any",
        );
      }, "p_journeys");
      const joy = person("Joy");
      await joy.write("colours");
      await joy.hears("the journey's question", ({ text }) => text === "Which colour?");
      await joy.write("blue");
      await joy.hears("the journey's thanks", ({ text }) => text === "Thanks, blue!");
      await joy.write("blue");
      await joy.hears("the bot", ({ text }) => text.startsWith("<code>BLUE</code> is valid"));
      expect((await joy.said()).some(({ text }) => text === "Anything.")).to.equal(false);
    });

    it("sends a coupon as a step of a journey, in the template that was chosen there", async () => {
      const offered = await owner.call<Surroundings>("GET", "/api/p/journeys/surroundings");
      const action = offered.actions.find(({ name }) => name === "send-coupon");
      const paper = "0190c000-0000-4000-8000-000000000003";
      expect(action?.input.properties)
        .to.have.nested.property("template.oneOf")
        .that.deep.includes({
          ...{ const: paper, title: "Paper" },
        });
      const list = await owner.call<{ row: { id: string } }>("POST", `${API}/code-lists`, {
        ...{ title: "VIP", plan: { fields: {}, texts: {} } },
      });
      await owner.call("POST", `${API}/code-lists/${list.row.id}/codes`, { text: "VIP-10" });
      await owner.call("PATCH", `${API}/code-validators/${list.row.id}`, { active: true });
      const say = (text: string) => ({ text, buttons: [] });
      const step = (code: string) =>
        journeyOf(
          [
            {
              ...{ id: "act", kind: "action", plugin: "coupon-bot", action: "send-coupon", prefix: "coupon" },
              input: { code, template: paper, size: "story" },
              outcomes: [{ id: "invalid", title: "Invalid" }],
              exits: { next: "sent", "outcome:invalid": "no" },
            },
            { id: "sent", kind: "message", content: say("Sent {coupon_code}."), exits: {} },
            { id: "no", kind: "message", content: say("No: {coupon_reason}."), exits: {} },
          ],
          [{ id: "in", kind: "command", command: code === "vip 10" ? "vip" : "nope" }],
        );
      await host.database.system(async (trx) => {
        await publish(trx, owner.tenantId, step("vip 10"), "VIP");
        await publish(trx, owner.tenantId, step("nobody"), "Nobody");
      }, "p_journeys");
      const vic = person("Vic");
      await vic.write("/vip");
      await vic.hears("that it went on", ({ text }) => text === "Sent VIP-10.");
      const { text, keys } = await vic.hears("the picture", ({ photo }) => photo !== undefined);
      expect(text).to.match(/^<b>VIP-10<\/b>\nVIP\n\nhttps:/);
      expect(keys.map((key) => key.text)).to.include.members(["Share with friends", "Another look"]);
      await vic.write("/nope");
      await vic.hears("the other way", (said) => said.text === "No: unknown.");
      await owner.call("DELETE", `${API}/code-validators/${list.row.id}`);
    });

    it("calls people by their name in the picture, as the page does for whoever gives that name", async () => {
      const { id } = await owner.call<{ id: string }>("POST", `${API}/templates`, {
        from: { gallery: "handwritten" },
      });
      await owner.call("POST", `${API}/templates/${id}/publish`);
      const drawnFor = async (firstName: string) => {
        const somebody = person(firstName);
        await somebody.write("named");
        await somebody.hears("sizes", ({ text }) => text.includes("which size?"));
        await somebody.press("Story · 1080 × 1920");
        const { photo = "" } = await somebody.hears("the picture", (said) => said.photo !== undefined);
        const [sent] = await rows<{ hash: string }>("select hash from sent_picture where file_key = $1", [
          photo,
        ]);
        return sent?.hash;
      };
      const page = `${host.url}/t/aurum/coupons`;
      const checked = await fetch(`${page}/codes`, {
        method: "POST",
        body: JSON.stringify({ code: "named" }),
      });
      const { code, grant } = JSON.parse(await checked.text());
      const shownTo = async (name: string) => {
        const choice = new URLSearchParams({ template: id, size: "story", code, grant, name });
        const { headers } = await fetch(`${page}/picture?${choice}`);
        return headers.get("etag")?.replaceAll('"', "");
      };
      const grace = await drawnFor("  Grace ");
      expect(grace).to.match(new RegExp(`^${await shownTo("Grace")}`));
      expect(await drawnFor("Alan")).to.match(new RegExp(`^${await shownTo("Alan")}`));
      expect(await shownTo("Alan")).not.to.equal(await shownTo(""));
      // A tenant's picture holds nobody's address.
      expect(await shownTo("win https://evil.example/x")).to.equal(await shownTo("win https evil example x"));
      // Without a code that was checked there is the sample, and nobody's name in it.
      const sample = async (name: string) =>
        (await fetch(`${page}/picture?${new URLSearchParams({ template: id, name })}`)).headers.get("etag");
      expect(await sample("Alan")).to.equal(await sample(""));
    });

    it("stands in the bot's menu", async () => {
      const [menu] = await host.database.query<{ commands: { command: string }[] }>(
        `select m.commands from p_playground.bot_commands m join host.connection c on c.bot_id = m.bot_id
         where c.role = 'message_bot' and c.tenant_id = $1`,
        [owner.tenantId],
      );
      expect(menu?.commands.map(({ command }) => command)).to.include.members([
        ...["start", "generate", "language", "help", "cancel"],
      ]);
    });
  });
});
