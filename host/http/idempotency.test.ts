import { PlatformError, Type } from "@promostack/core";
import { expect } from "chai";
import { startServer, type TestServer } from "../../test/kit/server.ts";
import { eventually } from "../../test/kit/waiting.ts";
import { hostRoute } from "./hostRoute.ts";

describe("A write with an Idempotency-Key", () => {
  let server: TestServer;
  let runs = 0;
  let owner: string;
  let gate: Promise<void> = Promise.resolve();

  before(async () => {
    server = await startServer({
      http: {
        hostRoutes: [
          hostRoute({
            method: "POST",
            path: "/api/orders",
            permission: "tenant:member",
            summary: "Counts how often it runs",
            input: {
              body: Type.Object({ item: Type.String() }),
              output: Type.Object({ run: Type.Integer() }),
            },
            limits: { perMinute: 1000 },
            handle: async (_request, { body }) => {
              runs += 1;
              await gate;
              if (body.item === "bomb") throw new Error("boom");
              if (body.item === "full") throw new PlatformError("Full.", { code: "full", status: 409 });
              return { run: runs };
            },
          }),
        ],
      },
    });
    await server.tenant("aurum");
    owner = await server.token("owner@aurum.test");
  });
  after(() => server.close());
  beforeEach(() => {
    runs = 0;
  });

  const order = (key: string, item: string, as = owner) =>
    server.ask("/api/orders", { method: "POST", as, body: { item }, headers: { "idempotency-key": key } });

  it("runs once and answers the same again", async () => {
    const first = await order("k1", "tea");
    const second = await order("k1", "tea");
    expect([first.json, second.json, runs]).to.deep.equal([{ run: 1 }, { run: 1 }, 1]);
    expect(first.headers["idempotency-replayed"]).to.equal(undefined);
    expect(second.headers["idempotency-replayed"]).to.equal("true");
    expect(second.headers["content-type"]).to.equal(first.headers["content-type"]);
  });

  it("answers 422 to the same key with another body, and another person's key is another key", async () => {
    await order("k2", "tea");
    const other = await order("k2", "coffee");
    expect([other.status, other.json.code]).to.deep.equal([422, "idempotency.reused"]);
    expect((await order("k2", "coffee", await server.token("member@aurum.test"))).status).to.equal(200);
    expect(runs).to.equal(2);
  });

  it("answers 409 to a second attempt while the first runs, and of ten at once runs one", async () => {
    let open = () => undefined;
    gate = new Promise((resolve) => {
      open = () => void resolve();
    });
    const all = Array.from({ length: 10 }, () => order("k3", "tea"));
    let answered = 0;
    for (const each of all) void each.then(() => answered++);
    const early = await Promise.race(all);
    expect([early.status, early.json.code]).to.deep.equal([409, "idempotency.running"]);
    await eventually(() => answered === 9);
    open();
    const statuses = (await Promise.all(all)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).to.have.length(1);
    expect(runs).to.equal(1);
  });

  it("forgets what was our fault, so that the key may try again", async () => {
    expect((await order("k4", "bomb")).status).to.equal(500);
    expect((await order("k4", "bomb")).status).to.equal(500);
    expect(runs).to.equal(2);
  });

  it("is taken over when the attempt before it crashed", async () => {
    await order("k5", "tea");
    await server.test.database.query(
      "update host.idempotent_answer set state = 'running', until = now() - interval '1 second' where key = 'k5'",
    );
    expect((await order("k5", "tea")).json).to.deep.equal({ run: 2 });
  });

  it("must have a usable key", async () => {
    expect((await order("x".repeat(200), "tea")).json.code).to.equal("idempotency.invalid");
  });
});
