import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { OWNER, startTestHost, type TestHost } from "../kit/host.ts";
import { Wire } from "../kit/wire.ts";

const OUTAGE_MS = 30_000;

describe("a host whose database is gone for 30 seconds", () => {
  let wire: Wire;
  let host: TestHost;

  before(async () => {
    host = await startTestHost({
      variables: { LOG_LEVEL: "silent" },
      through: (url) => {
        wire = new Wire(url);
        return wire.join();
      },
    });
  });

  after(async () => {
    await host?.stop();
    await wire?.cut();
  });

  it("says so, asks for patience, loses nothing, and goes on by itself", async () => {
    const owner = await host.signIn(OWNER);
    const hook = await webhook();
    expect((await deliver(hook, 1)).status).to.equal(200);

    await wire.cut();
    const cutAt = Date.now();
    await host.until("/readyz to say no", async () => (await ready()).status === 503);
    const refused = await owner.ask<{ code: string }>("GET", "/api/plugins");
    expect(refused.status).to.equal(503);
    expect(refused.headers.get("retry-after")).to.match(/^[0-9]+$/);
    const pushedBack = await deliver(hook, 2);
    expect(pushedBack.status, "Telegram is to try again").to.equal(503);
    expect(pushedBack.headers.get("retry-after")).to.match(/^[0-9]+$/);
    const alive = await fetch(`${host.url}/healthz`);
    expect(alive.status, "the process itself is well").to.equal(200);

    await sleep(OUTAGE_MS - (Date.now() - cutAt));
    await wire.join();
    await host.until("/readyz to say yes", async () => (await ready()).ok);
    expect((await deliver(hook, 2)).status).to.equal(200);
    expect((await owner.ask("GET", "/api/plugins")).status).to.equal(200);
    await host.until("both updates to be handled", async () => (await handled()) === 2);
    const { ok, message } = await owner.call<{ ok: boolean; message: string }>(
      "POST",
      "/api/connections/signal_bot/test",
      {
        chat: await channel(),
      },
    );
    expect(ok, message).to.equal(true);
  });

  const ready = () => fetch(`${host.url}/readyz`);

  async function webhook(): Promise<{ url: string; secret: string }> {
    const [row] = await host.database.query<{ url: string; secret: string }>(
      `select b.webhook_url as url, b.webhook_secret as secret from p_playground.bot b
       join host.connection c on c.bot_id = b.id where c.role = 'message_bot' limit 1`,
    );
    if (row === undefined) throw new Error("The sample tenant has no message bot.");
    return row;
  }

  async function channel(): Promise<string> {
    const [row] = await host.database.query<{ chat: string }>(
      "select chat from host.connection_channel c join host.tenant t on t.id = c.tenant_id where t.slug = 'aurum' limit 1",
    );
    return row?.chat ?? "";
  }

  function deliver({ url, secret }: { url: string; secret: string }, id: number): Promise<Response> {
    const person = { id: 77, is_bot: false, first_name: "Outage" };
    const message = {
      message_id: id,
      date: 1,
      chat: { id: 77, type: "private", first_name: "Outage" },
      from: person,
      text: "hello",
    };
    return fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", "x-telegram-bot-api-secret-token": secret },
      body: JSON.stringify({ update_id: 900_000 + id, message }),
    });
  }

  async function handled(): Promise<number> {
    const [row] = await host.database.query<{ count: number }>(
      "select count(*)::int as count from host.inbox where update_id in (900001, 900002) and done_at is not null",
    );
    return row?.count ?? 0;
  }
});
