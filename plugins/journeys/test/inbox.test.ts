import { expect } from "chai";
import { OTHER_OWNER, type Person as SignedIn, VIEWER } from "../../../test/kit/host.ts";
import type {
  ChatMessage,
  ConversationCounts,
  ConversationDetail,
  ConversationRow,
  Note,
} from "../inbox/api.ts";
import { journeyOf, startWorld, type Visitor, type World } from "./world.ts";

const API = "/api/p/journeys";
const said = (text: string) => ({ text, buttons: [] });

describe("the inbox", () => {
  let world: World;
  let colleague: SignedIn;
  let viewer: SignedIn;
  let other: SignedIn;

  before(async () => {
    world = await startWorld();
    const mia = "mia@aurum.test";
    await world.owner.call("POST", "/api/members", { email: mia, name: "Mia Aurum", role: "member" });
    colleague = await world.host.signIn(mia);
    viewer = await world.host.signIn(VIEWER);
    other = await world.host.signIn(OTHER_OWNER);
    await other.call("POST", "/api/plugins/journeys/enable", { settings: {} });
    await world.publish(
      journeyOf(
        [
          {
            id: "ask",
            kind: "question",
            title: "Name",
            content: said("Your name?"),
            answer: "text",
            tries: 3,
            saveTo: { scope: "person", name: "nick" },
            exits: { next: "wait" },
          },
          {
            id: "wait",
            kind: "delay",
            wait: { mode: "fixed", time: { amount: 1, unit: "seconds" } },
            quiet: false,
            exits: { next: "done" },
          },
          { id: "done", kind: "message", content: said("Welcome, {nick}."), exits: {} },
        ],
        [{ id: "t", kind: "deep_link", code: "hello" }],
        { reentry: "restart" },
      ),
      "Welcome",
    );
    await world.publish(
      journeyOf(
        [{ id: "m", kind: "message", content: said("The offer."), exits: {} }],
        [{ id: "t", kind: "deep_link", code: "offer" }],
      ),
      "Offer",
    );
  });
  after(() => world?.stop());

  const get = <Body>(path: string, by: SignedIn = world.owner) => by.call<Body>("GET", `${API}${path}`);
  const send = <Body>(path: string, body: unknown, by: SignedIn = world.owner) =>
    by.call<Body>("POST", `${API}${path}`, body);
  const refusal = async (method: string, path: string, by: SignedIn, body?: unknown) => {
    const answer = await by.ask<{ code: string }>(method, `${API}${path}`, body);
    return `${answer.status} ${answer.body.code}`;
  };
  const idOf = async ({ telegramId }: Visitor) => {
    const { items } = await get<{ items: ConversationRow[] }>(`/conversations?q=${telegramId}`);
    const [found] = items;
    if (found === undefined) throw new Error("No conversation.");
    return found.id;
  };
  const thread = async (id: string) =>
    (await get<{ items: ChatMessage[] }>(`/conversations/${id}/messages`)).items.reverse();

  it("lists who wrote, newest first, and says who waits because neither bot nor colleague answered", async () => {
    const anna = await world.visitor("Anna");
    const ben = await world.visitor("Ben");
    await anna.start("hello");
    await anna.reads("Your name?");
    await ben.write("Is anybody there?");
    await world.host.until(
      "Ben waits",
      async () => (await get<ConversationCounts>("/conversation-counts")).waiting === 1,
    );
    const { items } = await get<{ items: ConversationRow[] }>("/conversations");
    expect(items.slice(0, 2).map(({ name }) => name)).to.deep.equal(["Ben", "Anna"]);
    expect(items[0]?.last).to.deep.include({ author: "person", text: "Is anybody there?" });
    const waiting = await get<{ items: ConversationRow[] }>("/conversations?only=waiting");
    expect(waiting.items.map(({ name }) => name)).to.deep.equal(["Ben"]);
    const detail = await get<ConversationDetail>(`/conversations/${await idOf(anna)}`);
    expect(detail.walk).to.deep.include({ journey: "Welcome", step: "Name", state: "awaiting_reply" });
  });

  it("answers by hand with the words as typed, says how it was delivered, and is read by nobody waiting", async () => {
    const cleo = await world.visitor("Cleo");
    await cleo.write("Price?");
    const id = await world.host.until("Cleo", () => idOf(cleo).catch(() => undefined));
    await send(`/conversations/${id}/messages`, { text: "It is <5 & falling>" });
    await cleo.reads("It is <5 & falling>");
    await world.host.until("sent", async () => (await thread(id)).at(-1)?.outcome === "sent");
    const row = await get<ConversationDetail>(`/conversations/${id}`);
    expect(row).to.deep.include({ waitsSince: null, unread: 0 });
    expect(row.holder?.name).to.be.a("string");
    expect(row.assigned).to.deep.equal(row.holder);
  });

  it("keeps the bot silent while a colleague has it, keeps what is said, and goes on when handed back", async () => {
    const [dora, emil] = [await world.visitor("Dora"), await world.visitor("Emil")];
    await dora.start("hello");
    await dora.reads("Your name?");
    const id = await idOf(dora);
    await dora.write("Dora the first");
    await world.host.until("the delay", async () => {
      const { walk } = await get<ConversationDetail>(`/conversations/${id}`);
      return walk?.state === "waiting_delay";
    });
    await send(`/conversations/${id}/takeover`, {});
    await dora.write("May I ask something?");
    await dora.start("offer");
    await world.host.until("the offer to wait", async () => {
      const { waitingEntries } = await get<ConversationDetail>(`/conversations/${id}`);
      return waitingEntries.length > 0;
    });
    // Whose delay began after hers is through it.
    await emil.start("hello");
    await emil.reads("Your name?");
    await emil.write("Emil");
    await emil.reads("Your name?", "Welcome, Emil.");
    expect((await dora.messages()).filter(({ mine }) => !mine).map(({ text }) => text)).to.deep.equal([
      "Your name?",
    ]);
    const said = await thread(id);
    expect(said.map(({ text }) => text)).to.include.members(["May I ask something?", "/start offer"]);
    const held = await get<ConversationDetail>(`/conversations/${id}`);
    expect(held.waitsSince, "a colleague owes an answer").to.be.a("string");
    expect(held.waitingEntries).to.deep.equal(["Offer"]);
    expect(held.walk).to.deep.include({ state: "waiting_delay", journey: "Welcome" });
    await send(`/conversations/${id}/handback`, { walk: "continue" });
    await dora.reads("Your name?", "Welcome, Dora the first.", "The offer.");
    expect((await get<ConversationDetail>(`/conversations/${id}`)).holder).to.equal(null);
    expect(await refusal("POST", `/conversations/${id}/handback`, world.owner, { walk: "stop" })).to.equal(
      "409 conversation.not_held",
    );
  });

  it("ends the walk instead where that is asked for, and what waits for the person begins", async () => {
    const eva = await world.visitor("Eva");
    await eva.start("hello");
    await eva.reads("Your name?");
    const id = await idOf(eva);
    await send(`/conversations/${id}/takeover`, {});
    await eva.start("offer");
    await world.host.until("the offer waits", async () => {
      const { waitingEntries } = await get<ConversationDetail>(`/conversations/${id}`);
      return waitingEntries.length === 1;
    });
    await send(`/conversations/${id}/handback`, { walk: "stop" });
    await eva.reads("Your name?", "The offer.");
    const [walk] = await world.rows<{ state: string; outcome: string }>(
      "select s.state, s.outcome from session s join person p on p.id = s.person_id where p.telegram_id = $1 order by s.entered_at limit 1",
      [eva.telegramId],
    );
    expect(walk).to.deep.equal({ state: "stopped", outcome: "stopped by a colleague" });
  });

  it("honours STOP during a takeover", async () => {
    const finn = await world.visitor("Finn");
    await finn.write("hey");
    const id = await world.host.until("Finn", () => idOf(finn).catch(() => undefined));
    await send(`/conversations/${id}/takeover`, {});
    await finn.write("stop");
    await finn.reads("You will hear no more from us. Send /start if you change your mind.");
    expect((await get<ConversationDetail>(`/conversations/${id}`)).stoppedAt).to.be.a("string");
    // What they were told stands in the inbox too, with how it went out.
    await world.host.until("the reply in the inbox", async () => {
      const last = (await thread(id)).at(-1);
      return last?.text.startsWith("You will hear no more") && last.outcome === "sent";
    });
  });

  it("keeps two colleagues from answering over each other, and shows who is there", async () => {
    const gina = await world.visitor("Gina");
    await gina.write("Hello");
    const id = await world.host.until("Gina", () => idOf(gina).catch(() => undefined));
    const seen = (await thread(id)).at(-1)?.id;
    await colleague.call("PUT", `${API}/conversations/${id}/presence`, { here: true, typing: true });
    const { present } = await get<ConversationDetail>(`/conversations/${id}`);
    expect(present.map(({ typing }) => typing)).to.deep.equal([true]);
    const answers = await Promise.all(
      [world.owner, colleague].map((by, index) =>
        by.ask("POST", `${API}/conversations/${id}/messages`, {
          text: `Answer ${index}`,
          seen,
          takeOver: false,
        }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).to.deep.equal([200, 409]);
    await send(`/conversations/${id}/takeover`, {});
    expect(await refusal("POST", `/conversations/${id}/takeover`, colleague, {})).to.equal(
      "409 conversation.held",
    );
    const { holder } = await get<ConversationDetail>(`/conversations/${id}`);
    const taken = await send<ConversationDetail>(
      `/conversations/${id}/takeover`,
      { from: holder?.id },
      colleague,
    );
    expect(taken.holder?.id).to.not.equal(holder?.id);
    const mine = await get<{ items: ConversationRow[] }>("/conversations?only=mine", colleague);
    expect(mine.items.map(({ name }) => name)).to.deep.equal(["Gina"]);
  });

  it("keeps notes for colleagues, deleted by their author alone", async () => {
    const hana = await world.visitor("Hana");
    await hana.write("Hello");
    const id = await world.host.until("Hana", () => idOf(hana).catch(() => undefined));
    const { id: note } = await send<Note>(`/conversations/${id}/notes`, { text: "Prefers the phone." });
    const { items } = await get<{ items: Note[] }>(`/conversations/${id}/notes`, colleague);
    expect(items.map(({ text, mine }) => [text, mine])).to.deep.equal([["Prefers the phone.", false]]);
    expect(await refusal("DELETE", `/notes/${note}`, colleague)).to.equal("404 note.not_found");
    await world.owner.call("DELETE", `${API}/notes/${note}`);
    expect(await refusal("POST", `/conversations/${id}/notes`, viewer, { text: "x" })).to.match(/^403/);
  });

  it("is invisible to another tenant", async () => {
    const [person] = await world.rows<{ id: string }>("select id from person limit 1");
    const path = `/conversations/${person?.id}`;
    expect((await get<{ items: unknown[] }>("/conversations", other)).items).to.deep.equal([]);
    expect(await refusal("GET", path, other)).to.equal("404 conversation.not_found");
    expect(await refusal("POST", `${path}/messages`, other, { text: "x" })).to.equal(
      "404 conversation.not_found",
    );
    expect(await refusal("POST", `${path}/takeover`, other, {})).to.equal("404 conversation.not_found");
    expect((await get<{ items: unknown[] }>(`${path}/messages`, other)).items).to.deep.equal([]);
    expect((await get<{ items: unknown[] }>(`${path}/notes`, other)).items).to.deep.equal([]);
  });
});
