import { connect } from "node:net";
import { PlatformError, type Reply, reply, route, Type } from "@promostack/core";
import { expect } from "chai";
import { quietLog } from "../../test/kit/database.ts";
import { noPlugins, startServer, type TestServer } from "../../test/kit/server.ts";
import type { DeclaredRoute } from "../plugin/runtime.ts";
import { type HostRoute, hostRoute } from "./hostRoute.ts";
import type { HttpSample } from "./http.ts";

const limits = { perMinute: 1000 };

const echo = hostRoute({
  method: "POST",
  path: "/api/echoes/:number",
  permission: "public",
  summary: "Answers what it understood",
  input: {
    params: Type.Object({ number: Type.Integer() }),
    query: Type.Object({ loud: Type.Optional(Type.Boolean()), limit: Type.Integer({ default: 20 }) }),
    body: Type.Object(
      { word: Type.String(), times: Type.Optional(Type.Integer()) },
      { additionalProperties: false },
    ),
    output: Type.Object({ params: Type.Unknown(), query: Type.Unknown(), body: Type.Unknown() }),
  },
  limits: { perMinute: 1000, bodyBytes: 1000 },
  handle: async (_request, { params, query, body }) => ({ params, query, body }),
});

const routes: HostRoute[] = [
  echo,
  hostRoute({
    method: "GET",
    path: "/api/echoes/fixed",
    permission: "public",
    summary: "Wins over the parameter",
    input: { output: Type.Object({ fixed: Type.Boolean() }) },
    limits,
    handle: async () => reply(200, { fixed: true }, { etag: '"7"' }),
  }),
  hostRoute({
    method: "GET",
    path: "/api/failures/:kind",
    permission: "public",
    summary: "Fails",
    input: { params: Type.Object({ kind: Type.String() }), output: Type.Object({ number: Type.Integer() }) },
    limits: { perMinute: 1000, seconds: 0.05 },
    handle: async ({ signal }, { params }) => {
      if (params.kind === "surprise") throw new Error("the password is swordfish");
      if (params.kind === "slow") await new Promise((resolve) => signal.addEventListener("abort", resolve));
      if (params.kind === "known") {
        throw new PlatformError("It is full.", {
          code: "jar.full",
          status: 409,
          hint: "Empty it.",
          retryAfter: 2.5,
        });
      }
      if (params.kind === "early")
        throw new PlatformError("It is being started.", {
          code: "plugin.starting",
          status: 503,
          retryAfter: 2,
        });
      return Object.assign({ number: 1 }, params.kind === "output" ? { number: "one" } : {});
    },
  }),
  hostRoute({
    method: "GET",
    path: "/api/scarce",
    permission: "public",
    summary: "May be asked twice a minute",
    input: { output: Type.Object({}) },
    limits: { perMinute: 2 },
    handle: async () => ({}),
  }),
  hostRoute({
    method: "POST",
    path: "/api/hooks/:name",
    permission: "public",
    fast: true,
    summary: "The short way",
    input: { params: Type.Object({ name: Type.String() }), output: Type.Object({}) },
    limits: { perMinute: 1000, bodyBytes: 100 },
    handle: async ({ rawBody }, { params, headers }) => ({
      rawBody,
      name: params.name,
      secret: headers["x-secret"],
    }),
  }),
];

