import { expect } from "chai";
import { makeTenant, type TestKernel, testKernel } from "../../test/contract/kernelKit.ts";
import { Workshop } from "../../test/contract/workshop.ts";
import { type TestDatabase, testDatabase } from "../../test/kit/database.ts";

const ROUTES = `{
  setup(p) {
    const limits = { perMinute: 60 };
    const look = async (context) => core.reply(200, { members: Object.keys(context).sort(), frozen: Object.isFrozen(context) });
    p.route({ method: "GET", path: "/tenant", permission: "tenant:viewer", summary: "Members", limits, handle: look });
    p.route({ method: "GET", path: "/admin", permission: "admin", summary: "Members", limits, handle: look });
    p.route({ method: "GET", path: "/try", permission: "tenant:viewer", summary: "Tries", limits, handle: (context) => globalThis.__try(context) });
    if (p.id === "has-all") {
      p.onDelivery("told", async () => {});
      p.mount({ prefix: "/raw", summary: "Raw", limits, handle: async () => core.reply(200) });
      p.provide("all.do@1", () => ({}));
    }
  },
}`;

const ALL = {
  capabilities: {
    db: { platform: true },
    http: { hosts: ["api.example.com"], public: true },
    telegram: { roles: ["message_bot"], send: true },
    events: { publishes: ["all.done@1"] },
    secrets: { tenant: ["key"], platform: ["API_KEY"] },
    config: ["BASE_URL"],
    services: { provides: ["all.do@1"], uses: ["test.host@1"] },
    storage: { maxBytes: 1000 },
    sandbox: true,
    rawHttp: true,
  },
  contributes: {
    events: [
      {
        name: "all.done@1",
        title: "Done",
        schema: { type: "object", required: ["id"], properties: { id: { type: "string" } } },
      },
    ],
  },
};

type Attempt = (context: never) => Promise<unknown>;

