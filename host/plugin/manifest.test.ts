import { PlatformError } from "@promostack/core";
import { expect } from "chai";
import { Workshop } from "../../test/contract/workshop.ts";
import { readManifest } from "./manifest.ts";

type Patch = Record<string, unknown>;

const event = { name: "made.happened@1", title: "It happened", schema: { type: "object" } };
const job = { name: "tick", title: "Ticks", schedule: "* * * * *", scope: "platform" };
const metric = { name: "ticks", kind: "counter", help: "How often it ticked" };
const command = { command: "go", description: "Goes", role: "message_bot" };
const field = (more: Patch): Patch => ({
  type: "object",
  properties: { field: { title: "Field", ...more } },
});
const bot = (more: Patch = {}): Patch => ({
  telegram: { roles: ["message_bot"], updates: ["message"], ...more },
});

/** Each rule broken in turn: what is written, and where the error must point. */
const BROKEN: [string, Patch, string, Record<string, string>?][] = [
  ["an id with capitals", { id: "Made" }, "/id"],
  ["an unknown field", { sumary: "typo" }, "/sumary"],
  ["a missing title", { title: undefined }, "/title"],
  ["a version that is none", { version: "1.0" }, "/version"],
  [
    "a version other than package.json's",
    { version: "1.0.1" },
    "/version",
    { "package.json": '{"version":"1.0.0"}' },
  ],
  ["a publisher's address that is none", { publisher: { name: "P", url: "no url" } }, "/publisher/url"],
  ["a host range that is none", { engine: { host: "newest", api: "*" } }, "/engine/host"],
  ["a host of the future", { engine: { host: "^99.0.0", api: "*" } }, "/engine/host"],
  ["an API of the future", { engine: { host: "*", api: "^99.0.0" } }, "/engine/api"],
  ["a dependency's range that is none", { dependencies: { other: "latest" } }, "/dependencies/other"],
  ["a dependency on itself", { dependencies: { made: "^1.0.0" } }, "/dependencies/made"],
  ["an entry that is not there", { entry: "main.ts" }, "/entry"],
  ["an entry outside the folder", { entry: "../index.ts" }, "/entry"],
  [
    "a head without files",
    { capabilities: { db: {} }, migrations: { head: 1, breaking: 0 } },
    "/migrations/head",
  ],
  [
    "an up script without its down",
    { capabilities: { db: {} }, migrations: { head: 1, breaking: 0 } },
    "/migrations/head",
    { "migrations/0001_a.up.sql": "" },
  ],
  [
    "a migration beyond the head",
    { capabilities: { db: {} } },
    "/migrations/head",
    { "migrations/0001_a.up.sql": "", "migrations/0001_a.down.sql": "" },
  ],
  ["a migration with an odd name", {}, "/migrations", { "migrations/first.sql": "" }],
  ["a breaking migration above the head", { migrations: { head: 0, breaking: 2 } }, "/migrations/breaking"],
  [
    "a contracting migration above the head",
    { migrations: { head: 0, breaking: 0, contracting: [1] } },
    "/migrations/contracting",
  ],
  [
    "migrations without the capability",
    { migrations: { head: 1, breaking: 0 } },
    "/migrations",
    { "migrations/0001_a.up.sql": "", "migrations/0001_a.down.sql": "" },
  ],
  [
    "a schedule that never runs",
    { contributes: { jobs: [{ ...job, schedule: "61 * * * *" }] } },
    "/contributes/jobs/0/schedule",
  ],
  [
    "an offset for a zone",
    { contributes: { jobs: [{ ...job, timezone: "+02:00" }] } },
    "/contributes/jobs/0/timezone",
  ],
  [
    "an invented zone",
    { contributes: { jobs: [{ ...job, timezone: "Mars/Base" }] } },
    "/contributes/jobs/0/timezone",
  ],
  [
    "two jobs of one name",
    { contributes: { jobs: [job, { ...job, title: "Tocks" }] } },
    "/contributes/jobs/1/name",
  ],
  [
    "two metrics of one name",
    { contributes: { metrics: [metric, { ...metric, kind: "histogram" }] } },
    "/contributes/metrics/1/name",
  ],
  [
    "metrics without end",
    { contributes: { metrics: Array.from({ length: 21 }, (_, each) => ({ ...metric, name: `n${each}` })) } },
    "/contributes/metrics",
  ],
  [
    "labels without end",
    { contributes: { metrics: [{ ...metric, labels: ["a", "b", "c", "d", "e"] }] } },
    "/contributes/metrics/0/labels",
  ],
  [
    "buckets of a counter",
    { contributes: { metrics: [{ ...metric, buckets: [1] }] } },
    "/contributes/metrics/0/buckets",
  ],
  [
    "buckets that do not ascend",
    { contributes: { metrics: [{ ...metric, kind: "histogram", buckets: [1, 5, 5] }] } },
    "/contributes/metrics/0/buckets",
  ],
  [
    "the label that histograms have of their own",
    { contributes: { metrics: [{ ...metric, labels: ["le"] }] } },
    "/contributes/metrics/0/labels/0",
  ],
  [
    "a published event without a schema",
    { capabilities: { db: {}, events: { publishes: [event.name] } } },
    "/capabilities/events/publishes/0",
  ],
  [
    "a described event that nobody publishes",
    { contributes: { events: [event] } },
    "/contributes/events/0/name",
  ],
  [
    "an event's schema that does not compile",
    {
      capabilities: { db: {}, events: { publishes: [event.name] } },
      contributes: { events: [{ ...event, schema: { type: "thing" } }] },
    },
    "/contributes/events/0/schema",
  ],
  [
    "events without a transaction to write them in",
    { capabilities: { events: { publishes: [event.name] } }, contributes: { events: [event] } },
    "/capabilities/events/publishes",
  ],
  [
    "an event without a major",
    { capabilities: { events: { subscribes: ["a.b"] } } },
    "/capabilities/events/subscribes/0",
  ],
  [
    "a service of its own that it uses",
    { capabilities: { services: { provides: ["made.do@1"], uses: ["made.do@1"] } } },
    "/capabilities/services/uses/0",
  ],
  [
    "an extension point's schema that does not compile",
    {
      contributes: { extensionPoints: [{ name: "made.point", title: "Point", schema: { $ref: "#/none" } }] },
    },
    "/contributes/extensionPoints/0/schema",
  ],
  ["a command without its bot", { contributes: { commands: [command] } }, "/contributes/commands/0/role"],
  [
    "a command that is never heard",
    { capabilities: bot({ updates: [] }), contributes: { commands: [command] } },
    "/contributes/commands/0/command",
  ],
  [
    "a kind of update that is none",
    { capabilities: bot({ updates: ["massage"] }) },
    "/capabilities/telegram/updates/0",
  ],
  [
    "a host with a scheme",
    { capabilities: { http: { hosts: ["https://a.example"] } } },
    "/capabilities/http/hosts/0",
  ],
  ["any host at all", { capabilities: { http: { hosts: ["*"] } } }, "/capabilities/http/hosts/0"],
  [
    "pages without the capability",
    { contributes: { pages: [{ site: "dash", path: "/x", title: "X" }] } },
    "/contributes/pages",
  ],
  [
    "widgets without the capability",
    { contributes: { widgets: [{ id: "w", title: "W" }] } },
    "/contributes/widgets",
  ],
  ["a ui that brings nothing", { capabilities: { ui: true } }, "/capabilities/ui"],
  [
    "settings that do not compile",
    { settings: { type: "object", properties: { a: { type: "x" } } } },
    "/settings",
  ],
  [
    "settings that are no object",
    { settings: { type: "array" }, settingsExample: undefined },
    "/settings/type",
  ],
  [
    "a field without a title",
    { settings: field({ title: undefined, type: "string" }) },
    "/settings/properties/field",
  ],
  [
    "a required field without a default",
    { settings: { ...field({ type: "string" }), required: ["field"] }, settingsExample: { field: "x" } },
    "/settings/properties/field",
  ],
  [
    "a default that does not fit",
    { settings: field({ type: "integer", default: "one" }) },
    "/settings/properties/field/default",
  ],
  [
    "a secret that the plugin may not read",
    { settings: field({ type: "string", "x-secret": true }) },
    "/settings/properties/field",
  ],
  [
    "a secret that is a number",
    {
      settings: field({ type: "integer", "x-secret": true }),
      capabilities: { secrets: { tenant: ["field"] } },
    },
    "/settings/properties/field/type",
  ],
  [
    "a secret with a default",
    {
      settings: field({ type: "string", default: "k", "x-secret": true }),
      capabilities: { secrets: { tenant: ["field"] } },
    },
    "/settings/properties/field/default",
  ],
  [
    "a secret in a group that the plugin may not read",
    { settings: field({ type: "object", properties: { key: { type: "string", "x-secret": true } } }) },
    "/settings/properties/field/properties/key",
  ],
  [
    "a secret in a list",
    {
      settings: field({
        type: "array",
        items: { type: "object", properties: { key: { type: "string", "x-secret": true } } },
      }),
    },
    "/settings/properties/field/items/properties/key",
  ],
  [
    "an example that does not fit",
    { settings: field({ type: "integer" }), settingsExample: { field: "x" } },
    "/settingsExample/field",
  ],
  ["an example without settings", { settingsExample: {} }, "/settingsExample"],
  ["a settings version without settings", { settingsVersion: 2 }, "/settingsVersion"],
  [
    "settings of a plugin without tenants",
    { settings: field({ type: "string" }), tenancy: { scope: "platform", default: "enabled" } },
    "/settings",
  ],
  ["a strategy with capabilities", { kind: "strategy", capabilities: { ui: true } }, "/capabilities"],
  [
    "a replacement by itself",
    { deprecation: { message: "Use the other.", replacement: "made" } },
    "/deprecation/replacement",
  ],
  ["stand-ins in production", { contributes: { standIns: { telegram: "/bots" } } }, "/contributes/standIns"],
  ["a deadline beyond the limit", { limits: { startSeconds: 9000 } }, "/limits/startSeconds"],
  ["an environment that is none", { environments: ["moon"] }, "/environments/0"],
];

