import path from "node:path";
import { PlatformError, type PluginManifest } from "@promostack/core";
import { expect } from "chai";
import { neededFolders } from "../author/pluginSet.ts";
import { migratePlugin, migratePluginDown, schemaOf } from "../db/pluginMigrations.ts";
import { checkRowSecurity } from "../db/rowSecurity.ts";
import { capabilityWords } from "../plugin/capabilityWords.ts";
import { readManifest } from "../plugin/manifest.ts";
import type { DeclaredRoute } from "../plugin/runtime.ts";
import { compile, schemaProblem } from "../plugin/schema.ts";
import { SettingsSchema } from "../plugin/settings.ts";
import { type TestDatabase, testDatabase } from "./database.ts";
import { makeTenant, type TestKernel, testKernel } from "./kernel.ts";
import { LeakWatch } from "./leaks.ts";
import { loadOnly } from "./loadOnly.ts";
import { insertSynthetic } from "./syntheticRow.ts";

export interface ContractOptions {
  /** Folders of plugins that it depends on; those of this installation, and those beside it, need not be named. */
  dependencies?: readonly string[];
  /** Stand-ins for services of the host, by name; every other service that it uses answers nothing. */
  hostServices?: Readonly<Record<string, object>>;
  /** Entitlements that its tenants have. */
  entitlements?: string[];
  /** Values of the installation's configuration. */
  variables?: Record<string, string>;
  /** Folder of the release before this one: it must run on this one's schema. */
  previous?: string;
}

/**
 * What every plugin must keep, whoever wrote it, as mocha tests on a real database: call it with the plugin's folder
 * inside a test file. `plugins/README.md` says what each test asks for.
 */
