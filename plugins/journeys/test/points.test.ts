import { createHmac } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { bundledSetWith } from "../../../test/kit/bundledSet.ts";
import { freePort } from "../../../test/kit/freePort.ts";
import { VIEWER } from "../../../test/kit/host.ts";
import type { Surroundings } from "../drafts/surroundings.ts";
import { HookServer } from "./hookServer.ts";
import { BOT, journeyOf, startWorld, type Visitor, type World } from "./world.ts";

const REWARDS = fileURLToPath(new URL("../../../test/contract/fixtures/rewards", import.meta.url));
const API = "/api/p/journeys";

const text = (words: string) => ({ text: words, buttons: [] });

describe("what plugins add to journeys", () => {
  let world: World;
  let hooks: HookServer;
  let hook: string;
  let folder: string;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "promostack-points-"));
    hooks = new HookServer();
    hook = await hooks.listen();
    const port = await freePort();
    world = await startWorld({
      registrationFile: await bundledSetWith(folder, { path: REWARDS }),
      variables: {
        LOG_LEVEL: "silent",
        PORT: String(port),
        PRIVATE_HOSTS: hook,
        OPENAI_API_KEY: "stand-in",
        OPENAI_BASE_URL: `http://127.0.0.1:${port}/api/p/playground/openai/v1`,
      },
    });
    await world.owner.call("POST", "/api/plugins/rewards/enable", { settings: {} });
    const stored = await world.owner.ask("GET", "/api/plugins/journeys/settings");
    const settings = { webhookHosts: [hook, "*.example.com", "10.0.0.7"] };
    const headers = { "if-match": stored.headers.get("etag") ?? "" };
    const saved = await world.owner.ask("PUT", "/api/plugins/journeys/settings", { settings }, headers);
    expect(saved.status, JSON.stringify(saved.body)).to.equal(200);
  });

  beforeEach(() => {
    hooks.arrived.length = 0;
    hooks.next.length = 0;
  });

  after(async () => {
    await world?.stop();
    await hooks?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Publishes a journey of one action, entered by a deep link: it tells how it went on. */
  async function publish(code: string, action: { plugin?: string; name: string; input: object }, said = "") {
    return world.publish(
      journeyOf(
        [
          {
            id: "act",
            kind: "action",
            plugin: action.plugin ?? "journeys",
            action: action.name,
            input: { ...action.input },
            outcomes: ["vip", "yes", "no", "noanswer"].map((id) => ({ id, title: id })),
            prefix: "got",
            exits: {
              next: "next",
              failed: "failed",
              "outcome:vip": "vip",
              "outcome:yes": "yes",
              "outcome:no": "no",
              "outcome:noanswer": "none",
            },
          },
          { id: "next", kind: "message", content: text(`Went on ${said}`), exits: {} },
          { id: "vip", kind: "message", content: text(`Is VIP ${said}`), exits: {} },
          { id: "yes", kind: "message", content: text(`Said yes ${said}`), exits: {} },
          { id: "no", kind: "message", content: text(`Said no ${said}`), exits: {} },
          { id: "none", kind: "message", content: text("No answer: {got_reason}"), exits: {} },
          { id: "failed", kind: "message", content: text("Failed: {error}"), exits: {} },
        ],
        [
          { id: "l", kind: "deep_link", code },
          { id: "j", kind: "join_request", chat: "" },
        ],
      ),
    );
  }

  async function enters(code: string): Promise<Visitor> {
    const visitor = await world.visitor("Vera");
    await visitor.start(code);
    return visitor;
  }

  /** The newest call, once `until` is true of it. */
  const call = (what: string, until: (call: Call) => boolean) =>
    world.host.until(what, async () => {
      const [row] = await world.rows<Call>(
        `select session_id || ':' || seq as key, attempts, error, answer, done_at as "doneAt", due_at as "dueAt", claim from call
         order by session_id desc, seq desc limit 1`,
      );
      return row !== undefined && until(row) ? row : undefined;
    });

  /** Nobody waits for a back-off in a test. */
  const hasten = () => world.rows("update call set due_at = now() where done_at is null returning seq");

  describe("by another plugin", () => {
    it("are listed for the editor with the tenant's own choices, and only while the plugin is on", async () => {
      const offers = await world.owner.call<Surroundings>("GET", `${API}/surroundings`);
      const names = offers.actions.map(({ plugin, name }) => `${plugin}/${name}`);
      expect(names).to.include.members([
        "journeys/webhook",
        "journeys/ai-answer",
        "journeys/invite",
        "journeys/join-request",
        "rewards/give-points",
      ]);
      expect(offers.facts.map(({ plugin, name, variable }) => [plugin, name, variable])).to.deep.equal([
        ["rewards", "points", "points"],
      ]);
      expect(offers.events.map(({ name }) => name)).to.deep.equal(["earned"]);
    });

    it("act for a person, answer variables and an outcome, and know a person's facts by a variable", async () => {
      await publish(
        "give",
        { plugin: "rewards", name: "give-points", input: { points: 60 } },
        "with {got_points}, {points}",
      );
      const visitor = await enters("give");
      await visitor.reads("Went on with 60, 60");
      await visitor.start("give");
      await visitor.reads("Is VIP with 120, 120");
    });

    it("fail a step whose settings do not fit once they are filled in, without running", async () => {
      await publish("wrong", { plugin: "rewards", name: "give-points", input: { points: "{firstName}" } });
      await (await enters("wrong")).reads(
        "Failed: The settings of the step do not fit: points must be integer.",
      );
    });

    it("refuse, or end as no version knows: both lead to the exit for failures", async () => {
      await publish("never", { plugin: "rewards", name: "give-points", input: { points: 1, how: "never" } });
      await (await enters("never")).reads("Failed: There are no points left.");
      await publish("oddly", { plugin: "rewards", name: "give-points", input: { points: 1, how: "oddly" } });
      await (await enters("oddly")).reads(
        "Failed: The action ended in a way that this version does not know.",
      );
    });

    it("are tried again where they are at fault, with the same key, then given up", async () => {
      await publish("faulty", {
        plugin: "rewards",
        name: "give-points",
        input: { points: 1, how: "wrongly" },
      });
      const visitor = await enters("faulty");
      for (const attempts of [1, 2, 3]) {
        await call(`attempt ${attempts}`, (row) => row.attempts >= attempts && row.dueAt > new Date());
        await hasten();
      }
      await visitor.reads("Failed: rewards failed in service: A fault of the plugin.");
      expect(await given()).to.include({ attempts: 4 });
    });

    it("run twice where a host dies after the answer, with the same key; the walk moves once", async () => {
      await publish(
        "held",
        { plugin: "rewards", name: "give-points", input: { points: 7, how: "held" } },
        "with {got_points}",
      );
      const visitor = await enters("held");
      await call("the action to run", ({ claim, doneAt }) => claim !== null && doneAt === null);
      await world.host.until("the action to have acted", async () => (await given())?.attempts === 1);
      // What remains of a host that died, for another: a lease that ended.
      await world.rows(
        "update call set lease_until = '-infinity', claim = null where done_at is null returning seq",
      );
      await world.host.until("it to run again", async () => (await given())?.attempts === 2);
      await letGo();
      await world.host.until("both to be through", async () => (await given())?.ends === 2);
      await visitor.reads("Went on with 7");
      // Whoever comes after them is through: so would be what they do twice.
      const next = await enters("held");
      await world.host.until("the next to run", async () => (await given())?.ends === 0);
      await letGo();
      await next.reads("Went on with 7");
      const said = (await visitor.messages()).filter(({ mine }) => !mine);
      expect(said).to.have.length(1);
      const walks = await world.rows<{ seq: number }>("select seq from session order by id desc limit 2");
      expect(walks, "moves: in, and on").to.deep.equal([{ seq: 2 }, { seq: 2 }]);
    });

    it("move nobody whose walk ended meanwhile", async () => {
      await publish("ended", { plugin: "rewards", name: "give-points", input: { points: 1, how: "held" } });
      const visitor = await enters("ended");
      await world.host.until("the action to have acted", async () => (await given())?.ends === 0);
      await visitor.write("stop");
      const goodbye = "You will hear no more from us. Send /start if you change your mind.";
      await visitor.reads(goodbye);
      await letGo();
      await call("the call to end", ({ doneAt }) => doneAt !== null);
      const said = (await visitor.messages()).filter(({ mine }) => !mine).map((each) => each.text);
      expect(said).to.deep.equal([goodbye]);
    });

    it("answer later, by the call's key: the first answer counts, and strangers' keys are nobody's", async () => {
      await publish(
        "later",
        { plugin: "rewards", name: "give-points", input: { points: 1, how: "later" } },
        "with {got_points}",
      );
      const visitor = await enters("later");
      const { key } = await call(
        "the action to have begun",
        ({ error }) => error?.includes("to come") ?? false,
      );
      const answer = async (of: string, points: number) =>
        (await world.owner.call<{ taken: boolean }>("POST", "/api/p/rewards/answers", { key: of, points }))
          .taken;
      expect(await answer(key, 41)).to.equal(true);
      expect(await answer(key, 42)).to.equal(false);
      expect(await answer("nobody's", 1)).to.equal(false);
      await visitor.reads("Went on with 41");
    });

    it("let people in when something happens, once for each key, with its variables", async () => {
      await world.publish(
        journeyOf(
          [{ id: "m", kind: "message", content: text("Earned at {shop}"), exits: {} }],
          [{ id: "e", kind: "event", plugin: "rewards", event: "earned" }],
        ),
      );
      const visitor = await enters("never");
      await visitor.reads("Failed: There are no points left.");
      const telegramId = String(visitor.telegramId);
      const earns = async (body: object) =>
        (
          await world.owner.call<{ known: boolean }>("POST", "/api/p/rewards/earnings", {
            telegramId,
            ...body,
          })
        ).known;
      expect(await earns({ key: "order 1", shop: "the bazaar" })).to.equal(true);
      expect(await earns({ key: "order 1", shop: "the bazaar" })).to.equal(true);
      expect(await earns({ key: "order 2", shop: "the mall" })).to.equal(true);
      expect(await earns({ telegramId: "999999999", shop: "nowhere" })).to.equal(false);
      await visitor.reads("Earned at the bazaar", "Earned at the mall");
    });

    it("are over where the plugin was turned off: actions fail, facts are not known", async () => {
      await publish(
        "off",
        { plugin: "rewards", name: "give-points", input: { points: 1 } },
        "{points|unknown}",
      );
      await world.owner.call("POST", "/api/plugins/rewards/disable", {});
      const visitor = await enters("off");
      await world.host.until("the walk to fail", async () =>
        (await visitor.messages()).some(({ mine, text: said }) => !mine && said.startsWith("Failed: ")),
      );
      const offers = await world.owner.call<Surroundings>("GET", `${API}/surroundings`);
      expect([offers.facts, offers.events]).to.deep.equal([[], []]);
      await world.owner.call("POST", "/api/plugins/rewards/enable", { settings: {} });
    });
  });

  describe("a webhook", () => {
    const input = (own: object = {}) => ({ address: `http://${hook}/in`, ...own });

    it("posts person, variables and settings, signed with the tenant's secret; the answer sets variables and the way", async () => {
      const { secret } = await world.owner.call<{ secret: string }>("POST", `${API}/webhook-secrets`);
      hooks.next.push({
        status: 200,
        body: JSON.stringify({ order: { total: 12.5, items: ["tea"] }, ok: "yes" }),
      });
      await publish(
        "hook",
        {
          name: "webhook",
          input: input({
            data: { greeting: "Hello {firstName}" },
            answers: { total: "order.total", first: "order.items.0", whole: "order" },
            outcomeField: "ok",
          }),
        },
        "{got_total} {got_first} {got_whole|-} {got_status}",
      );
      await (await enters("hook")).reads("Said yes 12.5 tea - 200");
      const [{ headers, body }] = [hooks.arrived[0] ?? { headers: {}, body: "{}" }];
      const [, time = "", sign = ""] =
        /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers["x-promostack-signature"])) ?? [];
      expect(sign).to.equal(createHmac("sha256", secret).update(`${time}.${body}`).digest("hex"));
      expect(Math.abs(Number(time) - Date.now() / 1_000)).to.be.below(60);
      const sent = JSON.parse(body);
      expect(sent.key).to.equal(headers["idempotency-key"]);
      expect(sent.data).to.deep.equal({ greeting: "Hello Vera" });
      expect(sent.person).to.include({ firstName: "Vera" });
    });

    it("is tried again with the same key while it answers 5xx or 429, then taken", async () => {
      hooks.next.push({ status: 500 }, { status: 429 }, { status: 204 });
      await publish("again", { name: "webhook", input: input() }, "{got_status}");
      const visitor = await enters("again");
      for (const attempts of [1, 2]) {
        await call(`attempt ${attempts}`, (row) => row.attempts >= attempts && row.dueAt > new Date());
        await hasten();
      }
      await visitor.reads("Went on 204");
      const keys = hooks.arrived.map(({ headers }) => headers["idempotency-key"]);
      expect([keys.length, new Set(keys).size]).to.deep.equal([3, 1]);
      expect(new Set(hooks.arrived.map(({ body }) => body)).size, "the same body").to.equal(1);
    });

    it("does not harm journeys where tenants' servers are down: it is their trouble, not the plugin's fault", async () => {
      await publish("down", { name: "webhook", input: input() });
      for (let each = 0; each < 6; each += 1) hooks.next.push({ status: 503 });
      const visitors = [];
      for (let each = 0; each < 6; each += 1) visitors.push(await enters("down"));
      await world.host.until("all to have been tried", async () => hooks.arrived.length >= 6);
      await world.owner.call("GET", `${API}/surroundings`);
      await hasten();
      for (const visitor of visitors) await visitor.reads("Went on");
    });

    it("fails at once where the answer refuses, or sends on; a redirect to a private address is not followed", async () => {
      hooks.next.push({ status: 404 }, { status: 307, location: "http://169.254.169.254/latest/meta-data/" });
      await publish("refused", { name: "webhook", input: input() });
      await (await enters("refused")).reads("Failed: The webhook answered 404.");
      await (await enters("refused")).reads(
        "Failed: The webhook answered 307 and sends on to another address: enter that one.",
      );
      expect(hooks.arrived).to.have.length(2);
    });

    it("reaches no host that is not on the tenant's list, and no private address that is", async () => {
      await publish("unlisted", { name: "webhook", input: { address: "https://evil.test/?{firstName}" } });
      await (await enters("unlisted")).reads(
        "Failed: evil.test is not among the webhook hosts of the settings.",
      );
      await publish("inside", { name: "webhook", input: { address: "https://10.0.0.7/" } });
      await (await enters("inside")).reads(
        "Failed: journeys may not call 10.0.0.7: it is no public address. Use an address that everybody on the internet can reach.",
      );
      await publish("nonsense", { name: "webhook", input: { address: "{firstName}" } });
      await (await enters("nonsense")).reads("Failed: Vera is no address.");
    });

    it("is signed with another secret once an admin made one; nobody else may", async () => {
      const first = await world.owner.call<{ secret: string }>("POST", `${API}/webhook-secrets`);
      const second = await world.owner.call<{ secret: string }>("POST", `${API}/webhook-secrets`);
      expect(first.secret)
        .to.match(/^whsec_[\w-]{43}$/)
        .and.not.equal(second.secret);
      const viewer = await world.host.signIn(VIEWER);
      expect((await viewer.ask("POST", `${API}/webhook-secrets`)).status).to.equal(403);
      const [noted] = await world.rows<{ notes: number }>(
        "select count(*)::int as notes from host.audit where action = 'journeys.webhook-secret.replaced'",
      );
      expect(noted?.notes).to.be.at.least(2);
    });
  });

  describe("an AI answer", () => {
    const FACTS = "The course costs 49 EUR and takes 6 weeks. Sign up at https://example.com/course.";
    const input = {
      question: "What does it cost, {firstName} asks",
      facts: FACTS,
      least: 5,
      most: 200,
      seconds: 5,
    };
    const says = (answer: string) =>
      world.owner.call("POST", "/api/p/playground/scripts", { answer, remaining: 1 });

    it("is said where it keeps to the facts, and goes the way of none where it invents or the service is silent", async () => {
      await publish("ask", { name: "ai-answer", input }, "with: {got_answer}");
      await says("It costs 49 EUR.");
      await (await enters("ask")).reads("Went on with: It costs 49 EUR.");
      for (const [answer, reason] of [
        ["It costs 39 EUR.", "number"],
        ["It costs 49 EUR, see https://evil.test/pay.", "address"],
        ["UNKNOWN", "unknown"],
        ["No", "too-short"],
      ]) {
        await says(answer ?? "");
        await (await enters("ask")).reads(`No answer: ${reason}`);
      }
      await world.owner.call("POST", "/api/p/playground/faults", {
        service: "openai",
        kind: "server",
        remaining: 2,
      });
      await (await enters("ask")).reads("No answer: service");
      const metrics = await (await fetch(`${world.host.url}/metrics`)).text();
      expect(metrics).to.match(/promostack_journeys_ai_questions_total\{[^}]*outcome="used"[^}]*\} 1/);
    });
  });

  describe("a channel", () => {
    let chat: string;
    let room: string;

    before(async () => {
      const { items } = await world.owner.call<{ items: { id: number; username: string }[] }>(
        "GET",
        "/api/p/playground/bots",
      );
      const bot = items.find(({ username }) => username === BOT);
      const { id } = await world.owner.call<{ id: number }>("POST", "/api/p/playground/people", {
        firstName: "Olga",
      });
      const made = await world.owner.call<{ room: string; id: number }>("POST", "/api/p/playground/chats", {
        type: "channel",
        title: "Members",
        ownerId: id,
        botIds: [bot?.id],
      });
      room = made.room;
      const added = await world.owner.call<{ chat: string }>(
        "POST",
        "/api/connections/message_bot/channels",
        { chat: String(made.id), kind: "vip" },
      );
      chat = added.chat;
    });

    it("is offered to choose from", async () => {
      const { actions } = await world.owner.call<Surroundings>("GET", `${API}/surroundings`);
      const offered = actions.find(({ name }) => name === "invite")?.input;
      expect(offered).to.have.deep.nested.property("properties.chat.oneOf", [
        { const: chat, title: "Members" },
      ]);
    });

    it("is opened to one person by a link that the walk waits for", async () => {
      await publish("invite", { name: "invite", input: { chat } }, "{got_link}");
      const visitor = await enters("invite");
      await visitor.reads(await linkOf());
      const { items } = await world.owner.call<{ items: { memberLimit: number; expiresAt?: string }[] }>(
        "GET",
        `/api/p/playground/chats/${room}/links`,
      );
      expect(items).to.have.length(1);
      expect(items[0]).to.include({ memberLimit: 1 });
    });

    it("is closed: Telegram's refusal leads to the exit for failures", async () => {
      await publish("nowhere", { name: "invite", input: { chat: "-1009999999999" } });
      await (await enters("nowhere")).reads("Failed: Bad Request: chat not found");
    });

    it("takes in who asked, by the journey that the request began", async () => {
      await publish("approve", { name: "join-request", input: { decision: "approve" } });
      await publish("asks", { name: "invite", input: { chat, entry: "request" } }, "{got_link}");
      // The journey of requests is the newest that takes them.
      await publish("approve2", { name: "join-request", input: { decision: "approve" } });
      const visitor = await enters("asks");
      const link = await world.host.until(
        "the link",
        async () => /https:\S+/.exec((await visitor.messages()).at(-1)?.text ?? "")?.[0],
      );
      await world.owner.call("POST", `/api/p/playground/chats/${room}/members`, {
        personId: visitor.telegramId,
        link,
      });
      await visitor.reads("Went on");
      const { items } = await world.owner.call<{ items: { user: { id: number } }[] }>(
        "GET",
        `/api/p/playground/chats/${room}/members`,
      );
      expect(items.map(({ user }) => user.id)).to.include(visitor.telegramId);
    });

    it("has no request of somebody who came another way", async () => {
      await publish("noone", { name: "join-request", input: {} });
      await (await enters("noone")).reads(
        "Failed: The person did not come into this journey by a request to join.",
      );
    });

    const linkOf = () =>
      world.host.until("the link", async () => {
        const { items } = await world.owner.call<{ items: { link: string }[] }>(
          "GET",
          `/api/p/playground/chats/${room}/links`,
        );
        const link = items[0]?.link;
        return link === undefined ? undefined : `Went on ${link}`;
      });
  });

  describe("the API", () => {
    it("lets people in with variables, once for an Idempotency-Key, where the journey takes it", async () => {
      const { journeyId } = await world.publish(
        journeyOf(
          [{ id: "m", kind: "message", content: text("Order {order}"), exits: {} }],
          [{ id: "a", kind: "api" }],
        ),
      );
      const visitor = await enters("never");
      await visitor.reads("Failed: There are no points left.");
      const telegramId = String(visitor.telegramId);
      const enter = (body: object, headers: Record<string, string> = {}, id = journeyId) =>
        world.owner.ask<{ code?: string; result?: string; personId?: string }>(
          "POST",
          `${API}/journeys/${id}/entries`,
          body,
          headers,
        );
      const first = await enter({ telegramId, variables: { order: 7 } }, { "idempotency-key": "seven" });
      expect([first.status, first.body.result]).to.deep.equal([201, "entered"]);
      await visitor.reads("Order 7");
      const again = await enter({ telegramId, variables: { order: 7 } }, { "idempotency-key": "seven" });
      expect([again.status, again.body.personId]).to.deep.equal([201, first.body.personId]);
      // Even where the day is over for which answers are kept.
      await world.rows("delete from host.idempotent_answer returning key");
      const late = await enter({ telegramId, variables: { order: 7 } }, { "idempotency-key": "seven" });
      expect([late.status, late.body.code]).to.deep.equal([409, "journey.not_entered"]);
      await enter({ personId: first.body.personId, variables: { order: 8 } });
      await visitor.reads("Order 7", "Order 8");
      expect((await enter({})).body.code).to.equal("entry.whom");
      expect((await enter({ telegramId: "999999999" })).body.code).to.equal("person.unknown");
      const { journeyId: closed } = await publish("closed", { name: "webhook", input: { address: "x" } });
      expect((await enter({ telegramId }, {}, closed)).body.code).to.equal("journey.no_api_trigger");
      expect((await enter({ telegramId }, {}, "0190c1de-0000-7000-8000-000000000000")).status).to.equal(404);
    });
  });

  async function given() {
    const [row] = await world.rows<{ attempts: number; ends: number }>(
      "select attempts, ends from p_rewards.given order by key desc limit 1",
    );
    return row;
  }

  /** What is held goes on. */
  const letGo = () => world.rows("update p_rewards.given set held = false where held returning key");
});

interface Call {
  key: string;
  attempts: number;
  error: string | null;
  answer: object | null;
  doneAt: Date | null;
  dueAt: Date;
  claim: string | null;
}