describe("contexts", () => {
  let test: TestDatabase;
  let workshop: Workshop;
  let kernel: TestKernel;
  let tenant: string;
  before(async () => {
    test = await testDatabase();
    workshop = await Workshop.open();
    kernel = await testKernel(
      test.database,
      [await workshop.plugin("has-nothing", {}, ROUTES), await workshop.plugin("has-all", ALL, ROUTES)],
      { variables: { API_KEY: "from the configuration", BASE_URL: "http://127.0.0.1:9", OTHER: "hidden" } },
    );
    await kernel.runtime.boot();
    tenant = await makeTenant(test.database, "a");
    for (const plugin of ["has-nothing", "has-all"]) await kernel.runtime.enable(tenant, plugin);
  });
  after(async () => {
    Reflect.deleteProperty(globalThis, "__try");
    await kernel.stop();
    await workshop.close();
    await test.drop();
  });

  function ask(plugin: string, path: string): Promise<unknown> {
    const found = kernel.runtime.routes().find((each) => each.plugin === plugin && each.route.path === path);
    if (found === undefined) throw new Error(`no ${path}`);
    const input = { params: {}, query: {}, body: undefined, headers: {} };
    return kernel.runtime.invokeRoute(plugin, found.route, { tenantId: tenant }, input);
  }

  /** Runs a function as a handler of the plugin that has everything. */
  function attempt(work: Attempt): Promise<unknown> {
    Reflect.set(globalThis, "__try", work);
    return ask("has-all", "/try");
  }

  it("have only what everybody has, where plugin.json asks for nothing", async () => {
    const common = ["actor", "clock", "log", "signal"];
    expect(await ask("has-nothing", "/tenant")).to.have.deep.property("body", {
      members: [...common, "settings", "tenantId", "timezone"].sort(),
      frozen: true,
    });
    expect(await ask("has-nothing", "/admin")).to.have.deep.property("body", {
      members: [...common, "localUrl", "publicUrl", "tenants"].sort(),
      frozen: true,
    });
  });

  it("have everything that was asked for", async () => {
    const extra = ["fetch", "service"];
    expect(await ask("has-all", "/tenant"))
      .to.have.nested.property("body.members")
      .that.includes.members([
        ...extra,
        "audit",
        "bot",
        "db",
        "fetchPublic",
        "keepSecret",
        "publish",
        "secret",
        "send",
        "storage",
        "withdraw",
        "forget",
      ]);
    expect(await ask("has-all", "/admin"))
      .to.have.nested.property("body.members")
      .that.includes.members([
        ...extra,
        "config",
        "platformDb",
        "platformSecret",
        "publishMany",
        "sandbox",
        "sendMany",
      ]);
  });

  // What is refused counts as the plugin's fault; a fresh generation has none on its breaker.
  afterEach(() => kernel.runtime.swap("has-all"));

  it("refuse names that plugin.json does not list", async () => {
    const code = (work: (context: Record<string, (...values: unknown[]) => unknown>) => unknown) =>
      attempt(async (context) => work(context)).then(
        () => undefined,
        (error: { code?: string }) => error.code,
      );
    expect(await code((context) => context.secret?.("other"))).to.equal("capability.refused");
    expect(await code((context) => context.keepSecret?.("other", "x"))).to.equal("capability.refused");
    expect(await code((context) => context.bot?.("signal_bot"))).to.equal("capability.refused");
    expect(await code((context) => context.service?.("other.host@1"))).to.equal("capability.refused");
    expect(await code((context) => context.fetch?.("https://elsewhere.example/"))).to.equal(
      "capability.http",
    );
  });

  it("call no private address that a tenant chose, though the configuration names it", async () => {
    const refused = await attempt(async (context: Record<string, (...values: unknown[]) => unknown>) =>
      context.fetchPublic?.("http://127.0.0.1:9/", { maxBytes: 1 }),
    ).catch((error: { code?: string }) => error.code);
    expect(refused).to.equal("fetch.not_public");
  });

  it("keep a secret that the plugin made for the tenant", async () => {
    const read = await attempt(async (context: Record<string, (...values: unknown[]) => unknown>) => {
      await context.keepSecret?.("key", "made here");
      return context.secret?.("key");
    });
    expect(read).to.equal("made here");
  });

  it("refuse events that plugin.json does not describe", async () => {
    const code = (event: string, payload: object) =>
      attempt(async (context: Record<string, (...values: unknown[]) => unknown>) =>
        context.db?.((trx: unknown) => context.publish?.(trx, event, payload)),
      ).then(
        () => undefined,
        (error: { code?: string }) => error.code,
      );
    expect(await code("all.other@1", {})).to.equal("capability.refused");
    expect(await code("all.done@1", { id: 7 })).to.equal("event.invalid");
    expect(await code("all.done@1", { id: "7" })).to.equal(undefined);
  });

  it("write messages under the plugin's and the tenant's name", async () => {
    const message = {
      role: "message_bot",
      chat: "7",
      method: "sendMessage",
      payload: { text: "x" },
      dedupeKey: "k",
    };
    await attempt(
      async (context: {
        db: (work: (trx: unknown) => unknown) => unknown;
        send: (trx: unknown, m: object) => unknown;
      }) => context.db((trx) => context.send(trx, message)),
    );
    expect(kernel.sent.at(-1)).to.deep.equal({ ...message, tenantId: tenant });
  });

  it("write the audit log under the plugin's and the tenant's name, beside the deed and not without it", async () => {
    const note = { action: "thing.done", target: "thing 7", before: { a: 1 }, after: { a: 2 } };
    type Auditing = {
      db: (work: (trx: unknown) => unknown) => Promise<unknown>;
      audit: (trx: unknown, note: object) => Promise<void>;
    };
    await attempt(async (context: Auditing) => context.db((trx) => context.audit(trx, note)));
    const undone = attempt(async (context: Auditing) =>
      context.db(async (trx) => {
        await context.audit(trx, { ...note, action: "thing.undone" });
        throw new Error("Not done after all.");
      }),
    );
    await undone.catch(() => undefined);
    const rows = await test.database.query(
      `select tenant_id as tenant, action, target, before, after from host.audit where action like 'has-all.%'`,
    );
    expect(rows).to.deep.equal([{ tenant, ...note, action: "has-all.thing.done" }]);
  });

  it("are dead once their call was abandoned: no transaction, event or message any more", async () => {
    let late: Promise<unknown> = Promise.resolve();
    const aborted = new AbortController();
    Reflect.set(
      globalThis,
      "__try",
      (context: { signal: AbortSignal; db: (work: () => unknown) => Promise<unknown> }) => {
        late = new Promise((resolve) =>
          context.signal.addEventListener("abort", () => resolve(undefined)),
        ).then(() => context.db(async () => "written"));
        return late;
      },
    );
    const found = kernel.runtime
      .routes()
      .find((each) => each.plugin === "has-all" && each.route.path === "/try");
    if (found === undefined) throw new Error("no route");
    const input = { params: {}, query: {}, body: undefined, headers: {} };
    const answer = kernel.runtime.invokeRoute(
      "has-all",
      found.route,
      { tenantId: tenant, signal: aborted.signal },
      input,
    );
    setTimeout(() => aborted.abort(new Error("left")), 20);
    expect(await answer.catch((error: Error) => error.message)).to.contain("left");
    expect(await late.catch((error: Error) => error.message)).to.equal("left");
  });
});
