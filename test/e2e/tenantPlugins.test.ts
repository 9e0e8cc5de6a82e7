import { expect } from "chai";
import { type Host, startHost } from "../../host/host.ts";
import { Workshop } from "../contract/workshop.ts";
import { bundledSetWith } from "../kit/bundledSet.ts";
import { type TestDatabase, testDatabase } from "../kit/database.ts";
import { OWNER, sampleTenants, signIn } from "../kit/host.ts";
import { eventually } from "../kit/waiting.ts";

describe("a tenant's plugins on two hosts", () => {
  let workshop: Workshop;
  let test: TestDatabase;
  let one: Host;
  let other: Host;
  let here: Awaited<ReturnType<typeof signIn>>;
  let there: Awaited<ReturnType<typeof signIn>>;

  before(async () => {
    [workshop, test] = await Promise.all([Workshop.open(), testDatabase()]);
    const base = await workshop.plugin("base");
    const needsBase = { dependencies: { base: "^1.0.0" }, limits: { requestSeconds: 7 } };
    const upper = await workshop.plugin("upper", needsBase, UPPER);
    const top = await workshop.plugin("top", { dependencies: { upper: "^1.0.0" } });
    const registrationFile = await bundledSetWith(top, { path: base }, { path: upper }, { path: top });
    one = await startHost(test.config, { registrationFile });
    await sampleTenants(one);
    other = await startHost(test.config, { registrationFile });
    [here, there] = await Promise.all([signIn(one.url, OWNER), signIn(other.url, OWNER)]);
  });

  after(async () => {
    await Promise.all([one?.stop(), other?.stop()]);
    await test?.drop();
    await workshop?.close();
  });

  const answers = () =>
    there.call("GET", "/api/p/upper/work").then(
      () => "works",
      (error: Error) => error.message,
    );

  it("are turned on together with what they need, and work at once on the other host", async () => {
    expect(await answers()).to.contain("not enabled");
    const alone = await here
      .call("POST", "/api/plugins/top/enable", {})
      .catch((error: Error) => error.message);
    expect(alone).to.contain("Plugin top needs Plugin upper");
    await here.call("POST", "/api/plugins/top/enable", { together: ["base", "upper"] });
    await eventually(async () => (await answers()) === "works");
  });

  it("are counted for the tenant on both hosts: calls, and errors that are the plugin's", async () => {
    await here.call("GET", "/api/p/upper/work");
    await here.call("GET", "/api/p/upper/fail").catch(() => undefined);
    const used = () => here.call<Usage>("GET", "/api/plugins/upper/usage");
    await eventually(async () => (await used()).calls === 3);
    const usage = await used();
    expect(usage).to.include({ calls: 3, errors: 1, sent: 0 });
    expect(usage.limits).to.deep.equal({ requestSeconds: 7, updateSeconds: 15 });
    const idle = await here.call<Usage>("GET", "/api/plugins/base/usage");
    expect(idle).to.include({ calls: 0, errors: 0 });
    const { items } = await here.call<{ items: { plugin: string }[] }>("GET", "/api/plugin-usages");
    const counts = { calls: 3, errors: 1, sent: 0, unsent: 0, storedBytes: 0 };
    expect(items.find(({ plugin }) => plugin === "upper")).to.include(counts);
    expect(items.find(({ plugin }) => plugin === "base")).to.include({ calls: 0, errors: 0 });
  });

  it("are silent on the other host soon after they are turned off here", async () => {
    await here.call("POST", "/api/plugins/top/disable", {});
    await here.call("POST", "/api/plugins/upper/disable", {});
    await eventually(async () => (await answers()).includes("not enabled"));
    const { items } = await there.call<{ items: { id: string; enabled: boolean }[] }>("GET", "/api/plugins");
    expect(items.find(({ id }) => id === "upper")?.enabled).to.equal(false);
  });
});

interface Usage {
  calls: number;
  errors: number;
  sent: number;
  limits: object;
}

const UPPER = `{
  setup(p) {
    const open = { method: "GET", permission: "tenant:viewer", summary: "Works", limits: { perMinute: 600 } };
    p.route({ ...open, path: "/work", handle: async () => ({ done: true }) });
    p.route({ ...open, path: "/fail", handle: async () => { throw new Error("Out of order."); } });
  },
}`;
