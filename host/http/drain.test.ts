import { Agent, get, type IncomingMessage } from "node:http";
import { eventStream, Type } from "@promostack/core";
import { expect } from "chai";
import { startServer, type TestServer } from "../../test/kit/server.ts";
import { hostRoute } from "./hostRoute.ts";

describe("A server that closes", () => {
  let server: TestServer;
  let began: Promise<void>;
  let begin: () => void;
  let finish = () => undefined;

  before(async () => {
    began = new Promise((resolve) => {
      begin = resolve;
    });
    const gate = new Promise<void>((resolve) => {
      finish = () => void resolve();
    });
    server = await startServer({
      http: {
        hostRoutes: [
          hostRoute({
            method: "POST",
            path: "/api/works",
            permission: "public",
            summary: "Takes its time",
            input: { body: Type.Object({}), output: Type.Object({ done: Type.Boolean() }) },
            limits: { perMinute: 10 },
            handle: async () => {
              begin();
              await gate;
              return { done: true };
            },
          }),
        ],
      },
    });
  });
  after(() => server.close());

  it("lets a request in flight finish, and takes no other", async () => {
    const inFlight = server.ask("/api/works", { method: "POST", body: {} });
    await began;
    let closed = false;
    const closing = server.http.close().then(() => {
      closed = true;
    });
    const refused = await server.ask("/api/sign-in").then(
      () => "answered",
      (error: unknown) => Object(error).code,
    );
    expect(refused).to.equal("ECONNREFUSED");
    expect(closed).to.equal(false);
    finish();
    expect((await inFlight).json).to.deep.equal({ done: true });
    await closing;
  });

  it("does not wait for a browser that keeps its connection after a stream of events ended", async () => {
    const streaming = await startServer({ http: { hostRoutes: [endless] } });
    const agent = new Agent({ keepAlive: true });
    const address = { port: streaming.port, host: "127.0.0.1", path: "/api/ticks", agent };
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      get(address, resolve).on("error", reject);
    });
    answer.resume();
    const began = performance.now();
    await streaming.close();
    // Sooner than what does not end by itself is cut off.
    expect(performance.now() - began).to.be.below(9_000);
    agent.destroy();
  });
});

const endless = hostRoute({
  method: "GET",
  path: "/api/ticks",
  permission: "public",
  summary: "Tells, and goes on telling",
  input: { output: Type.String() },
  limits: { perMinute: 10 },
  handle: async ({ signal }) => eventStream(ticks(signal)),
});

async function* ticks(signal: AbortSignal) {
  yield { data: "tick" };
  await new Promise((resolve) => signal.addEventListener("abort", resolve));
}
