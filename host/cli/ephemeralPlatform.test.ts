import type { EphemeralPlatform } from "@promostack/core";
import { expect } from "chai";
import { startEphemeralPlatform } from "./ephemeralPlatform.ts";

describe("an ephemeral platform", () => {
  let platform: EphemeralPlatform;
  const at = (time: string) => new Date(`2024-03-04T${time}:00Z`);

  before(async () => {
    platform = await startEphemeralPlatform({
      cwd: process.cwd(),
      startAt: at("10:00"),
      enable: [{ plugin: "forex-signals", settings: {} }],
    });
  });
  after(() => platform.stop());

  it("answers as the tenant's owner, with what was asked for enabled", async () => {
    const me = await platform.call<{ tenantId: string; clock: { now: string; rate: number } }>(
      "GET",
      "/api/me",
    );
    expect(me.tenantId).to.equal(platform.tenantId);
    expect(me.clock).to.deep.include({ now: at("10:00").toISOString(), rate: 0 });
    const jobs = await platform.call<{ items: { job: string }[] }>("GET", "/api/jobs");
    expect(jobs.items.map((each) => each.job)).to.include("monitor");
  });

  it("answers as its admin too: what an admin adds, the tenant finds", async () => {
    const facts = { name: "Platinum", tick: 0.01, pip: 0.1, contractSize: 100, minStop: 1, spread: 0.2 };
    const path = "/api/p/forex-signals/admin/instruments/XPT-USD";
    await platform.callAsAdmin("PUT", path, { ...facts, calendar: "metals" });
    const refusal = await platform.call("PUT", path, facts).catch((error: unknown) => error);
    expect(refusal).to.have.property("status", 403);
    const { items } = await platform.call<{ items: { id: string }[] }>(
      "GET",
      "/api/p/forex-signals/instruments",
    );
    expect(items.map(({ id }) => id)).to.include("XPT/USD");
  });

  it("runs what is due when it is told to, and nothing by itself", async () => {
    expect(await platform.tick("monitor")).to.equal(0);
    platform.setTime(at("10:01"));
    expect(await platform.tick("monitor")).to.equal(1);
    expect(await platform.tick("monitor")).to.equal(0);
    platform.setTime(at("10:05"));
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await platform.tick("monitor")).to.equal(1);
    await platform.settle();
  });

  it("never goes back, and names the jobs that there are", async () => {
    expect(() => platform.setTime(at("09:00"))).to.throw("never runs backwards");
    const refusal = await platform.tick("none").catch((error: unknown) => error);
    expect(refusal).to.have.property("hint").that.includes("/monitor");
    const unknown = await platform.call("GET", "/api/nothing").catch((error: unknown) => error);
    expect(unknown).to.have.property("status", 404);
  });

  it("stops whole: its address answers no more", async () => {
    const { url } = platform;
    await platform.stop();
    const refusal = await fetch(url).catch((error: unknown) => error);
    expect(refusal).to.be.an("error");
  });
});