export function contractSuite(folder: string, options: ContractOptions = {}): void {
  describe(`the contract, kept by ${path.basename(folder)}`, () => {
    let manifest: PluginManifest;
    let folders: string[];
    let test: TestDatabase;
    let kernel: TestKernel;
    let tenants: string[];

    before(async () => {
      manifest = await readManifest(folder);
      folders = [...(await neededFolders(folder, { given: options.dependencies })), folder];
      test = await testDatabase();
      const entitled = [...(options.entitlements ?? []), ...entitlementOf(manifest)];
      tenants = [
        await makeTenant(test.database, "a", entitled),
        await makeTenant(test.database, "b", entitled),
      ];
      kernel = await booted();
    });
    after(async () => {
      await kernel?.stop();
      await test?.drop();
    });

    async function booted(set: readonly string[] = folders): Promise<TestKernel> {
      const made = await testKernel(test.database, set, { variables: options.variables ?? {} });
      for (const name of manifest.capabilities?.services?.uses ?? []) {
        const service = options.hostServices?.[name] ?? (name.startsWith("platform.") ? NOTHING : undefined);
        if (service !== undefined) made.runtime.provideHost(name, () => service);
      }
      await made.runtime.boot();
      return made;
    }

    const routes = (): DeclaredRoute[] =>
      kernel.runtime.routes().filter(({ plugin }) => plugin === manifest.id);
    const tenantRoutes = () => routes().filter(({ route }) => route.permission.startsWith("tenant:"));
    const ask = ({ route }: DeclaredRoute, tenantId: string) =>
      kernel.runtime.invokeRoute(
        manifest.id,
        route,
        { tenantId },
        { params: {}, query: withDefaults(route.input?.query), body: {}, headers: {} },
      );

    it("has a valid manifest that can explain itself", () => {
      expect(manifest.summary).to.match(/[.!]$/, "the summary is a sentence");
      expect(capabilityWords(manifest)).to.be.an("array");
    });

    it("has settings whose defaults and example are valid", () => {
      const schema = SettingsSchema.of(manifest);
      expect(schema.complete({}).problems, "defaults").to.deep.equal([]);
      const { plain, secrets } = schema.split(manifest.settingsExample ?? {});
      const { settings, problems } = schema.complete(plain);
      expect(problems, "settingsExample").to.deep.equal([]);
      schema.checkSecrets(settings, secrets, new Set());
    });

    it("starts", () => {
      const status = kernel.runtime.plugin(manifest.id);
      expect(status?.state, status?.reason).to.equal("active");
    });

    it("declares routes with permission, summary and limits", () => {
      for (const { route, seconds } of routes()) {
        expect(route.permission, `${route.method} ${route.path}`).to.match(
          /^(tenant:|admin$|person$|public$)/,
        );
        expect(route.summary, `${route.method} ${route.path}`).to.have.lengthOf.at.least(3);
        expect(route.limits.perMinute, `${route.method} ${route.path}`).to.be.greaterThan(0);
        expect(seconds).to.be.within(1, 120);
        for (const schema of Object.values(route.input ?? {}))
          expect(schemaProblem(schema)).to.equal(undefined);
      }
    });

    it("declares the same each time, and opens nothing in setup", async () => {
      const before = routes().map(({ route }) => `${route.method} ${route.path} ${route.permission}`);
      const watch = new LeakWatch(folder);
      await kernel.runtime.quarantine(manifest.id, "contract");
      const fresh = await loadOnly(folder, kernel.ports);
      watch.start();
      const again = await loadOnly(folder, kernel.ports);
      expect(await watch.stop(), "opened in setup").to.deep.equal([]);
      expect(again).to.deep.equal(fresh);
      await kernel.runtime.release(manifest.id);
      expect(routes().map(({ route }) => `${route.method} ${route.path} ${route.permission}`)).to.deep.equal(
        before,
      );
    });

    it("leaves nothing behind when it is stopped", async () => {
      await kernel.runtime.quarantine(manifest.id, "contract");
      const watch = new LeakWatch(folder);
      watch.start();
      await kernel.runtime.release(manifest.id);
      await new Promise((resolve) => setTimeout(resolve, 100));
      await kernel.runtime.quarantine(manifest.id, "contract");
      expect(await watch.stop(), "still open").to.deep.equal([]);
      expect(kernel.runtime.plugin(manifest.id)?.leftovers, "leftovers").to.deep.equal([]);
      await kernel.runtime.release(manifest.id);
    });

    it("is silent for a tenant that does not have it", async function () {
      if (manifest.tenancy?.scope === "platform") this.skip();
      const [tenant = ""] = tenants;
      for (const route of tenantRoutes()) {
        expect(await codeOf(ask(route, tenant)), `${route.route.method} ${route.route.path}`).to.equal(
          "plugin.disabled",
        );
      }
      for (const { name, scope, timeoutSeconds } of manifest.contributes?.jobs ?? []) {
        if (scope !== "tenant") continue;
        const run = { at: kernel.clock.now(), timeoutMs: (timeoutSeconds ?? 60) * 1_000, caughtUp: false };
        expect(await codeOf(kernel.runtime.runJob(manifest.id, name, run, tenant)), name).to.equal(
          "plugin.disabled",
        );
      }
      for (const role of ["signal_bot", "message_bot"] as const) {
        expect(await kernel.runtime.updateKinds(tenant, role)).to.deep.equal([]);
        expect(await kernel.runtime.commands(tenant, role)).to.deep.equal([]);
      }
      expect(await kernel.runtime.enabledTenants(manifest.id)).to.deep.equal([]);
    });

    it("answers 503 with Retry-After in quarantine, and does no work", async () => {
      const own = routes();
      await kernel.runtime.quarantine(manifest.id, "contract");
      for (const route of own) {
        const error = await errorOf(ask(route, tenants[0] ?? ""));
        expect(error, `${route.route.method} ${route.route.path}`).to.include({
          code: "plugin.quarantined",
          status: 503,
        });
        expect(error?.retryAfter).to.be.greaterThan(0);
      }
      expect(kernel.runtime.jobs().filter(({ plugin }) => plugin === manifest.id)).to.deep.equal([]);
      await kernel.runtime.release(manifest.id);
    });

    it("keeps tenants apart: one sees and changes none of another's rows", async function () {
      if (manifest.capabilities?.db === undefined) this.skip();
      const schema = schemaOf(manifest.id);
      const platformTablesAllowed = manifest.capabilities.db.platform ?? false;
      const problems = await test.database.owner((trx) =>
        checkRowSecurity(trx, schema, { platformTablesAllowed }),
      );
      expect(problems).to.deep.equal([]);
      const [a = "", b = ""] = tenants;
      for (const table of await tenantTables(schema)) {
        const made = await test.database.owner((trx) => insertSynthetic(trx, table, b));
        const seen = await test.database.tenant(
          a,
          (trx) => trx.many(`select 1 from ${table} where tenant_id <> '${a}'`),
          schema,
        );
        expect(seen, `${table}${made ? "" : " (without a row)"}`).to.deep.equal([]);
        const changed = test.database.tenant(
          a,
          (trx) => trx.run(`delete from ${table} where tenant_id = '${b}'`),
          schema,
        );
        expect(await changed.catch(() => 0), `${table} delete`).to.equal(0);
        await test.database.owner((trx) => trx.run(`delete from ${table} where tenant_id = '${b}'`));
      }
    });

    async function tenantTables(schema: string): Promise<string[]> {
      const rows = await test.database.owner((trx) =>
        trx.many<{ name: string }>(
          `select c.oid::regclass::text as name from pg_class c join pg_attribute a on a.attrelid = c.oid
           where c.relnamespace = to_regnamespace($1) and c.relkind in ('r', 'p') and a.attname = 'tenant_id'
             and exists (select from pg_roles r join host.role h on h.name = r.rolname
                         where h.kind = 'app' and has_table_privilege(r.oid, c.oid, 'select, delete'))`,
          [schema],
        ),
      );
      return rows.map(({ name }) => name);
    }

    it("migrates up, down and up again", async function () {
      const head = manifest.migrations?.head ?? 0;
      if (head === 0) this.skip();
      await kernel.runtime.quarantine(manifest.id, "contract");
      await migratePluginDown(test.database, manifest.id, 0);
      const left = await test.database.owner((trx) =>
        trx.many("select relname from pg_class where relnamespace = to_regnamespace($1)", [
          schemaOf(manifest.id),
        ]),
      );
      expect(left, "left after down").to.deep.equal([]);
      const platform = manifest.capabilities?.db?.platform ?? false;
      const again = await migratePlugin(test.database, { pluginId: manifest.id, folder, head, platform });
      expect(again).to.have.lengthOf(head);
      await kernel.runtime.release(manifest.id);
      expect(kernel.runtime.plugin(manifest.id)?.state).to.equal("active");
    });

    const { previous } = options;
    if (previous === undefined) return;
    it("leaves its schema so that the release before it runs on it", async function () {
      const before = await readManifest(previous);
      const { head = 0, breaking = 0 } = manifest.migrations ?? {};
      const oldHead = before.migrations?.head ?? 0;
      expect(oldHead, "migrations are only ever added").to.be.at.most(head);
      // Announced: then nobody goes back to that release, and there is nothing to try.
      if (breaking > oldHead) this.skip();
      await kernel.stop();
      kernel = await booted([...folders.slice(0, -1), previous]);
      const status = kernel.runtime.plugin(manifest.id);
      expect(status?.state, status?.reason).to.equal("active");
      const [tenant = ""] = tenants;
      if (manifest.tenancy?.scope !== "platform") await kernel.runtime.enable(tenant, manifest.id);
      for (const each of routes()) {
        const { method, path: at } = each.route;
        if (method !== "GET" || at.includes(":")) continue;
        const error = await errorOf(ask(each, tenant));
        expect(error?.status ?? 200, `${method} ${at}: ${error?.message ?? ""}`).to.be.below(500);
      }
    });
  });
}

/** The query that nobody wrote: what HTTP hands on then. */
function withDefaults(schema: object | undefined): Record<string, unknown> {
  const query = {};
  if (schema !== undefined) compile(schema)(query);
  return query;
}

const NOTHING = new Proxy({}, { get: () => async () => undefined });

function entitlementOf({ tenancy }: PluginManifest): string[] {
  return tenancy?.entitlement === undefined ? [] : [tenancy.entitlement];
}

async function errorOf(work: Promise<unknown>): Promise<PlatformError | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    if (PlatformError.is(error)) return error;
    throw error;
  }
}

async function codeOf(work: Promise<unknown>): Promise<string | undefined> {
  return (await errorOf(work))?.code;
}
