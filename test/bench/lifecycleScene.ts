import { createHttp, type Http } from "../../host/http/http.ts";
import type { ReleaseRef } from "../../host/plugin/registration.ts";
import { type TestKernel, testKernel } from "../contract/kernelKit.ts";
import { madeRelease, madeReleases } from "../contract/releases.ts";
import type { Workshop } from "../contract/workshop.ts";
import { quietLog } from "../kit/database.ts";
import { startServer, type TestServer } from "../kit/server.ts";
import { eventually } from "../kit/waiting.ts";

export const READ = "select id, text from p_shop.notes where id = $1";

export const TABLE = (id: string) => ({
  "migrations/0001_notes.up.sql": `create table notes (tenant_id uuid not null, id bigint not null, text text not null,
    primary key (tenant_id, id)); select host.secure('p_${id.replaceAll("-", "_")}.notes');`,
  "migrations/0001_notes.down.sql": "drop table notes;",
});
export const CODE = `{ setup(p) {
  const { Type } = core;
  p.route({ method: "GET", path: "/notes/:id", permission: "tenant:viewer", summary: "Reads a note",
    limits: { perMinute: 100000000 },
    input: { params: Type.Object({ id: Type.Integer() }), output: Type.Object({ id: Type.Integer(), text: Type.String() }) },
    handle: (context, { params }) => context.db((trx) => trx.one("${READ}", [params.id])) });
} }`;

/** Tenants at work. */
export const TENANTS = 20;

/** Two replicas of one database over HTTP, and the same read by a bare Koa route. */
export class Scene {
  readonly server: TestServer;
  readonly kernels: [TestKernel, TestKernel];
  readonly releases: [ReleaseRef, ReleaseRef];
  readonly tenants: string[];
  readonly headers: Record<string, string>[];
  readonly #https: Http[];
  readonly urls: string[];

  private constructor(parts: Omit<Scene, "close"> & { https: Http[] }) {
    this.server = parts.server;
    this.kernels = parts.kernels;
    this.releases = parts.releases;
    this.tenants = parts.tenants;
    this.headers = parts.headers;
    this.urls = parts.urls;
    this.#https = parts.https;
  }

  static async open(workshop: Workshop): Promise<Scene> {
    const server = await startServer();
    const { database, config } = server.test;
    const manifest = { capabilities: { db: {} }, migrations: { head: 1, breaking: 0 } };
    const made = (version: string) => madeRelease(workshop, "shop", version, manifest, CODE, TABLE("shop"));
    const releases: Scene["releases"] = [await made("1.0.0"), await made("1.1.0")];
    const kernels: Scene["kernels"] = [
      await testKernel(database, [], { releases: [madeReleases] }),
      await testKernel(database, [], { releases: [madeReleases] }),
    ];
    const limits = { addressPerMinute: 1e9, tenantPerMinute: 1e9 };
    const https: Http[] = [];
    const urls: string[] = [];
    for (const { runtime } of kernels) {
      await runtime.boot();
      const log = quietLog;
      // As in production: what a route answers is trusted.
      const as = { ...config, environment: "production" as const };
      const { identity } = server;
      const http = await createHttp({ runtime, identity, database, config: as, log, hostRoutes: [], limits });
      https.push(http);
      urls.push(`http://127.0.0.1:${await http.listen(0)}`);
    }
    await kernels[0].runtime.rollout.activate(releases[0]);
    const tenants: string[] = [];
    const headers: Record<string, string>[] = [];
    for (let index = 0; index < TENANTS; index += 1) {
      const tenant = await server.tenant(`desk-${index}`);
      tenants.push(tenant);
      await kernels[0].runtime.enable(tenant, "shop");
      const token = await server.token(`viewer@desk-${index}.test`);
      headers.push({ authorization: `Bearer ${token}`, "x-tenant": tenant });
      await database.query("insert into p_shop.notes (tenant_id, id, text) values ($1, 1, 'A note')", [
        tenant,
      ]);
    }
    await eventually(() => kernels[1].runtime.plugin("shop")?.state === "active");
    return new Scene({ server, kernels, releases, tenants, headers, urls, https });
  }

  async close(): Promise<void> {
    for (const http of this.#https) await http.close();
    for (const kernel of this.kernels) await kernel.stop();
    await this.server.close();
  }
}