describe("HTTP", () => {
  let server: TestServer;
  let plugins: DeclaredRoute[] = [];
  const listeners: (() => void)[] = [];
  const changed = () => {
    for (const listener of listeners) listener();
  };
  const invoked: unknown[] = [];
  const samples: HttpSample[] = [];
  const logged: [level: string, message: string, fields?: object][] = [];

  before(async () => {
    server = await startServer({
      http: {
        log: {
          ...quietLog,
          warn: (message, fields) => logged.push(["warn", message, fields]),
          error: (message, fields) => logged.push(["error", message, fields]),
        },
        observe: (sample) => samples.push(sample),
        hostRoutes: routes,
        corsOrigins: ["https://partner.test"],
      },
      runtime: {
        ...noPlugins,
        routes: () => plugins,
        mounts: () => [
          {
            plugin: "shop",
            mount: {
              prefix: "/raw",
              summary: "Raw",
              limits: { perMinute: 1000, bodyBytes: 10 },
              handle: notCalled,
            },
          },
        ],
        onChange: (listener) => {
          listeners.push(listener);
          return { label: "test", dispose: () => undefined };
        },
        refusal: (id) =>
          id === "broken"
            ? new PlatformError("It is quarantined.", {
                code: "plugin.quarantined",
                status: 503,
                retryAfter: 30,
              })
            : undefined,
        invokeRoute: async (id, declared, caller, input) => {
          invoked.push({ id, path: declared.path, tenantId: caller.tenantId, input });
          return { plugin: id };
        },
        invokeMount: async (id, _mount, request): Promise<Reply> => {
          const chunks: Uint8Array[] = [];
          for await (const chunk of request.body) chunks.push(chunk);
          const text = Buffer.concat(chunks).toString();
          return reply(207, { id, path: request.path, q: request.query.get("q"), text }, { "x-odd": "yes" });
        },
      },
    });
  });
  after(() => server.close());

  it("coerces what stands in the address, and takes a body at its word", async () => {
    const good = await server.ask("/api/echoes/7?loud=true", { method: "POST", body: { word: "hey" } });
    expect(good.json).to.deep.equal({
      params: { number: 7 },
      query: { loud: true, limit: 20 },
      body: { word: "hey" },
    });
    const bad = await server.ask("/api/echoes/x?limit=many", {
      method: "POST",
      body: { word: 5, times: "3", more: 1 },
    });
    expect(bad.status).to.equal(400);
    expect(bad.json.code).to.equal("request.invalid");
    for (const field of ["params/number", "query/limit", "body/word", "body/times", "body/more"]) {
      expect(bad.text).to.contain(`"${field}"`);
    }
    const none = await server.ask("/api/echoes/7", { method: "POST" });
    expect(none.json.detail).to.contain("body/word is missing");
  });

  it("says what is wrong with a body that is malformed, too large or of another type", async () => {
    const malformed = await server.ask("/api/echoes/7", { method: "POST", body: '{"word": ' });
    expect([malformed.status, malformed.json.code]).to.deep.equal([400, "request.malformed"]);
    for (const body of ['{"word":"x","__proto__":{"a":1}}', '{"word":"x","\\u005f_proto__":{}}']) {
      const poison = await server.ask("/api/echoes/7", { method: "POST", body });
      expect([poison.status, poison.json.code], body).to.deep.equal([400, "request.malformed"]);
    }
    const large = await server.ask("/api/echoes/7", {
      method: "POST",
      body: { word: "x".repeat(2_000_000) },
    });
    expect([large.status, large.json.code]).to.deep.equal([413, "request.too_large"]);
    const chunked = await server.ask("/api/echoes/7", {
      method: "POST",
      headers: { "transfer-encoding": "chunked", "content-type": "application/json" },
      body: JSON.stringify({ word: "x".repeat(5000) }),
    });
    expect(chunked.status).to.equal(413);
    const form = await server.ask("/api/echoes/7", {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: "word=hey",
    });
    expect([form.status, form.json.code]).to.deep.equal([415, "request.wrong_type"]);
  });

  it("answers problem details with code, hint, request id and Retry-After", async () => {
    const known = await server.ask("/api/failures/known", { headers: { "x-request-id": "my-own-id-1" } });
    expect(known.status).to.equal(409);
    expect(known.headers["content-type"]).to.contain("application/problem+json");
    expect(known.headers["retry-after"]).to.equal("3");
    expect(known.headers["x-request-id"]).to.equal("my-own-id-1");
    expect(known.json).to.deep.equal({
      type: "urn:promostack:problem:jar.full",
      title: "Conflict",
      status: 409,
      detail: "It is full.",
      code: "jar.full",
      hint: "Empty it.",
      requestId: "my-own-id-1",
    });
  });

  it("tells a stranger nothing of an unexpected error", async () => {
    const surprise = await server.ask("/api/failures/surprise");
    expect(surprise.status).to.equal(500);
    expect(surprise.text).not.to.contain("swordfish");
    expect(surprise.json.requestId).to.equal(surprise.headers["x-request-id"]);
  });

  it("logs what broke as an error with its cause, what is not ready yet as a warning without", async () => {
    logged.length = 0;
    await server.ask("/api/failures/surprise");
    expect((await server.ask("/api/failures/early")).headers["retry-after"]).to.equal("2");
    expect((await server.ask("/api/failures/known")).status).to.equal(409);
    expect(logged.map(([level, , fields]) => [level, Object(fields).error?.message])).to.deep.equal([
      ["error", "the password is swordfish"],
      ["warn", undefined],
    ]);
  });

  it("gives up at the route's deadline", async () => {
    const slow = await server.ask("/api/failures/slow");
    expect([slow.status, slow.json.code]).to.deep.equal([503, "route.timeout"]);
  });

  it("refuses, in tests, to answer what the output schema does not describe", async () => {
    expect((await server.ask("/api/failures/none")).json).to.deep.equal({ number: 1 });
    const wrong = await server.ask("/api/failures/output");
    expect([wrong.status, wrong.json.code]).to.deep.equal([500, "route.output_invalid"]);
  });

  it("answers HEAD, OPTIONS, 404 and 405 as HTTP says", async () => {
    const head = await server.ask("/api/echoes/fixed", { method: "HEAD" });
    expect([head.status, head.text]).to.deep.equal([200, ""]);
    const options = await server.ask("/api/echoes/7", { method: "OPTIONS" });
    expect([options.status, options.headers.allow]).to.deep.equal([204, "OPTIONS, POST"]);
    const wrong = await server.ask("/api/echoes/7", { method: "DELETE" });
    expect([wrong.status, wrong.headers.allow]).to.deep.equal([405, "OPTIONS, POST"]);
    for (const path of ["/api/nothing", "/api", "/api/p/nothing/x", "/api/p/", "/api//me"]) {
      const missing = await server.ask(path);
      expect([missing.status, missing.json.code], path).to.deep.equal([404, "route.not_found"]);
    }
  });

  it("prefers a fixed path to a parameter, and answers 304 to who has it", async () => {
    expect((await server.ask("/api/echoes/fixed")).json).to.deep.equal({ fixed: true });
    const again = await server.ask("/api/echoes/fixed", { headers: { "if-none-match": 'W/"7"' } });
    expect([again.status, again.text]).to.deep.equal([304, ""]);
  });

  it("sets headers that keep data from being run, framed or stored", async () => {
    const { headers } = await server.ask("/api/echoes/fixed");
    expect(headers).to.include({
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
      "cache-control": "no-store",
    });
    expect(headers).not.to.have.any.keys(
      "strict-transport-security",
      "x-powered-by",
      "access-control-allow-origin",
    );
  });

  it("answers CORS to listed origins only", async () => {
    const listed = await server.ask("/api/echoes/fixed", { headers: { origin: "https://partner.test" } });
    expect(listed.headers["access-control-allow-origin"]).to.equal("https://partner.test");
    const foreign = await server.ask("/api/echoes/fixed", { headers: { origin: "https://evil.test" } });
    expect(foreign.headers["access-control-allow-origin"]).to.equal(undefined);
  });

  it("refuses writes of foreign pages", async () => {
    const ask = (headers: Record<string, string>) =>
      server.ask("/api/echoes/1", { method: "POST", body: { word: "x" }, headers });
    expect((await ask({ origin: "https://evil.test" })).json.code).to.equal("origin.refused");
    expect((await ask({ origin: "null" })).status).to.equal(403);
    expect((await ask({ "sec-fetch-site": "cross-site" })).status).to.equal(403);
    expect((await ask({ origin: `http://dash.localhost:${server.port}` })).status).to.equal(200);
    expect((await ask({ origin: "https://partner.test" })).status).to.equal(200);
  });

  it("limits a route by address, with the seconds to wait", async () => {
    const asked = [];
    for (let n = 0; n < 3; n += 1) asked.push(await server.ask("/api/scarce"));
    expect(asked.map(({ status }) => status)).to.deep.equal([200, 200, 429]);
    expect(Number(asked[2]?.headers["retry-after"])).to.be.within(1, 60);
  });

  it("takes fast routes the short way: raw body, parameters, headers, limits of size", async () => {
    const told = await server.ask("/api/hooks/a%20b", {
      method: "POST",
      body: "not json",
      headers: { "x-secret": "s" },
    });
    expect(told.json).to.deep.equal({ rawBody: "not json", name: "a b", secret: "s" });
    const large = await server.ask("/api/hooks/a", { method: "POST", body: "x".repeat(200) });
    expect(large.status).to.equal(413);
    expect((await server.ask("/api/hooks/a")).status).to.equal(405);
  });

  it("follows the plugins as they come and go, and passes on why one does not answer", async () => {
    expect((await server.ask("/api/p/shop/items/4")).status).to.equal(404);
    const items = route({
      method: "GET",
      path: "/items/:id",
      permission: "public",
      summary: "An item",
      input: { params: Type.Object({ id: Type.Integer() }) },
      limits,
      handle: notCalled,
    });
    plugins = [{ plugin: "shop", route: items, seconds: 5 }];
    changed();
    expect((await server.ask("/api/p/shop/items/4")).json).to.deep.equal({ plugin: "shop" });
    expect(invoked).to.have.length(1);
    expect(JSON.stringify(invoked[0])).to.contain('"params":{"id":4}');
    expect((await server.ask("/api/p/shop/items/x")).status).to.equal(400);
    expect((await server.ask("/api/p/shop/items/4", { method: "PUT", body: {} })).status).to.equal(405);
    plugins = [];
    changed();
    expect((await server.ask("/api/p/shop/items/4")).status).to.equal(404);
    const broken = await server.ask("/api/p/broken/items");
    expect([broken.status, broken.headers["retry-after"]]).to.deep.equal([503, "30"]);
  });

  it("hands mounts the raw request below their prefix", async () => {
    const told = await server.ask("/api/p/shop/raw/a/b?q=1", { method: "PATCH", body: "<x/>" });
    expect(told.status).to.equal(207);
    expect(told.headers["x-odd"]).to.equal("yes");
    expect(told.json).to.deep.equal({ id: "shop", path: "/a/b", q: "1", text: "<x/>" });
    expect((await server.ask("/api/p/shop/rawer")).status).to.equal(404);
    expect((await server.ask("/api/p/shop/raw", { method: "POST", body: "x".repeat(11) })).status).to.equal(
      413,
    );
  });

  it("tells of each exchange by its declared path", async () => {
    samples.length = 0;
    await server.ask("/api/echoes/7", { method: "POST", body: {} });
    await server.ask("/api/hooks/a", { method: "POST", body: "x" });
    await server.ask("/api/p/shop/raw/b");
    await server.ask("/api/nothing/x");
    await server.ask("/signals/1");
    expect(samples.map(({ method, route, status }) => `${method} ${route} ${status}`)).to.deep.equal([
      "POST /api/echoes/:number 400",
      "POST /api/hooks/:name 200",
      "GET /api/p/shop/raw 207",
      "GET unknown 404",
      `GET pages ${samples[4]?.status}`,
    ]);
  });

  it("survives what is hardly HTTP", async () => {
    for (const text of [
      "GET /api/%ff%fe HTTP/1.1\r\nhost: x\r\n\r\n",
      "GET /api/me HTTP/1.1\r\nhost: x\r\ncookie: a=%ff; =; __session\r\n\r\n",
      "NONSENSE\r\n\r\n",
    ]) {
      expect(await speak(server.port, text)).to.match(/^HTTP\/1\.1 4\d\d/);
    }
  });
});

async function notCalled(): Promise<never> {
  throw new Error("The runtime of this test answers instead.");
}

function speak(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(text));
    socket.once("data", (data) => {
      socket.destroy();
      resolve(data.toString());
    });
    socket.once("error", reject);
  });
}
