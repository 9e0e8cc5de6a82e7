import { randomBytes } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import { Webhook } from "standardwebhooks";
import { quietLog } from "../../test/kit/database.ts";
import { type Ask, startServer, type TestServer } from "../../test/kit/server.ts";
import { eventually } from "../../test/kit/waiting.ts";
import { EventOutbox } from "../event/outbox.ts";
import { spread } from "../event/spread.ts";
import { Vault } from "../secret/vault.ts";
import { webhookRoutes } from "./webhookRoutes.ts";
import { WebhookSecrets } from "./webhookSecrets.ts";
import { type WebhookParts, Webhooks } from "./webhooks.ts";

const SOLD = "shop.sold@1";
const HOUR = 3_600_000;

interface Received {
  body: string;
  headers: Record<string, string>;
}

describe("A tenant's webhooks", () => {
  let server: TestServer;
  let receiver: Server;
  let address: string;
  let status = 200;
  let answered: Record<string, string> = {};
  let time = Date.now();
  let received: Received[] = [];
  let aurum: string;
  let delta: string;
  let owner: string;
  let hooks: Webhooks;
  let makeHooks: (database: WebhookParts["database"]) => Webhooks;
  const clock = { now: () => new Date(time) };

  before(async () => {
    receiver = createServer(async (request, response) => {
      let body = "";
      for await (const chunk of request) body += String(chunk);
      const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
      received.push({ body, headers: Object.fromEntries(headers) });
      response.writeHead(status, answered).end(`said ${status}`);
    });
    await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
    const { port }: AddressInfo = Object(receiver.address());
    address = `http://127.0.0.1:${port}/hook`;
    const privateHost = `127.0.0.1:${port}`;
    server = await startServer({
      routes: (database) => {
        const webhookSecrets = new WebhookSecrets(new Vault(database, { id: "k", bytes: randomBytes(32) }));
        makeHooks = (over) =>
          new Webhooks({
            database: over,
            secrets: webhookSecrets,
            clock,
            log: { ...quietLog, warn: () => undefined },
            privateHosts: [privateHost],
          });
        hooks = makeHooks(database);
        const contributes = { events: [{ name: SOLD, title: "Something was sold", schema: {} }] };
        return webhookRoutes({
          database,
          webhookSecrets,
          webhooks: hooks,
          clock,
          runtime: { catalogue: async () => [{ enabled: true, manifest: { title: "Shop", contributes } }] },
          config: { variables: { PRIVATE_HOSTS: privateHost } },
        });
      },
    });
    aurum = await server.tenant("aurum");
    delta = await server.tenant("delta");
    owner = await server.token("owner@aurum.test");
  });
  beforeEach(async () => {
    await server.test.database.query("delete from host.webhook");
    received = [];
    status = 200;
    answered = {};
  });
  after(async () => {
    await server.close();
    await new Promise((resolve) => receiver.close(resolve));
  });

  const ask = (method: string, path = "", body?: object, more: Ask = {}) =>
    server.ask(`/api/webhooks${path}`, { method, as: owner, ...(body && { body }), ...more });
  const add = async (more: Ask = {}) => {
    const { json } = await ask("POST", "", { address, events: [SOLD] }, more);
    return { id: String(json.id), secret: String(json.secret) };
  };
  const happens = async (tenantId: string, price: number) => {
    const { database } = server.test;
    await database.system((trx) =>
      new EventOutbox(clockOf()).add(trx, "shop", [{ tenantId, event: SOLD, payload: { price } }]),
    );
    await spread(database, clock.now(), []);
  };
  const clockOf = () => ({ ...clock, sleep: async () => undefined });
  const deliveries = async (id: string) => {
    const { json } = await ask("GET", `/${id}/deliveries`);
    return Array.isArray(json.items) ? json.items.map(Object) : [];
  };
  const lastId = () => received.at(-1)?.headers["webhook-id"];

  it("get the tenant's events signed, and those of nobody else", async () => {
    const [mine, theirs] = [await add(), await add({ as: await server.token("owner@delta.test") })];
    await happens(aurum, 5);
    expect(await hooks.dispatch()).to.equal(1);
    const [got] = received;
    expect(new Webhook(mine.secret).verify(got?.body ?? "", got?.headers ?? {})).to.deep.include({
      type: SOLD,
      data: { price: 5 },
    });
    const [delivery] = await deliveries(mine.id);
    expect(delivery).to.deep.include({
      event: SOLD,
      state: "sent",
      attempts: 1,
      status: 200,
      answer: "said 200",
    });
    expect(delivery.id).to.equal(lastId());
    await happens(delta, 6);
    await hooks.dispatch();
    expect(() =>
      new Webhook(mine.secret).verify(received[1]?.body ?? "", received[1]?.headers ?? {}),
    ).to.throw();
    new Webhook(theirs.secret).verify(received[1]?.body ?? "", received[1]?.headers ?? {});
    expect(await deliveries(mine.id)).to.have.length(1);
  });

  it("are kept by admins of the team alone: no viewer, no key, no stranger", async () => {
    const { id } = await add();
    const viewer = await server.token("viewer@aurum.test");
    expect((await ask("GET", "", undefined, { as: viewer })).status).to.equal(403);
    const stranger = { as: await server.token("owner@delta.test") };
    for (const [method, path, body] of [
      ["GET", `/${id}`, undefined],
      ["PATCH", `/${id}`, { active: false }],
      ["DELETE", `/${id}`, undefined],
      ["POST", `/${id}/secrets`, {}],
      ["POST", `/${id}/tests`, {}],
      ["GET", `/${id}/deliveries`, undefined],
      ["POST", `/${id}/deliveries/${id}/retries`, {}],
    ] as const)
      expect((await ask(method, path, body, stranger)).json.code, path).to.equal("webhook.unknown");
    const made = await server.ask("/api/api-keys", {
      method: "POST",
      as: owner,
      body: { name: "Broad", role: "admin" },
    });
    const key = { as: String(made.json.key) };
    const added = await ask("POST", "", { address, events: [SOLD] }, key);
    expect(added.json.code).to.equal("person.required");
    expect(received).to.deep.equal([]);
  });

  it("lead to public https addresses only, where the operator names no other, and hear what there is", async () => {
    const refused = async (bad: string) =>
      (await ask("POST", "", { address: bad, events: [SOLD] })).json.code;
    for (const bad of [
      "http://example.com/",
      "https://10.0.0.1/",
      "https://[::1]/",
      "https://a:b@example.com/",
      "x",
    ])
      expect(await refused(bad), bad).to.equal("webhook.bad_address");
    const unknown = await ask("POST", "", { address, events: ["other.thing@1"] });
    expect(unknown.json.code).to.equal("webhook.unknown_event");
    const { json } = await ask("POST", "", { address: "https://localhost/hook", events: [SOLD] });
    // What its name leads to shows when it is called.
    const tried = await ask("POST", `/${String(json.id)}/tests`, {});
    expect(tried.json).to.include({ state: "failed", status: null });
    expect(tried.json.error).to.contain("no public address");
  });

  it("are tried by a test event that is sent once, and noted in the log", async () => {
    const { id, secret } = await add();
    status = 500;
    const failed = await ask("POST", `/${id}/tests`, {});
    expect(failed.json).to.include({
      event: "webhook.test@1",
      state: "failed",
      status: 500,
      answer: "said 500",
    });
    expect((await ask("GET", `/${id}`)).json, "no event was lost").to.include({ failed: 0 });
    status = 204;
    expect((await ask("POST", `/${id}/tests`, {})).json).to.include({ state: "sent", status: 204 });
    new Webhook(secret).verify(received[0]?.body ?? "", received[0]?.headers ?? {});
    time += 24 * HOUR;
    await hooks.dispatch();
    expect(received).to.have.length(2);
    const log = await server.ask("/api/audit?action=webhook", { as: owner });
    expect(JSON.stringify(log.json)).to.contain("webhook.added").and.contain("webhook.tested");
    expect(JSON.stringify(log.json)).not.to.contain(secret);
  });

  it("are sent the same id again after a failure, with growing pauses, until the event is given up; then by hand", async () => {
    const { id } = await add();
    status = 503;
    await happens(aurum, 7);
    await hooks.dispatch();
    const first = lastId();
    time += 4_000;
    expect(await hooks.dispatch(), "backs off").to.equal(0);
    expect((await deliveries(id))[0]).to.include({ state: "waiting", attempts: 1, status: 503 });
    expect((await ask("GET", `/${id}`)).json).to.include({ waiting: 1, failed: 0 });
    for (let tries = 1; tries < 8; tries += 1) {
      time += 11 * HOUR;
      await hooks.dispatch();
    }
    expect(received).to.have.length(8);
    expect(new Set(received.map(({ headers }) => headers["webhook-id"]))).to.deep.equal(new Set([first]));
    expect((await deliveries(id))[0]).to.include({ state: "failed", attempts: 8 });
    time += 11 * HOUR;
    expect(await hooks.dispatch(), "given up").to.equal(0);
    status = 200;
    await ask("PATCH", `/${id}`, { active: true });
    expect((await ask("POST", `/${id}/deliveries/${first}/retries`, {})).status).to.equal(204);
    await hooks.dispatch();
    expect(lastId()).to.equal(first);
    expect((await deliveries(id))[0]).to.include({ state: "sent", attempts: 1 });
  });

  it("are left alone for as long as they ask, up to a day", async () => {
    const { id } = await add();
    status = 429;
    answered = { "retry-after": "600" };
    await happens(aurum, 9);
    await hooks.dispatch();
    time += 599_000;
    expect(await hooks.dispatch(), "asked for ten minutes").to.equal(0);
    time += 1_000;
    answered = { "retry-after": "31536000" };
    expect(await hooks.dispatch()).to.equal(1);
    time += 24 * HOUR;
    answered = {};
    status = 200;
    expect(await hooks.dispatch()).to.equal(1);
    expect((await deliveries(id))[0]).to.include({ state: "sent", attempts: 3 });
  });

  it("are sent the same id again by another host where one died between sending and noting it", async () => {
    const { id } = await add();
    await happens(aurum, 8);
    const { database } = server.test;
    const dies = () => Promise.reject(new Error("The host is gone."));
    const [query, listen] = [database.query.bind(database), database.listen.bind(database)];
    await makeHooks({ query, listen, system: dies }).dispatch();
    expect(received).to.have.length(1);
    await database.query("update host.webhook_delivery set lease_until = now() - interval '1 second'");
    await hooks.dispatch();
    expect(received).to.have.length(2);
    expect(received[1]?.headers["webhook-id"]).to.equal(received[0]?.headers["webhook-id"]);
    expect(received[1]?.body).to.equal(received[0]?.body);
    expect((await deliveries(id))[0]).to.include({ state: "sent", attempts: 1 });
  });

  it("are sent events as they happen by a host that runs", async () => {
    await add();
    const running = makeHooks(server.test.database);
    await running.start();
    try {
      await happens(aurum, 12);
      await eventually(() => received.length === 1, "the event");
    } finally {
      await running.stop();
    }
  });

  it("are signed with the old secret too for a day after a new one was made", async () => {
    const { id, secret } = await add();
    const fresh = String((await ask("POST", `/${id}/secrets`, {})).json.secret);
    const verify = (by: string) =>
      new Webhook(by).verify(received.at(-1)?.body ?? "", received.at(-1)?.headers ?? {});
    await ask("POST", `/${id}/tests`, {});
    for (const by of [secret, fresh]) verify(by);
    time += 25 * HOUR;
    await ask("POST", `/${id}/tests`, {});
    verify(fresh);
    expect(() => verify(secret)).to.throw("No matching signature");
  });

  it("are turned off after three days without one good answer, and at once where the address is gone for ever", async () => {
    const { id } = await add();
    status = 500;
    await happens(aurum, 9);
    await hooks.dispatch();
    time += 71 * HOUR;
    await hooks.dispatch();
    expect((await ask("GET", `/${id}`)).json).to.include({ active: true, stoppedAt: null });
    time += 2 * HOUR;
    await hooks.dispatch();
    const { json } = await ask("GET", `/${id}`);
    expect(json).to.include({ active: false, stoppedAt: clock.now().toISOString() });
    expect(json.problem).to.contain("answered 500");
    const log = await server.ask("/api/audit?action=webhook.stopped", { as: owner });
    expect(log.json.items).to.have.nested.property("0.after.reason").that.contains("answered 500");
    await happens(aurum, 10);
    time += 11 * HOUR;
    expect(await hooks.dispatch(), "off: nothing new, and what waits stays").to.equal(0);
    expect(await deliveries(id)).to.have.length(1);
    status = 410;
    await ask("PATCH", `/${id}`, { active: true });
    await hooks.dispatch();
    expect((await ask("GET", `/${id}`)).json).to.include({ active: false });
  });

  it("are deleted with their secrets and all that waits", async () => {
    const { id } = await add();
    status = 500;
    await happens(aurum, 11);
    await hooks.dispatch();
    expect((await ask("DELETE", `/${id}`)).status).to.equal(204);
    time += HOUR;
    expect(await hooks.dispatch()).to.equal(0);
    const [left] = await server.test.database.query<{ count: number }>(
      `select (select count(*) from host.webhook_delivery) + (select count(*) from host.secret where name like $1) as count`,
      [`${id}%`],
    );
    expect(Number(left?.count)).to.equal(0);
  });
});
