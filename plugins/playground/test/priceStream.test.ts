import { existsSync, readFileSync } from "node:fs";
import { expect } from "chai";
import { WebSocket } from "ws";
import { eventually } from "../../../test/kit/waiting.ts";
import { type StandIn, startStandIn } from "./standIn.ts";

const SAMPLES = new URL("../../../../shared/data/twelvedata-samples.json", import.meta.url);
const samples = existsSync(SAMPLES) ? JSON.parse(readFileSync(SAMPLES, "utf8")) : undefined;

type Said = Record<string, unknown>;

describe("the stand-in's price stream", () => {
  let standIn: StandIn;
  let clients: WebSocket[] = [];
  const said: Record<string, Said> = {};

  before(async () => {
    standIn = await startStandIn();
  });
  afterEach(async () => {
    for (const client of clients) client.terminate();
    clients = [];
    await standIn.call("DELETE", "/faults");
  });
  after(() => standIn.stop());

  /** A client, and what it hears: `next` waits for the first message of an event that nobody took yet. */
  async function connected() {
    const client = connect("playground");
    const heard: Said[] = [];
    client.on("message", (data) => heard.push(JSON.parse(String(data))));
    await new Promise<void>((resolve, reject) => client.once("open", resolve).once("error", reject));
    return {
      client,
      heard,
      send: (message: object) => client.send(JSON.stringify(message)),
      next: (event: string) =>
        eventually(() => {
          const at = heard.findIndex((each) => each.event === event);
          return at < 0 ? undefined : heard.splice(at, 1)[0];
        }),
    };
  }

  function connect(key: string): WebSocket {
    const client = new WebSocket(
      `${standIn.url.replace("http", "ws")}/twelvedata/v1/quotes/price?apikey=${key}`,
    );
    clients.push(client);
    return client;
  }

  const followGold = { action: "subscribe", params: { symbols: "XAU/USD" } };

  it("says which symbols it follows, and their prices as REST gives them", async () => {
    const { send, next } = await connected();
    send(followGold);
    const status = await next("subscribe-status");
    const price = await next("price");
    const rest = await fetch(`${standIn.url}/twelvedata/price?symbol=XAU/USD&apikey=playground`);
    expect(price.price).to.equal(Number(Object(await rest.json()).price));
    expect(price.timestamp).to.equal(standIn.clock.now().getTime() / 1000);
    send({ action: "subscribe", params: { symbols: [{ symbol: "XAUUSD", type: "Forex" }] } });
    const failed = await next("subscribe-status");
    expect(failed).to.deep.equal({
      event: "subscribe-status",
      status: "error",
      success: null,
      fails: [{ symbol: "XAUUSD" }],
    });
    send({ action: "heartbeat" });
    const heartbeat = await next("heartbeat");
    send({ action: "subscribe", params: { symbols: "" } });
    const error = await next("error");
    Object.assign(said, { status, price, heartbeat, failed, error });
  });

  it("says all of it in the recorded shapes", function () {
    if (!samples) {
      console.log("      skipped: needs ../shared/data beside the repository");
      this.skip();
    }
    const { websocket } = samples;
    expect(said.heartbeat).to.deep.equal(websocket.heartbeat.msg);
    const shapes = {
      status: websocket.subscribe_ok,
      price: websocket.price_no_bidask,
      failed: websocket.subscribe_fail,
      error: websocket.error,
    };
    for (const [name, { msg }] of Object.entries(shapes))
      expect(shape(said[name]), name).to.deep.equal(shape(msg));
  });

  it("follows the clock, and says nothing of symbols that were given back", async () => {
    const { send, next, heard } = await connected();
    send({ action: "subscribe", params: { symbols: "XAU/USD,EUR/USD" } });
    const first = [await next("price"), await next("price")];
    expect(first.map(({ symbol }) => symbol)).to.have.members(["XAU/USD", "EUR/USD"]);
    send({ action: "unsubscribe", params: { symbols: "EUR/USD" } });
    send({ action: "heartbeat" });
    await next("heartbeat");
    standIn.clock.advance(60_000);
    expect(await next("price")).to.include({
      symbol: "XAU/USD",
      timestamp: standIn.clock.now().getTime() / 1000,
    });
    send({ action: "reset" });
    send({ action: "heartbeat" });
    await next("heartbeat");
    heard.length = 0;
    standIn.clock.advance(60_000);
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(heard).to.deep.equal([]);
  });

  it("refuses a wrong key and no handshake at all, with Twelve Data's words", async () => {
    const status = await new Promise((resolve) => {
      connect("wrong")
        .on("unexpected-response", (_request, response) => resolve(response.statusCode))
        .on("error", () => undefined);
    });
    expect(status).to.equal(401);
  });

  it("breaks off, falls silent and refuses where it is told to", async () => {
    const { client, send, heard } = await connected();
    const began = Date.now();
    await standIn.call("POST", "/faults", {
      service: "twelvedata",
      kind: "silence",
      operation: "stream",
      seconds: 1,
      remaining: 1,
    });
    await eventually(async () => {
      const { body } = await standIn.call<{ items: unknown[] }>("GET", "/faults");
      return body.items.length === 0 || undefined;
    });
    await eventually(() => {
      send({ action: "heartbeat" });
      return heard.some(({ event }) => event === "heartbeat");
    });
    expect(Date.now() - began, "no word sooner").to.be.at.least(1_000);
    const gone = new Promise((resolve) => client.once("close", resolve));
    await standIn.call("POST", "/faults", { service: "twelvedata", kind: "drop", remaining: 1 });
    expect(await gone).to.equal(1006);
    await standIn.call("POST", "/faults", {
      service: "twelvedata",
      kind: "refused",
      operation: "connect",
      remaining: 1,
    });
    const refused = await connected().catch((error: Error) => error.message);
    expect(refused).to.contain("401");
  });
});

/** The same fields with types in place of values. */
function shape(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map(shape);
  if (typeof value !== "object" || value === null) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, shape(each)]));
}
