import { PlatformError, type RawRequest, reply } from "@promostack/core";
import { expect } from "chai";
import { noPlugins, startServer, type TestServer } from "../../test/kit/server.ts";

const POLICY = "default-src 'none'; frame-ancestors https://shop.example";
const HTML = { accept: "text/html" };

describe("pages of tenants for anybody", () => {
  let server: TestServer;
  let aurum: string;
  const asked: RawRequest[] = [];

  before(async () => {
    const mount = {
      prefix: "/pages" as const,
      summary: "Pages",
      limits: { perMinute: 8, bodyBytes: 10 },
      handle: async () => reply(200),
    };
    server = await startServer({
      runtime: {
        ...noPlugins,
        pages: () => [
          { plugin: "coupons", path: "/coupons", mount },
          { plugin: "paused", path: "/paused", mount: undefined },
        ],
        refusal: (plugin) =>
          new PlatformError(`${plugin} pauses.`, { code: "plugin.tripped", status: 503, retryAfter: 9 }),
        async invokeMount(_plugin, _mount, request) {
          asked.push(request);
          for await (const _chunk of request.body);
          if (request.path === "/framed")
            return reply(200, "<p>", { "content-type": "text/html", "content-security-policy": POLICY });
          return reply(200, "<p>", { "content-type": "text/html" });
        },
      },
    });
    aurum = await server.tenant("aurum");
  });
  after(() => server.close());

  const ask = (path: string, headers: Record<string, string> = {}, body?: string) =>
    server.ask(path, {
      headers: { host: `localhost:${server.port}`, ...headers },
      ...(body === undefined ? {} : { method: "POST", body }),
    });

  it("tell the plugin whose page it is and who asks, and nothing of the browser's other visits", async () => {
    const { status } = await ask("/t/aurum/coupons/a/b?c=d", {
      cookie: "__session=secret",
      authorization: "Bearer secret",
    });
    expect(status).to.equal(200);
    const { tenant, path, query, address, origin, headers } = asked.at(-1) ?? expect.fail("nobody was asked");
    expect(tenant).to.deep.equal({ id: aurum, slug: "aurum", name: "aurum", locale: "en" });
    expect([path, query.get("c"), origin]).to.deep.equal(["/a/b", "d", `http://localhost:${server.port}`]);
    expect(address).to.contain("127.0.0.1");
    expect(JSON.stringify(headers)).not.to.contain("secret");
  });

  it("may be framed by whom their policy names, and by nobody where it names none", async () => {
    const framed = await ask("/t/aurum/coupons/framed");
    expect(framed.headers).to.not.have.property("x-frame-options");
    expect(framed.headers["content-security-policy"]).to.equal(POLICY);
    const plain = await ask("/t/aurum/coupons");
    expect(plain.headers["x-frame-options"]).to.equal("DENY");
    expect(plain.headers["content-security-policy"]).to.contain("default-src 'none'");
  });

  it("are not served by the dash, whose origin is its own", async () => {
    const before = asked.length;
    await ask("/t/aurum/coupons", { host: `dash.localhost:${server.port}` });
    await ask("/t/aurum/coupons", { host: `admin.localhost:${server.port}` });
    expect(asked.length).to.equal(before);
  });

  it("say so where there is none, and while the plugin pauses: to people in a page, to programs in JSON", async () => {
    for (const path of ["/t/nobody/coupons", "/t/aurum/other", "/t/aurum", "/t/Au%22rum/coupons"]) {
      const { status, text } = await ask(path, HTML);
      expect([path, status, text.includes("There is nothing here")]).to.deep.equal([path, 404, true]);
    }
    const paused = await ask("/t/aurum/paused", HTML);
    expect([paused.status, paused.headers["retry-after"]]).to.deep.equal([503, "9"]);
    expect(paused.text).to.contain("taking a break");
    expect((await ask("/t/aurum/paused", { accept: "application/json" })).json.code).to.equal(
      "plugin.tripped",
    );
  });

  it("keep the mount's limits of size and rate", async () => {
    const large = await ask("/t/aurum/coupons", { accept: "application/json" }, "more than ten bytes");
    expect(large.status).to.equal(413);
    for (let times = 0; times < 8; times++) await ask("/t/aurum/coupons");
    const fast = await ask("/t/aurum/coupons", HTML);
    expect([fast.status, fast.text.includes("a little fast")]).to.deep.equal([429, true]);
  });
});
