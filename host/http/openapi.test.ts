import { route, Type } from "@promostack/core";
import { Validator } from "@seriousme/openapi-schema-validator";
import { expect } from "chai";
import { noPlugins, startServer, type TestServer } from "../../test/kit/server.ts";
import { tenantRoutes } from "../tenant/routes.ts";
import { PluginAssets } from "./pluginAssets.ts";

const shopItem = route({
  method: "GET",
  path: "/items/:id",
  permission: "tenant:viewer",
  summary: "An item",
  input: {
    params: Type.Object({ id: Type.String() }),
    query: Type.Object({ full: Type.Optional(Type.Boolean()) }),
    output: Type.Object({ price: Type.Union([Type.Number(), Type.Null()]) }),
  },
  limits: { perMinute: 10 },
  handle: async () => ({ price: 1 }),
});

describe("The OpenAPI document", () => {
  let server: TestServer;
  before(async () => {
    server = await startServer({
      runtime: { ...noPlugins, routes: () => [{ plugin: "shop", route: shopItem, seconds: 1 }] },
    });
  });
  after(() => server.close());

  it("is valid OpenAPI 3.1", async () => {
    const { json, status } = await server.ask("/api/openapi.json");
    expect(status).to.equal(200);
    const { valid, errors } = await new Validator().validate(json);
    expect(valid, JSON.stringify(errors, null, 1)?.slice(0, 2000)).to.equal(true);
    expect(json.openapi).to.equal("3.1.0");
  });

  it("describes every route of the platform and of each plugin, with its permission", async () => {
    const { json } = await server.ask("/api/openapi.json");
    const paths = new Map(Object.entries(Object(json.paths)));
    const routes = tenantRoutes({
      identity: server.identity,
      database: server.test.database,
      runtime: noPlugins,
      pluginAssets: new PluginAssets(noPlugins),
      clock: { now: () => new Date() },
      config: server.test.config,
    });
    const expected = [...routes, { ...shopItem, path: `/api/p/shop${shopItem.path}` }];
    for (const { method, path, permission } of expected) {
      const found = Object(paths.get(path.replace(/:(\w+)/g, "{$1}")))[method.toLowerCase()];
      expect(found, `${method} ${path}`).to.include({ "x-permission": permission });
    }
    const item = Object(paths.get("/api/p/shop/items/{id}")).get;
    expect(JSON.stringify(item.parameters)).to.contain('"name":"full","in":"query","required":false');
    const ids = [...paths.values()].flatMap((path) =>
      Object.values(Object(path)).map((one) => Object(one).operationId),
    );
    expect(new Set(ids).size).to.equal(ids.length);
  });
});
