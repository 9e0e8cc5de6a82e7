import { type IncomingMessage, request } from "node:http";
import { expect } from "chai";
import { startServer, type TestServer } from "../../test/kit/server.ts";

interface Line {
  response: IncomingMessage;
  text(): string;
  until(part: string): Promise<void>;
  ended: Promise<void>;
}

describe("The live line", () => {
  let server: TestServer;
  let aurum: string;
  let delta: string;

  before(async () => {
    server = await startServer();
    aurum = await server.tenant("aurum");
    delta = await server.tenant("delta");
  });
  after(() => server.close());

  const notify = (payload: string) => server.test.database.query("select pg_notify('live', $1)", [payload]);
  const changes = (line: Line) =>
    [...line.text().matchAll(/event: change\ndata: (.*)\n\n/g)].map(([, data]) => data);

  it("carries a tenant's changes to that tenant and to nobody else", async () => {
    const [mine, theirs] = [await open(aurum, "owner@aurum.test"), await open(delta, "owner@delta.test")];
    await Promise.all([mine.until("retry"), theirs.until("retry")]);
    expect(mine.response.headers["content-type"]).to.contain("text/event-stream");
    await notify(`${aurum}:signals`);
    await notify(`${delta}:messages`);
    await Promise.all([mine.until("signals"), theirs.until("messages")]);
    expect(changes(mine)).to.deep.equal(['{"topic":"signals"}']);
    expect(changes(theirs)).to.deep.equal(['{"topic":"messages"}']);
    for (const line of [mine, theirs]) line.response.destroy();
  });

  it("carries what concerns every tenant to all of them", async () => {
    const lines = [await open(aurum, "owner@aurum.test"), await open(delta, "owner@delta.test")];
    await Promise.all(lines.map((line) => line.until("retry")));
    await notify(":strategies");
    await Promise.all(lines.map((line) => line.until("strategies")));
    for (const line of lines) {
      expect(changes(line)).to.deep.equal(['{"topic":"strategies"}']);
      line.response.destroy();
    }
  });

  it("is refused without a sign-in, and with another tenant's id", async () => {
    expect((await server.ask("/api/live")).status).to.equal(401);
    const as = await server.token("owner@delta.test");
    expect((await server.ask(`/api/live?x-tenant=${aurum}`, { as })).status).to.equal(403);
  });

  it("ends when the sign-in runs out", async () => {
    const line = await open(aurum, "owner@aurum.test", { exp: Math.floor(Date.now() / 1000) + 1 });
    await line.ended;
  });

  it("ends when the key that opened it is deleted and when a reader leaves the team, and stays for the others", async () => {
    const owner = await server.token("owner@delta.test");
    const keyOf = async (name: string) => {
      const body = { name, role: "viewer" };
      return (await server.ask("/api/api-keys", { method: "POST", as: owner, body })).json;
    };
    const [doomed, kept] = [await keyOf("Doomed"), await keyOf("Kept")];
    const lines = {
      doomed: await openWith(delta, String(doomed.key)),
      leaver: await open(delta, "viewer@delta.test"),
      kept: await openWith(delta, String(kept.key)),
    };
    await Promise.all(Object.values(lines).map((line) => line.until("retry")));
    const leaver = await server.tenants.ensurePerson({ email: "viewer@delta.test" });
    for (const path of [`/api/api-keys/${String(doomed.id)}`, `/api/members/${leaver.id}`])
      expect((await server.ask(path, { method: "DELETE", as: owner })).status).to.equal(204);
    await Promise.all([lines.doomed.ended, lines.leaver.ended]);
    await notify(`${delta}:signals`);
    await lines.kept.until("signals");
    lines.kept.response.destroy();
  });

  it("is forgotten when the reader leaves, and ends when the server closes", async () => {
    const left = await open(aurum, "owner@aurum.test");
    await left.until("retry");
    left.response.destroy();
    while (server.http.streams.size > 0) await new Promise((resolve) => setTimeout(resolve, 10));
    const line = await open(aurum, "owner@aurum.test");
    await line.until("retry");
    const began = Date.now();
    await server.http.close();
    await line.ended;
    // Sooner than what does not end by itself is cut off.
    expect(Date.now() - began).to.be.lessThan(9_000);
  });

  async function open(tenantId: string, email: string, claims = {}): Promise<Line> {
    return openWith(tenantId, await server.token(email, claims));
  }

  async function openWith(tenantId: string, token: string): Promise<Line> {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const options = {
        port: server.port,
        path: `/api/live?x-tenant=${tenantId}`,
        headers: { authorization: `Bearer ${token}` },
        agent: false as const,
      };
      request(options, resolve).on("error", reject).end();
    });
    let text = "";
    const waiting = new Set<() => void>();
    response.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      for (const wake of waiting) wake();
    });
    const ended = new Promise<void>((resolve) => {
      response.on("close", resolve);
    });
    const until = (part: string) =>
      new Promise<void>((resolve) => {
        const look = () => {
          if (!text.includes(part)) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      });
    return { response, text: () => text, until, ended };
  }
});
