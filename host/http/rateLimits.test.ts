import { Type } from "@promostack/core";
import { expect } from "chai";
import { startServer, type TestServer } from "../../test/kit/server.ts";
import { hostRoute } from "./hostRoute.ts";

describe("Rate limits", () => {
  let server: TestServer;

  before(async () => {
    server = await startServer({
      http: {
        limits: { addressPerMinute: 40, tenantPerMinute: 8 },
        hostRoutes: [
          hostRoute({
            method: "GET",
            path: "/api/rare",
            permission: "tenant:viewer",
            summary: "Three times a minute for each person",
            input: { output: Type.Object({}) },
            limits: { perMinute: 3 },
            handle: async () => ({}),
          }),
        ],
      },
    });
    await server.tenant("aurum");
  });
  after(() => server.close());

  const count = async (times: number, ask: () => Promise<{ status: number }>) => {
    const statuses: number[] = [];
    for (let n = 0; n < times; n += 1) statuses.push((await ask()).status);
    return statuses;
  };

  it("count each person on a route by themselves", async () => {
    for (const role of ["owner", "viewer"]) {
      const as = await server.token(`${role}@aurum.test`);
      expect(await count(4, () => server.ask("/api/rare", { as }))).to.deep.equal([200, 200, 200, 429]);
    }
  });

  it("count a tenant over all its people and routes", async () => {
    const as = await server.token("member@aurum.test");
    expect(await count(3, () => server.ask("/api/tenants/current", { as }))).to.deep.equal([200, 200, 429]);
  });

  it("count an address over everything, and say when to come again", async () => {
    const statuses = await count(40, () => server.ask("/api/sign-in"));
    expect(statuses.at(0)).to.equal(200);
    expect(statuses.at(-1)).to.equal(429);
    const refused = await server.ask("/api/sign-in");
    expect(refused.json.code).to.equal("rate.limited");
    expect(Number(refused.headers["retry-after"])).to.be.within(1, 60);
  });
});
