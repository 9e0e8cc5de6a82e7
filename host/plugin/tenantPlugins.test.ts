import { expect } from "chai";
import { makeTenant, type TestKernel, testKernel } from "../../test/contract/kernelKit.ts";
import { fixture } from "../../test/contract/scene.ts";
import { Workshop } from "../../test/contract/workshop.ts";
import { type TestDatabase, testDatabase } from "../../test/kit/database.ts";
import { eventually, refusal } from "../../test/kit/waiting.ts";
import type { ChangeNote, TenantChange } from "./runtime.ts";

const ACTOR = {
  personId: "p",
  email: "p@example.com",
  name: undefined,
  role: "owner",
  viewingAs: false,
} as const;

const TRIED = {
  settings: {
    type: "object",
    properties: {
      name: { type: "string", title: "Name", default: "Nobody" },
      key: { type: "string", title: "Key", "x-secret": true },
    },
  },
  capabilities: { secrets: { tenant: ["key"] } },
  contributes: { settingsTests: [{ name: "greet", title: "Greet", field: "key" }] },
  limits: { requestSeconds: 1 },
};
const TRIED_CODE = `{
  setup(p) {
    p.settingsTest("greet", async ({ settings, secret }) => {
      if (settings.name === "slow") await new Promise(() => undefined);
      return { ok: true, message: settings.name + " with " + ((await secret("key")) ?? "nothing") };
    });
  },
}`;

/** One of two ways to send, each with a secret of its own, in a group. */
const SENDER = {
  settings: {
    type: "object",
    additionalProperties: false,
    properties: {
      sender: {
        type: "object",
        title: "Sender",
        default: {},
        required: ["by"],
        properties: { by: { type: "string", title: "By", default: "nobody" } },
        discriminator: { propertyName: "by" },
        oneOf: [
          { properties: { by: { const: "nobody" } } },
          {
            properties: {
              by: { const: "mail" },
              port: { type: "integer", default: 25 },
              password: { type: "string", minLength: 6, "x-secret": true },
            },
            required: ["password"],
          },
        ],
      },
    },
  },
  capabilities: { secrets: { tenant: ["sender.password"] } },
};

