import { PlatformError, type RawRequest, type Reply, reply, webSocket } from "@promostack/core";
import { expect } from "chai";
import { noPlugins, startServer, type TestServer } from "../../test/kit/server.ts";
import { dialSocket } from "../socket/dialSocket.ts";

describe("WebSockets below a mount", () => {
  let server: TestServer;
  const ended: string[] = [];
  const life = new AbortController();

  before(async () => {
    const mount = {
      prefix: "/line" as const,
      summary: "Echoes",
      limits: { perMinute: 8, bodyBytes: 100 },
      handle: async () => reply(500),
    };
    server = await startServer({
      runtime: {
        ...noPlugins,
        mounts: () => [{ plugin: "echo", mount }],
        invokeMount: async (_id, _mount, request, signal) => echo(request, signal),
      },
    });
  });
  after(() => server.close());

  /** Says everything twice; `/private` is for nobody. */
  async function echo({ path, query }: RawRequest, signal?: AbortSignal): Promise<Reply> {
    if (path === "/private") return reply(403, { why: "private" });
    return webSocket(async (socket) => {
      signal?.addEventListener("abort", () => ended.push("told"));
      socket.send(`hello ${query.get("name")}`);
      for await (const text of socket.messages) {
        if (text === "fail") throw new Error("as asked");
        socket.send(`${text} ${text}`);
      }
      ended.push("through");
    });
  }

  const dial = (path: string) =>
    dialSocket(`ws://127.0.0.1:${server.port}/api/p/echo/line${path}`, life.signal);
  const failure = (path: string) =>
    dial(path).then(
      () => undefined,
      (error: unknown) => (PlatformError.is(error) ? [error.code, error.details?.status] : error),
    );

  it("carry messages both ways, and tell the handler when the client is gone", async () => {
    const socket = await dial("?name=ada");
    const messages = socket.messages[Symbol.asyncIterator]();
    expect((await messages.next()).value).to.equal("hello ada");
    socket.send("one");
    socket.send("two");
    expect((await messages.next()).value).to.equal("one one");
    expect((await messages.next()).value).to.equal("two two");
    socket.cut();
    while (ended.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(ended).to.have.members(["told", "through"]);
    expect((await messages.next()).done).to.equal(true);
  });

  it("end with 1011 where the handler fails, and where a message is too long", async () => {
    const failed = await dial("");
    failed.send("fail");
    expect(await failed.closed).to.include({ code: 1011 });
    const long = await dial("");
    long.send("x".repeat(101));
    expect(await long.closed).to.include({ code: 1009 });
  });

  it("are refused by an ordinary answer, by paths that lead nowhere, and by plain requests", async () => {
    expect(await failure("/private")).to.deep.equal(["socket.refused", 403]);
    const lost = dialSocket(`ws://127.0.0.1:${server.port}/api/p/echo/nothing`, life.signal);
    expect(await lost.catch((error: PlatformError) => error.details?.status)).to.equal(404);
    const plain = await server.ask("/api/p/echo/line");
    expect([plain.status, plain.json?.code]).to.deep.equal([426, "socket.required"]);
  });

  it("are counted like requests, are cut off with their caller's signal, and end when the server stops", async () => {
    const kept = await dial("");
    const caller = new AbortController();
    const cut = await dialSocket(`ws://127.0.0.1:${server.port}/api/p/echo/line`, caller.signal);
    caller.abort();
    expect(await cut.closed).to.include({ code: 1006 });
    let refused: unknown;
    for (let tries = 0; tries < 8 && refused === undefined; tries++) refused = await failure("");
    expect(refused).to.deep.equal(["socket.refused", 429]);
    const began = Date.now();
    await server.http.close();
    expect(await kept.closed).to.include({ code: 1001 });
    // Sooner than what does not end by itself is cut off.
    expect(Date.now() - began).to.be.lessThan(9_000);
  });
});
