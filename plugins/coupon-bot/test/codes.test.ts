import { expect } from "chai";
import { SteerableClock } from "../../../host/clock/steerableClock.ts";
import {
  OTHER_OWNER,
  OWNER,
  type Person,
  startTestHost,
  type TestHost,
  VIEWER,
} from "../../../test/kit/host.ts";
import type { Answer, CodeQuestion } from "../codes/answer.ts";
import type { Added, CodesPage, Imported, TrialResult, ValidatorDetail, Validators } from "../codes/api.ts";
import { CodeDesk, checkCode } from "../codes/codeDesk.ts";
import type { ListPlan } from "../codes/plans.ts";
import { exportTenant, purgeTenant } from "../tenantData.ts";
import { forgetUsers } from "../uses/erasing.ts";
import { codeContext, NO_PLUGINS } from "./codeContext.ts";

const API = "/api/p/coupon-bot";
const START = new Date("2026-06-01T10:00:00Z");
const PLAIN: ListPlan = { fields: {}, texts: {} };

describe("lists of codes", () => {
  let clock: SteerableClock;
  let host: TestHost;
  let owner: Person;
  let other: Person;
  const desk = new CodeDesk(NO_PLUGINS);

  before(async () => {
    clock = new SteerableClock({ at: START, rate: 0 });
    host = await startTestHost({ clock, background: false, variables: { LOG_LEVEL: "silent" } });
    [owner, other] = await Promise.all([host.signIn(OWNER), host.signIn(OTHER_OWNER)]);
    for (const each of [owner, other])
      await each.call("POST", "/api/plugins/coupon-bot/enable", { together: ["journeys"], settings: {} });
  });
  after(() => host?.stop());
  afterEach(async () => {
    for (const each of [owner, other]) await purgeTenant(codeContext(host, each));
  });

  /** A list in use. */
  async function list(codes: string, plan: Partial<ListPlan> = {}, who = owner): Promise<string> {
    const made = await who.call<ValidatorDetail>("POST", `${API}/code-lists`, {
      title: "Spring",
      plan: { ...PLAIN, ...plan },
    });
    const { id } = made.row;
    await who.call<Added>("POST", `${API}/code-lists/${id}/codes`, { text: codes });
    await who.call("PATCH", `${API}/code-validators/${id}`, { active: true });
    return id;
  }
  const ask = (code: string, asker?: string, source: CodeQuestion["source"] = "chat", who = owner) =>
    checkCode(desk, codeContext(host, who), { code, source, ...(asker !== undefined && { asker }) });
  const said = async (code: string, asker?: string): Promise<string> => wordOf(await ask(code, asker));
  const wordOf = (answer: Answer) => (answer.state === "invalid" ? answer.reason : answer.state);
  const page = (id: string, query = "") =>
    owner.call<CodesPage>("GET", `${API}/code-lists/${id}/codes${query}`);

  it("take every well-formed code while a tenant has none in use", async () => {
    expect(await ask("ANY")).to.deep.equal({ state: "valid", values: { code: "ANY" } });
    const { row } = await owner.call<ValidatorDetail>("POST", `${API}/code-lists`, {
      title: "New",
      plan: PLAIN,
    });
    expect(await said("ANY")).to.equal("valid");
    await owner.call("PATCH", `${API}/code-validators/${row.id}`, { active: true });
    expect(await said("ANY")).to.equal("unknown");
  });

  it("say what a code is, with its own variables over the list's, and the tenant's words for a reason", async () => {
    const id = await list("GOOD", {
      fields: { discount: "10", shop: "aurum" },
      texts: { unknown: "Look at the flyer." },
    });
    const { items } = await page(id);
    await owner.call("PATCH", `${API}/codes/${items[0]?.id}`, { fields: { discount: "25" } });
    expect(await ask("GOOD", "1")).to.deep.equal({
      ...{ state: "valid", validator: "Spring", label: "Spring" },
      values: { code: "GOOD", discount: "25", shop: "aurum", label: "Spring" },
    });
    expect(await ask("BAD", "1")).to.include({ reason: "unknown", message: "Look at the flyer." });
  });

  it("count a person and a code once, however often they ask, and not one more than the limit", async () => {
    const id = await list("FEW", { usesPerCode: 2 });
    expect([await said("FEW", "1"), await said("FEW", "1"), await said("FEW", "2")]).to.deep.equal([
      "valid",
      "valid",
      "valid",
    ]);
    expect([await said("FEW", "3"), await said("FEW", "1")]).to.deep.equal(["used_up", "valid"]);
    expect((await page(id)).items[0]).to.include({ uses: 2, state: "used_up" });
  });

  it("give the last use to one of many who ask at once", async () => {
    const id = await list("LAST,MANY", { usesPerCode: 3, usesInAll: 5 });
    const asked = await Promise.all(
      Array.from({ length: 12 }, (_, index) => said(index % 2 === 0 ? "LAST" : "MANY", String(index))),
    );
    expect(asked.filter((word) => word === "valid")).to.have.length(5);
    expect(asked.filter((word) => word === "used_up")).to.have.length(7);
    const { row } = await owner.call<ValidatorDetail>("GET", `${API}/code-validators/${id}`);
    expect(row.uses).to.equal(5);
  });

  it("let one person have as many codes of a list as it says, at once too", async () => {
    await list("A,B,C,D", { codesPerPerson: 2, texts: { refused: "Two each." } });
    const words = await Promise.all(["A", "B", "C", "D"].map((code) => said(code, "1")));
    expect(words.sort()).to.deep.equal(["refused", "refused", "valid", "valid"]);
    expect(await said("A", "2")).to.equal("valid");
  });

  it("count with the answer: what is lost before its commit is not counted, what is lost after it is not counted twice", async () => {
    await list("ONE", { usesPerCode: 1 });
    const context = codeContext(host, owner);
    const dying = new CodeDesk(NO_PLUGINS).check(
      {
        ...context,
        db: (work) =>
          context.db(async (trx) => {
            const result = await work(trx);
            const used = await trx.one("select 1 from code_use");
            if (used !== undefined) throw new Error("The host died.");
            return result;
          }),
      },
      { code: "ONE", asker: "1", source: "chat" },
    );
    expect(await dying.catch((error: Error) => error.message)).to.equal("The host died.");
    // The answer was given and lost on its way: the same person asks again.
    expect([await said("ONE", "2"), await said("ONE", "2"), await said("ONE", "1")]).to.deep.equal([
      "valid",
      "valid",
      "used_up",
    ]);
  });

  it("are asked in their order: the first that knows a code counts it, and what ended is told rather than what is unknown", async () => {
    const first = await list("BOTH");
    const second = await list("BOTH,OLD", { ends: "2026-06-01T00:00" });
    expect(await said("OLD", "1")).to.equal("expired");
    expect(await said("BOTH", "1")).to.equal("valid");
    const order = async () =>
      (await owner.call<Validators>("GET", `${API}/code-validators`)).items.map(({ id, uses }) => [id, uses]);
    expect(await order()).to.deep.equal([
      [first, 1],
      [second, 0],
    ]);
    await owner.call("PUT", `${API}/code-validator-orders/current`, { ids: [second, first] });
    expect(await order()).to.deep.equal([
      [second, 0],
      [first, 1],
    ]);
  });

  it("of another tenant are neither asked nor reached", async () => {
    const id = await list("MINE");
    expect(await ask("MINE", "1", "chat", other)).to.deep.equal({ state: "valid", values: { code: "MINE" } });
    for (const [method, path, body] of [
      ["GET", `/code-lists/${id}/codes`],
      ["GET", `/code-validators/${id}`],
      ["PATCH", `/code-validators/${id}`, { active: false }],
      ["POST", `/code-lists/${id}/codes`, { text: "THEIRS" }],
      ["DELETE", `/code-validators/${id}`],
    ] as const)
      expect((await other.ask(method, API + path, body)).status, `${method} ${path}`).to.equal(404);
    expect((await page(id)).items).to.have.length(1);
  });

  it("are tried without a trace", async () => {
    const id = await list("ONE", { usesPerCode: 1 });
    const trial = () => owner.call<TrialResult>("POST", `${API}/code-trials`, { code: "one ", person: "7" });
    const first = await trial();
    expect(first).to.deep.include({ code: "ONE" });
    expect(first.steps[0]?.answer).to.deep.include({ state: "valid" });
    expect((await trial()).answer.state).to.equal("valid");
    expect((await page(id)).items[0]?.uses).to.equal(0);
  });

  it("take codes as they are typed, and give them back after they were deleted", async () => {
    const id = await list("ONE");
    const added = await owner.call<Added>("POST", `${API}/code-lists/${id}/codes`, {
      text: `two, one\nTHREE;ЖЖ\n${"x".repeat(41)}`,
    });
    expect(added).to.deep.equal({ added: 2, known: 1, refused: ["ЖЖ", "x".repeat(41)] });
    const { items } = await page(id, "?sort=code");
    const ids = items.map((each) => each.id);
    await owner.call("POST", `${API}/code-lists/${id}/deletions`, { ids });
    expect(await said("ONE")).to.equal("unknown");
    await owner.call("POST", `${API}/code-lists/${id}/codes`, { text: "ONE" });
    expect(await owner.call("POST", `${API}/code-lists/${id}/undeletions`, { ids })).to.deep.equal({
      count: 2,
    });
    expect((await page(id, "?sort=code")).items.map(({ code }) => code)).to.deep.equal([
      "ONE",
      "THREE",
      "TWO",
    ]);
    const deleted = await owner.ask("DELETE", `${API}/code-validators/${id}`);
    expect([deleted.status, await said("ONE")]).to.deep.equal([200, "valid"]);
    await owner.call("POST", `${API}/code-validators/${id}/undelete`);
    expect(await said("NONE")).to.equal("unknown");
  });

  it("come out as a file that no spreadsheet runs, and that goes in again", async () => {
    const id = await list("-1+1,PLAIN");
    const { items } = await page(id);
    const odd = items.find(({ code }) => code === "-11");
    await owner.call("PATCH", `${API}/codes/${odd?.id}`, { mostUses: 3, fields: { note: "=SUM(A1)" } });
    const response = await fetch(`${host.url}${API}/code-lists/${id}/codes?format=csv&sort=code`, {
      headers: { authorization: `Bearer ${owner.token}`, "x-tenant": owner.tenantId },
    });
    const csv = await response.text();
    expect(csv.split("\r\n")[1]).to.match(/^'-11,good,0,3,/);
    const again = await list("X");
    const into = (dryRun: boolean, replaces = false) =>
      owner.call<Imported>("POST", `${API}/code-lists/${again}/imports`, { csv, dryRun, replaces });
    expect(await into(true)).to.deep.include({ lines: 2, added: 2, known: 0, refused: 0 });
    expect((await page(again)).items).to.have.length(1);
    expect(await into(false)).to.deep.include({ added: 2, changed: 0, known: 0 });
    expect(await into(false, true)).to.deep.include({ added: 0, changed: 0, known: 2 });
    const copy = (await page(again, "?q=-11")).items[0];
    expect(copy).to.deep.include({ code: "-11", mostUses: 3, fields: { note: "=SUM(A1)" } });
  });

  it("take a long file in at once, while codes are checked, and random codes that are all different", async () => {
    const id = await list("FIRST");
    const lines = Array.from({ length: 10_000 }, (_, index) => `BULK-${index},${index % 7}`);
    const csv = `code,discount\n${lines.join("\n")}\n`;
    const [imported, meanwhile] = await Promise.all([
      owner.call<Imported>("POST", `${API}/code-lists/${id}/imports`, {
        csv,
        dryRun: false,
        replaces: false,
      }),
      said("FIRST", "1"),
    ]);
    expect(imported).to.deep.include({ lines: 10_000, added: 10_000, refused: 0, fields: ["discount"] });
    expect(meanwhile).to.equal("valid");
    expect(await ask("BULK-9999")).to.deep.include({
      values: { code: "BULK-9999", discount: "3", label: "Spring" },
    });
    const body = { count: 500, prefix: "VIP-", length: 8 };
    expect(await owner.call("POST", `${API}/code-lists/${id}/generations`, body)).to.deep.equal({
      count: 500,
    });
    const short = await owner.ask("POST", `${API}/code-lists/${id}/generations`, {
      ...body,
      count: 10_000,
      length: 4,
    });
    expect(short.body).to.include({ code: "codes.too_short" });
    expect((await page(id, "?q=VIP-&limit=2")).items[0]?.code).to.match(/^VIP-[2-9B-DF-HJ-NP-TV-Z]{8}$/);
  });

  it("are changed only over the version that was read, by who may", async () => {
    const id = await list("ONE");
    const viewer = await host.signIn(VIEWER);
    expect((await viewer.ask("POST", `${API}/code-lists`, { title: "x", plan: PLAIN })).status).to.equal(403);
    const { etag } = await owner.call<ValidatorDetail>("GET", `${API}/code-validators/${id}`);
    const save = (version: string, title: string) =>
      owner.ask("PUT", `${API}/code-lists/${id}`, { title, plan: PLAIN }, { "if-match": version });
    expect((await save(etag, "Mine")).status).to.equal(200);
    const late = await save(etag, "Theirs");
    expect([late.status, late.body.code]).to.deep.equal([412, "edit.conflict"]);
    const backwards = { ...PLAIN, starts: "2026-06-02T00:00", ends: "2026-06-01T00:00" };
    expect(
      (await owner.ask("POST", `${API}/code-lists`, { title: "x", plan: backwards })).body.code,
    ).to.equal("codes.dates");
  });

  it("leave with the tenant's data, forget somebody who is erased, and are gone after a purge", async () => {
    await list("ONE");
    await said("ONE", "7001");
    const context = codeContext(host, owner);
    const exported = async () => {
      const found: unknown[] = [];
      for await (const row of exportTenant(context)) found.push(row.table);
      return found.filter((table) => String(table).startsWith("code"));
    };
    expect(await exported()).to.deep.equal(["code_use", "code", "code_validator"]);
    await context.db((trx) => forgetUsers(trx, ["7001"]));
    expect(await exported()).to.deep.equal(["code", "code_validator"]);
    expect(await context.db((trx) => trx.many("select uses from code"))).to.deep.equal([{ uses: 1 }]);
    await purgeTenant(context);
    expect(await exported()).to.deep.equal([]);
  });

  // The clock goes on from here, and never back.
  it("hold their dates on the tenant's clock, and those of a code within them", async () => {
    const id = await list("A,B", { starts: "2026-06-02T09:00", ends: "2026-06-10T00:00" });
    const { items } = await page(id);
    const b = items.find(({ code }) => code === "B");
    await owner.call("PATCH", `${API}/codes/${b?.id}`, { ends: "2026-06-05T12:00" });
    expect(await said("A")).to.equal("not_yet");
    const { row } = await owner.call<ValidatorDetail>("GET", `${API}/code-validators/${id}`);
    clock.set(new Date(row.startsAt ?? ""));
    expect([await said("A"), await said("B")]).to.deep.equal(["valid", "valid"]);
    clock.set(new Date("2026-06-05T12:00:00Z"));
    expect([await said("A"), await said("B")]).to.deep.equal(["valid", "expired"]);
    expect((await page(id, "?state=expired")).items.map(({ code }) => code)).to.deep.equal(["B"]);
    clock.set(new Date("2026-06-10T12:00:00Z"));
    expect(await said("A")).to.equal("expired");
  });

  it("that were deleted a day ago are gone for good", async () => {
    const id = await list("ONE");
    await owner.call("DELETE", `${API}/code-validators/${id}`);
    clock.set(new Date(clock.now().getTime() + 86_400_001));
    await host.runtime.runJob("coupon-bot", "deleted-codes", {
      at: clock.now(),
      timeoutMs: 60_000,
      caughtUp: false,
    });
    const { db } = codeContext(host, owner);
    expect(
      await db((trx) => trx.many("select 1 from code_validator union all select 1 from code")),
    ).to.deep.equal([]);
  });
});
