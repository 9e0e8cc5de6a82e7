import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { SteerableClock } from "../../../host/clock/steerableClock.ts";
import { bundledSetWith } from "../../../test/kit/bundledSet.ts";
import { OTHER_OWNER, OWNER, type Person, startTestHost, type TestHost } from "../../../test/kit/host.ts";
import type { CodeAnswer } from "../codes/answer.ts";
import type { LastAnswers, TrialResult, ValidatorDetail, Validators } from "../codes/api.ts";
import { type CodeContext, CodeDesk } from "../codes/codeDesk.ts";
import type { EndpointPlan } from "../codes/plans.ts";
import { purgeTenant } from "../tenantData.ts";
import { codeContext, NO_PLUGINS } from "./codeContext.ts";
import { ShopServer } from "./shopServer.ts";

const API = "/api/p/coupon-bot";
const HOSTILE = [
  "fails",
  "unauthorized",
  "page",
  "words",
  "list",
  "deep",
  "huge",
  "away",
  "cut",
  "elsewhere",
];
const LOYALTY = fileURLToPath(new URL("../../../test/contract/fixtures/loyalty", import.meta.url));

describe("what knows codes elsewhere", () => {
  let host: TestHost;
  let owner: Person;
  let other: Person;
  let folder: string;
  let address: string;
  let clock: SteerableClock;
  const shop = new ShopServer();

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "promostack-codes-"));
    address = await shop.listen();
    host = await startTestHost({
      background: false,
      registrationFile: await bundledSetWith(folder, { path: LOYALTY }),
      variables: { LOG_LEVEL: "silent", PRIVATE_HOSTS: address },
    });
    [owner, other] = await Promise.all([host.signIn(OWNER), host.signIn(OTHER_OWNER)]);
    for (const each of [owner, other])
      await each.call("POST", "/api/plugins/coupon-bot/enable", { together: ["journeys"], settings: {} });
  });
  after(async () => {
    await host?.stop();
    await shop.close();
    await rm(folder, { recursive: true, force: true });
  });
  beforeEach(() => {
    clock = new SteerableClock({ at: new Date(), rate: 0 });
    shop.arrived.length = 0;
    shop.next.length = 0;
  });
  afterEach(async () => {
    for (const each of [owner, other]) await purgeTenant(codeContext(host, each));
  });

  const plan = (at: string, more: Partial<EndpointPlan> = {}): EndpointPlan => ({
    ...{
      address: `http://${address}${at}`,
      method: "GET",
      headers: [],
      secretHeader: "",
      body: "",
      bodyType: "json",
    },
    meanings: [
      { statuses: "2xx", path: "ok", equals: "true", means: "valid" },
      { statuses: "2xx", path: "why", equals: "ended, over", means: "expired" },
      { statuses: "404", path: "error", equals: "unknown", means: "unknown" },
      // Whatever a tenant says: servers in trouble do not refuse codes.
      { statuses: "500, 401, 302", path: "", equals: "", means: "unknown" },
    ],
    ...{ values: {}, texts: {} },
    ...more,
  });
  async function endpoint(at: string, more: Partial<EndpointPlan> = {}, who = owner, secret?: string) {
    const body = { title: `Shop ${at}`, plan: plan(at, more), ...(secret !== undefined && { secret }) };
    const made = await who.call<ValidatorDetail>("POST", `${API}/code-endpoints`, body);
    await who.call("PATCH", `${API}/code-validators/${made.row.id}`, { active: true });
    return made;
  }
  const at = (who = owner): CodeContext => ({ ...codeContext(host, who, [address]), clock });
  const patient = (patienceMs = 10_000) => new CodeDesk(NO_PLUGINS, { patienceMs });
  const ask = (desk: CodeDesk, code: string, asker = "1", who = owner): Promise<CodeAnswer> =>
    desk.check(at(who), { code, asker, source: "chat" });

  describe("an endpoint", () => {
    it("is asked as the tenant says, and its answer means what the tenant says", async () => {
      await endpoint("/good/{code}?who={person}", {
        ...{
          method: "POST",
          body: '{"coupon":"{code}","who":"{person}"}',
          headers: [{ name: "X-Code", value: "{code}" }],
        },
        values: { discount: "coupon.percent", title: "coupon.name", gone: "coupon.none" },
      });
      expect(await ask(patient(), "SAVE_2-0", "7 1")).to.deep.equal({
        ...{ state: "valid", validator: "Shop /good/{code}?who={person}" },
        values: { code: "SAVE_2-0", discount: "20", title: "Spring sale" },
      });
      const [call] = shop.arrived;
      expect(call).to.include({ method: "POST", path: "/good/SAVE_2-0?who=7%201" });
      expect(JSON.parse(call?.body ?? "")).to.deep.equal({ coupon: "SAVE_2-0", who: "7 1" });
      expect(call?.headers).to.include({ "x-code": "SAVE_2-0", "content-type": "application/json" });
    });

    it("refuses with the tenant's words, once, and a refusal is asked for again", async () => {
      await endpoint("/no", { texts: { expired: "Over since May." } });
      const desk = patient();
      for (const _ of [1, 2])
        expect(await ask(desk, "OLD")).to.include({ reason: "expired", message: "Over since May." });
      expect(shop.arrived).to.have.length(2);
    });

    for (const behaviour of HOSTILE)
      it(`that ${behaviour} is never taken for a refusal, nor asked more than twice`, async () => {
        await endpoint(`/${behaviour}`);
        expect(await ask(patient(), "CODE")).to.include({ state: "unsure" });
        expect(shop.arrived.length).to.be.within(1, 2);
        expect(shop.arrived.every(({ path }) => path === `/${behaviour}`)).to.equal(true);
      });

    for (const behaviour of ["hangs", "drips"])
      it(`that ${behaviour} is given up, and is no refusal either`, async () => {
        await endpoint(`/${behaviour}`);
        expect(await ask(patient(700), "CODE")).to.include({ state: "unsure" });
        // None where this machine was busy for all of the time.
        expect(shop.arrived.length).to.be.at.most(2);
      });

    it("on a private address is not called", async () => {
      await endpoint("", { address: "https://10.0.0.7/coupons/{code}" });
      const answer = await ask(patient(), "CODE");
      expect(answer.state === "unsure" && answer.why).to.contain("no public address");
    });

    it("is asked once more where its server failed, by the same key, and not where it answered", async () => {
      await endpoint("/good", { method: "POST" });
      shop.fail();
      expect(await ask(patient(), "A")).to.include({ state: "valid" });
      const [first, second, ...more] = shop.arrived;
      expect(first?.headers["idempotency-key"])
        .to.equal(second?.headers["idempotency-key"])
        .and.not.equal(undefined);
      expect(more).to.deep.equal([]);
    });

    it("is remembered for five minutes where it said yes, for that code, that version and, where it is told, that person", async () => {
      const { row, etag, plan: kept } = await endpoint("/good");
      const desk = patient();
      const asked = async (code: string, asker: string) => {
        const before = shop.arrived.length;
        expect(await ask(desk, code, asker)).to.include({ state: "valid" });
        return shop.arrived.length - before;
      };
      expect([await asked("A", "1"), await asked("A", "2"), await asked("B", "1")]).to.deep.equal([1, 0, 1]);
      clock.set(new Date(clock.now().getTime() + 300_000));
      expect(await asked("A", "1")).to.equal(1);
      const changed = { title: "Shop", plan: { ...kept, address: `http://${address}/good?{person}` } };
      await owner.ask("PUT", `${API}/code-endpoints/${row.id}`, changed, { "if-match": etag });
      expect([await asked("A", "1"), await asked("A", "1"), await asked("A", "2")]).to.deep.equal([1, 0, 1]);
    });

    it("that keeps failing is left in peace, tried by one after a rest, and asked again once it answers", async () => {
      const { row } = await endpoint("/good");
      const desk = patient();
      for (let failed = 0; failed < 5; failed += 1) {
        shop.fail();
        shop.fail();
        expect(await ask(desk, `F${failed}`)).to.include({ cause: "failing" });
      }
      expect(await ask(desk, "A")).to.include({ state: "unsure", cause: "resting" });
      expect(shop.arrived).to.have.length(10);
      const { items } = await owner.call<Validators>("GET", `${API}/code-validators`);
      expect(items[0]).to.include({ breaker: "open", failures: 5, lastState: "unsure" });
      clock.set(new Date(clock.now().getTime() + 30_001));
      const held = shop.hold();
      const trial = ask(desk, "A");
      await host.until("the trial", async () => shop.arrived.length === 11);
      // Another replica meanwhile.
      expect(await ask(patient(), "B")).to.include({ state: "unsure", cause: "resting" });
      held.release();
      expect(await trial).to.include({ state: "valid" });
      expect(await ask(patient(), "C")).to.include({ state: "valid" });
      const answers = await owner.call<LastAnswers>("GET", `${API}/code-validators/${row.id}/answers`);
      expect(answers.items[0]).to.include({ code: "C", state: "valid", status: 200 });
    });

    it("of one tenant that hangs holds a share of the seats, and no other tenant up", async () => {
      await endpoint("/hangs");
      await endpoint("/good", {}, other);
      const desk = patient(60_000);
      const stop = new AbortController();
      const context = { ...at(), signal: stop.signal };
      const { fetchPublic } = context;
      const aborted = new Promise<never>((_, reject) =>
        stop.signal.addEventListener("abort", () => reject(stop.signal.reason)),
      );
      const held = Array.from({ length: 40 }, (_, index) =>
        desk.check(
          { ...context, fetchPublic: (...call) => Promise.race([fetchPublic(...call), aborted]) },
          { code: `H${index}`, asker: "1", source: "chat" },
        ),
      );
      const ended = Promise.allSettled(held);
      await host.until("the seats to be taken", async () => shop.arrived.length >= 12);
      for (let index = 0; index < 20; index += 1)
        expect(await ask(desk, `G${index}`, "1", other)).to.include({ state: "valid" });
      expect(shop.arrived.filter(({ path }) => path === "/hangs")).to.have.length(12);
      stop.abort(new Error("over"));
      shop.next.length = 0;
      await ended;
    });

    it("leaves a code open where a list does not know it, and not where a list does", async () => {
      await endpoint("/fails");
      const made = await owner.call<ValidatorDetail>("POST", `${API}/code-lists`, {
        title: "Mine",
        plan: { fields: {}, texts: {} },
      });
      await owner.call("POST", `${API}/code-lists/${made.row.id}/codes`, { text: "KNOWN" });
      await owner.call("PATCH", `${API}/code-validators/${made.row.id}`, { active: true });
      expect(await ask(patient(), "KNOWN")).to.include({ state: "valid", validator: "Mine" });
      expect(await ask(patient(), "OTHER")).to.include({ state: "unsure" });
    });

    it("keeps its secret to itself, and tells it to no other host", async () => {
      const made = await endpoint("/good", { secretHeader: "Authorization" }, owner, "Bearer hush-hush-hush");
      const detail = await owner.ask("GET", `${API}/code-validators/${made.row.id}`);
      expect(detail.body).to.include({ secretKept: true });
      const trial = { code: "A", validator: made.row.id, endpoint: { plan: made.plan } };
      const tried = await owner.call<TrialResult>("POST", `${API}/code-endpoint-trials`, trial);
      expect(tried.steps[0]).to.deep.include({ status: 200, attempts: 1 });
      expect(shop.arrived[0]?.headers.authorization).to.equal("Bearer hush-hush-hush");
      const told = [detail.body, tried, await owner.call("GET", "/api/audit")];
      expect(JSON.stringify(told)).not.to.contain("hush");
      const elsewhere = { ...made.plan, address: "https://thief.example/{code}" };
      const moved = await owner.ask(
        ...(["PUT", `${API}/code-endpoints/${made.row.id}`, { title: "x", plan: elsewhere }] as const),
        { "if-match": made.etag },
      );
      expect(moved.body).to.include({ code: "codes.secret_needed" });
      const rows = await at().db((trx) => trx.many<{ sealed: Buffer }>("select sealed from code_validator"));
      expect(rows[0]?.sealed.toString("latin1")).not.to.contain("hush");
    });

    it("whose address leaves the host to whoever types a code is refused", async () => {
      for (const wrong of ["https://{code}.example/", "https://a@b.example/", "https://:1/"]) {
        const body = { title: "x", plan: plan("", { address: wrong }) };
        expect((await owner.ask("POST", `${API}/code-endpoints`, body)).body.code, wrong).to.equal(
          "codes.address",
        );
      }
    });
  });

  describe("another plugin's validator", () => {
    const take = (input: Record<string, unknown>) =>
      owner.ask<ValidatorDetail>("POST", `${API}/code-contributions`, {
        title: "Points",
        plan: { plugin: "loyalty", name: "points", input, texts: {} },
      });
    const tried = async (code: string) => {
      const { answer } = await owner.call<TrialResult>("POST", `${API}/code-trials`, { code, person: "7" });
      return answer;
    };

    it("is offered while the tenant has the plugin, asked in its place, and its trouble leaves codes open", async () => {
      expect((await take({ prefix: "PT" })).body).to.include({ code: "codes.not_offered" });
      await owner.call("POST", "/api/plugins/loyalty/enable", { settings: {} });
      const { offers } = await owner.call<Validators>("GET", `${API}/code-validators`);
      expect(offers.map(({ plugin, name, title }) => [plugin, name, title])).to.deep.equal([
        ["loyalty", "points", "Codes for points"],
      ]);
      expect((await take({ prefix: "P" })).body).to.include({ code: "codes.input" });
      const { body } = await take({ prefix: "PT" });
      await owner.call("PATCH", `${API}/code-validators/${body.row.id}`, { active: true });
      expect(await tried("pt-1")).to.deep.equal({
        ...{ state: "valid", label: "50 points" },
        values: { code: "PT-1", points: "50", person: "7", source: "chat", label: "50 points" },
      });
      expect(await tried("XX-1")).to.include({ state: "invalid", reason: "unknown" });
      expect(await tried("PT-OLD")).to.include({ reason: "expired", message: "Points end in May." });
      for (const odd of ["PT-THROWS", "PT-ODD", "PT-BUSY"])
        expect(await tried(odd), odd).to.include({ state: "unsure" });
      await owner.call("POST", "/api/plugins/loyalty/disable");
      expect(await tried("PT-1")).to.include({ state: "unsure" });
      const { items } = await owner.call<Validators>("GET", `${API}/code-validators`);
      expect(items[0]).to.include({ offered: false, where: "loyalty/points" });
    });
  });
});