describe("the manifest", () => {
  let workshop: Workshop;
  beforeEach(async () => {
    workshop = await Workshop.open();
  });
  afterEach(() => workshop.close());

  it("is read, with the schema's defaults filled in", async () => {
    const manifest = await readManifest(await workshop.plugin("made", { contributes: { jobs: [job] } }));
    expect(manifest.entry).to.equal("index.ts");
    expect(manifest.contributes?.jobs?.[0]).to.include({
      timezone: "UTC",
      catchUp: "latest",
      timeoutSeconds: 60,
    });
  });

  for (const [what, patch, pointer, files] of BROKEN) {
    it(`refuses ${what}, pointing at ${pointer}`, async () => {
      const error = await refusal(await workshop.plugin("made", patch, undefined, files));
      expect(error.code).to.equal("manifest.invalid");
      expect(error.plugin).to.match(/made/i);
      expect(error.message).to.contain("plugin.json");
      const problems = error.details?.problems;
      expect(problems).to.be.an("array").that.has.lengthOf.at.least(1);
      const pointers = Array.isArray(problems) ? problems.map((problem) => problem.pointer) : [];
      expect(pointers).to.include(pointer);
      for (const problem of Array.isArray(problems) ? problems : []) {
        expect(problem.message).to.be.a("string").that.is.not.empty;
        expect(problem.fix).to.be.a("string").that.is.not.empty;
      }
    });
  }

  it("reports every broken rule at once", async () => {
    const patch = { engine: { host: "^99.0.0", api: "^99.0.0" }, entry: "none.ts", settingsVersion: 2 };
    const error = await refusal(await workshop.plugin("made", patch));
    expect(error.details?.problems).to.have.lengthOf(4);
  });

  it("says where text is not JSON", async () => {
    const error = await refusal(await workshop.plugin("made", {}, undefined, { "plugin.json": "{ no" }));
    expect(error.message).to.contain("not JSON");
  });

  it("says when there is none", async () => {
    expect((await refusal("/nowhere/at/all")).code).to.equal("manifest.missing");
  });
});

async function refusal(folder: string): Promise<PlatformError> {
  try {
    await readManifest(folder);
  } catch (error) {
    if (PlatformError.is(error)) return error;
    throw error;
  }
  throw new Error("The manifest was accepted.");
}