describe("a tenant's plugins", () => {
  let test: TestDatabase;
  let workshop: Workshop;
  let kernel: TestKernel;
  let tenant: string;
  let count = 0;
  before(async () => {
    test = await testDatabase();
    workshop = await Workshop.open();
    kernel = await testKernel(test.database, [
      fixture("good"),
      fixture("hears"),
      await workshop.plugin("paid", {
        tenancy: { scope: "tenant", default: "disabled", entitlement: "paid-plan" },
      }),
      await workshop.plugin("everywhere", { tenancy: { scope: "platform", default: "enabled" } }),
      await workshop.plugin("from-start", { tenancy: { scope: "tenant", default: "enabled" } }),
      await workshop.plugin(
        "moody",
        {
          settings: {
            type: "object",
            properties: {
              mood: { type: "string", title: "Mood", default: "fine" },
              key: { type: "string", title: "Key", "x-secret": true },
            },
          },
          capabilities: { secrets: { tenant: ["key"] } },
        },
        `{
          setup() {},
          async enabled({ settings }) { if (settings.mood === "bad") throw new Error("Not today."); },
          async disabled({ settings }) { if (settings.mood === "sad") throw new Error("I stay sad."); },
          async checkSettings({ settings }, before) {
            if (settings.mood === "broken") throw new Error("I cannot say.");
            if (settings.mood === "awful") throw new core.PlatformError("Not from " + before.mood + ".", {
              code: "moody.no", status: 422, details: { fields: [{ field: "mood", message: "Cheer up." }] },
            });
          },
          async settingsChanged({ settings }, before) {
            if (settings.mood !== before.mood) throw new Error(before.mood + " → " + settings.mood);
          },
        }`,
      ),
      await workshop.plugin("tried", TRIED, TRIED_CODE),
      await workshop.plugin("sender", SENDER),
    ]);
    await kernel.runtime.boot();
  });
  beforeEach(async () => {
    count += 1;
    tenant = await makeTenant(test.database, `t${count}`);
  });
  after(async () => {
    await kernel.stop();
    await workshop.close();
    await test.drop();
  });

  const enabled = (plugin: string) => kernel.runtime.isEnabled(tenant, plugin);

  it("are off until enabled, with defaults filled in then", async () => {
    expect(await enabled("good")).to.equal(false);
    const settings = await kernel.runtime.enable(tenant, "good", { most: 7 }, ACTOR);
    expect(settings).to.deep.include({
      enabled: true,
      settings: { greeting: "Hello", most: 7 },
      revision: 1,
      etag: '"1"',
    });
    expect(await enabled("good")).to.equal(true);
  });

  it("refuse settings that do not fit, naming each field", async () => {
    const error = await refusal(
      kernel.runtime.enable(tenant, "good", { greeting: "", most: "many", colour: 1 }),
    );
    expect(error).to.include({ code: "settings.invalid", status: 400 });
    const problems = error.details?.problems;
    const pointers = Array.isArray(problems) ? problems.map(({ pointer }) => pointer) : [];
    expect(pointers).to.have.members(["/greeting", "/most", "/colour"]);
    expect(await enabled("good")).to.equal(false);
  });

  it("keep secrets in the vault, never among the settings", async () => {
    const { runtime, ports } = kernel;
    const shown = await runtime.enable(tenant, "good", { apiKey: "s3cret-9876" });
    expect(shown.secrets).to.deep.equal({ apiKey: { set: true, last4: "9876" } });
    expect(JSON.stringify(await test.database.query("select * from host.tenant_plugin"))).not.to.contain(
      "s3cret",
    );
    expect(await ports.vault.get(tenant, "good", "apiKey")).to.equal("s3cret-9876");
    await runtime.saveSettings(tenant, "good", { greeting: "Hi" }, shown.etag);
    expect(await ports.vault.get(tenant, "good", "apiKey"), "left out: as before").to.equal("s3cret-9876");
    await runtime.saveSettings(tenant, "good", { apiKey: null }, 2);
    expect(await ports.vault.get(tenant, "good", "apiKey"), "null: deleted").to.equal(undefined);
    const error = await refusal(runtime.saveSettings(tenant, "good", { apiKey: "abc" }, 3));
    expect(error.message).to.contain("/apiKey");
    expect(JSON.stringify(error.details)).not.to.contain("abc");
  });

  it("keep secrets of groups and of chosen parts in the vault, and want them where the part is chosen", async () => {
    const { runtime, ports } = kernel;
    const off = await runtime.enable(tenant, "sender", {});
    expect(off.settings).to.deep.equal({ sender: { by: "nobody" } });
    const save = (sender: object) => runtime.saveSettings(tenant, "sender", { sender }, "*");
    const missing = await refusal(save({ by: "mail" }));
    expect(missing.details?.problems).to.deep.equal([
      { pointer: "/sender/password", message: "is missing", fix: "Fill it in." },
    ]);
    expect((await refusal(save({ by: "mail", password: "short" }))).message).to.contain("/sender/password");
    const on = await runtime.saveSettings(
      tenant,
      "sender",
      { sender: { by: "mail", password: "s3cret-4321-long" } },
      off.etag,
    );
    expect(on.settings).to.deep.equal({ sender: { by: "mail", port: 25 } });
    expect(on.secrets).to.deep.equal({ "sender.password": { set: true, last4: "long" } });
    expect(await ports.vault.get(tenant, "sender", "sender.password")).to.equal("s3cret-4321-long");
    await runtime.saveSettings(tenant, "sender", { sender: { by: "mail", port: 587 } }, on.etag);
    expect(await ports.vault.get(tenant, "sender", "sender.password"), "left out: as before").to.equal(
      "s3cret-4321-long",
    );
  });

  describe("while settings are typed", () => {
    const tried = (settings: Record<string, unknown>) =>
      kernel.runtime.testSettings(tenant, "tried", "greet", settings);

    it("try what the form holds, before anything is saved or even on", async () => {
      const result = await tried({ name: "Ada", key: "typed-key-1" });
      expect(result).to.deep.equal({ ok: true, message: "Ada with typed-key-1" });
      expect(await kernel.ports.vault.get(tenant, "tried", "key")).to.equal(undefined);
      expect((await kernel.runtime.settings(tenant, "tried")).settings).to.deep.equal({ name: "Nobody" });
    });

    it("try a stored secret where none is typed, and none where it is to be deleted", async () => {
      await kernel.runtime.enable(tenant, "tried", { key: "stored-key-1" });
      expect((await tried({})).message).to.equal("Nobody with stored-key-1");
      expect((await tried({ key: null })).message).to.equal("Nobody with nothing");
    });

    it("refuse what does not fit before the plugin sees it, and tests that nobody announced", async () => {
      expect(await refusal(tried({ name: 7 }))).to.include({ code: "settings.invalid", status: 400 });
      const unknown = kernel.runtime.testSettings(tenant, "tried", "other", {});
      expect(await refusal(unknown)).to.include({ code: "settings.unknown_test", status: 404 });
    });

    it("end a test that takes too long", async () => {
      expect(await refusal(tried({ name: "slow" }))).to.include({ code: "plugin.timeout" });
    });
  });

  it("change together with what is noted of the change, or not at all", async () => {
    const { runtime, ports } = kernel;
    const noted: TenantChange[] = [];
    const note: ChangeNote = async (_trx, change) => void noted.push(change);
    const crash: ChangeNote = async () => {
      throw new Error("The host ends here.");
    };
    const failed = (work: Promise<unknown>) => work.then(() => "done", String);
    expect(await failed(runtime.enable(tenant, "tried", { key: "secret-1" }, ACTOR, crash))).to.contain(
      "ends here",
    );
    expect(await enabled("tried")).to.equal(false);
    expect(await ports.vault.get(tenant, "tried", "key")).to.equal(undefined);
    await runtime.enable(tenant, "tried", {}, ACTOR, note);
    const changed = runtime.saveSettings(tenant, "tried", { name: "Eve" }, 1, ACTOR, crash);
    expect(await failed(changed)).to.contain("ends here");
    expect(await runtime.settings(tenant, "tried")).to.deep.include({
      settings: { name: "Nobody" },
      revision: 1,
    });
    await runtime.saveSettings(tenant, "tried", { name: "Eve" }, 1, ACTOR, note);
    expect(await failed(runtime.disable(tenant, "tried", ACTOR, crash))).to.contain("ends here");
    expect(await enabled("tried")).to.equal(true);
    await runtime.disable(tenant, "tried", ACTOR, note);
    expect(
      noted.map(({ before, after }) => [before.enabled, after.enabled, after.settings.name]),
    ).to.deep.equal([
      [false, true, "Nobody"],
      [true, true, "Eve"],
      [true, false, "Eve"],
    ]);
  });

  it("need what they depend on, and are needed by what depends on them", async () => {
    const { runtime } = kernel;
    const lacking = await refusal(runtime.enable(tenant, "hears"));
    expect(lacking).to.include({ code: "plugin.dependency_disabled", status: 409 });
    expect(lacking.message).to.contain("Good Notes");
    await runtime.enable(tenant, "good");
    await runtime.enable(tenant, "hears");
    const needed = await refusal(runtime.disable(tenant, "good"));
    expect(needed).to.include({ code: "plugin.needed", status: 409 });
    expect(needed.message).to.contain("Hears Notes");
  });

  it("need the plan to include them, and stop when it no longer does", async () => {
    const { runtime } = kernel;
    expect(await refusal(runtime.enable(tenant, "paid"))).to.include({
      code: "plugin.not_entitled",
      status: 403,
    });
    await test.database.query("update host.tenant set entitlements = '{paid-plan}' where id = $1", [tenant]);
    await runtime.tenantChanged(tenant);
    await runtime.enable(tenant, "paid");
    expect(await enabled("paid")).to.equal(true);
    await test.database.query("update host.tenant set entitlements = '{}' where id = $1", [tenant]);
    await runtime.tenantChanged(tenant);
    expect(await enabled("paid")).to.equal(false);
  });

  it("that belong to the installation are on for everybody and nobody's to switch", async () => {
    expect(await enabled("everywhere")).to.equal(true);
    expect(await refusal(kernel.runtime.disable(tenant, "everywhere"))).to.include({
      code: "plugin.platform_wide",
    });
  });

  it("that start enabled are on for a new tenant, and stay off once it turned them off", async () => {
    await kernel.runtime.tenantChanged(tenant);
    expect(await enabled("from-start")).to.equal(true);
    await kernel.runtime.disable(tenant, "from-start");
    await kernel.runtime.tenantChanged(tenant);
    expect(await enabled("from-start")).to.equal(false);
  });

  it("undo everything when `enabled` throws, secrets too", async () => {
    const { runtime, ports } = kernel;
    const error = await refusal(runtime.enable(tenant, "moody", { mood: "bad", key: "fresh" }));
    expect(error).to.include({ plugin: "moody", phase: "tenant-hook" });
    expect(error.message).to.contain("Not today.");
    expect(await enabled("moody")).to.equal(false);
    expect(await ports.vault.get(tenant, "moody", "key")).to.equal(undefined);
  });

  it("tell what `settingsChanged` and `disabled` complain of, and have happened all the same", async () => {
    const { runtime } = kernel;
    await runtime.enable(tenant, "moody");
    const changed = await runtime.saveSettings(tenant, "moody", { mood: "sad" }, 1);
    expect(changed.problem).to.contain("fine → sad");
    expect(changed.settings).to.deep.equal({ mood: "sad" });
    const off = await runtime.disable(tenant, "moody");
    expect(off).to.include({ enabled: false });
    expect(off.problem).to.contain("I stay sad.");
  });

  it("refuse what `checkSettings` refuses and keep what was; a check that breaks keeps nobody from saving", async () => {
    const { runtime } = kernel;
    await runtime.enable(tenant, "moody");
    const error = await refusal(runtime.saveSettings(tenant, "moody", { mood: "awful" }, 1));
    expect(error).to.include({ code: "moody.no", status: 422, message: "Not from fine." });
    expect(error.details).to.deep.equal({ fields: [{ field: "mood", message: "Cheer up." }] });
    const stored = await runtime.settings(tenant, "moody");
    expect(stored).to.deep.include({ settings: { mood: "fine" }, revision: 1 });
    const saved = await runtime.saveSettings(tenant, "moody", { mood: "broken" }, 1);
    expect(saved.settings).to.deep.equal({ mood: "broken" });
  });

  it("answer 412 with both versions when somebody else has saved meanwhile", async () => {
    const { runtime } = kernel;
    await runtime.enable(tenant, "good");
    await runtime.saveSettings(tenant, "good", { greeting: "First" }, '"1"', ACTOR);
    const error = await refusal(runtime.saveSettings(tenant, "good", { greeting: "Second" }, 'W/"1"'));
    expect(error).to.include({ code: "settings.conflict", status: 412 });
    expect(error.details).to.deep.include({
      yours: { greeting: "Second" },
      theirs: { greeting: "First", most: 100 },
      revision: 2,
    });
  });

  it("keep their settings while they are off", async () => {
    const { runtime } = kernel;
    await runtime.enable(tenant, "good", { greeting: "Moin" });
    await runtime.disable(tenant, "good");
    expect(await enabled("good")).to.equal(false);
    expect((await runtime.enable(tenant, "good")).settings).to.deep.include({ greeting: "Moin" });
  });

  it("are followed by other replicas at once, in both directions", async () => {
    const replica = await testKernel(test.database, [fixture("good"), fixture("hears")]);
    await replica.runtime.boot();
    expect(await replica.runtime.isEnabled(tenant, "good")).to.equal(false);
    await kernel.runtime.enable(tenant, "good");
    await eventually(() => replica.runtime.isEnabled(tenant, "good"));
    await kernel.runtime.disable(tenant, "good");
    await eventually(async () => !(await replica.runtime.isEnabled(tenant, "good")));
    await replica.stop();
  });

  it("are not asked of the database on every call", async () => {
    await kernel.runtime.isEnabled(tenant, "good");
    await test.database.query("delete from host.tenant_plugin where tenant_id = $1", [tenant]);
    await test.database.query(
      "insert into host.tenant_plugin (tenant_id, plugin_id, enabled) values ($1, 'good', true)",
      [tenant],
    );
    expect(await enabled("good"), "nobody told").to.equal(false);
    await test.database.query("select pg_notify('tenant_plugin', $1)", [tenant]);
    await eventually(() => enabled("good"));
  });

  it("are listed with what a person must know to decide", async () => {
    const list = await kernel.runtime.catalogue(tenant);
    const hears = list.find(({ manifest }) => manifest.id === "hears");
    expect(hears).to.deep.include({
      state: "active",
      enabled: false,
      entitled: true,
      missing: ["good"],
      revision: 0,
    });
    expect(hears?.may).to.include("Hear from other plugins: good note written.");
    expect(list.find(({ manifest }) => manifest.id === "paid")?.entitled).to.equal(false);
  });

  it("are paged for work that fans out, with their settings complete", async () => {
    await kernel.runtime.enable(tenant, "good", { most: 3 });
    const all = [];
    for (let after: string | undefined; ; ) {
      const page = await kernel.runtime.enabledTenants("good", {
        limit: 2,
        ...(after === undefined ? {} : { after }),
      });
      all.push(...page);
      after = page.at(-1)?.tenantId;
      if (page.length === 0) break;
    }
    expect(all.find(({ tenantId }) => tenantId === tenant)).to.deep.equal({
      tenantId: tenant,
      timezone: "Europe/Berlin",
      settings: { greeting: "Hello", most: 3 },
    });
  });
});
