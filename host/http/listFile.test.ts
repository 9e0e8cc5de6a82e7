import { request } from "node:http";
import { Type } from "@promostack/core";
import { expect } from "chai";
import { startServer, type TestServer } from "../../test/kit/server.ts";
import { hostRoute } from "./hostRoute.ts";

const ROWS = 1_050;
const MOST = 100;

describe("A list as a file", () => {
  let server: TestServer;
  let viewer: string;
  /** Limits of the pages that the route was asked for. */
  const asked: number[] = [];
  let failAt = Number.POSITIVE_INFINITY;
  let endless = false;

  before(async () => {
    server = await startServer({
      http: {
        hostRoutes: [
          hostRoute({
            method: "GET",
            path: "/api/things",
            permission: "tenant:viewer",
            summary: "Things",
            csv: "things",
            input: {
              query: Type.Object({
                after: Type.Optional(Type.Integer()),
                limit: Type.Integer({ minimum: 1, maximum: MOST, default: 10 }),
              }),
              output: Type.Object({
                items: Type.Array(
                  Type.Object({
                    id: Type.Integer(),
                    name: Type.String(),
                    result: Type.Union([Type.Number(), Type.Null()]),
                    parts: Type.Array(Type.Number()),
                  }),
                ),
                next: Type.Union([Type.String(), Type.Null()]),
              }),
            },
            limits: { perMinute: 100 },
            handle: async (_request, { query: { after = 0, limit } }) => {
              asked.push(limit);
              if (after >= failAt) throw new Error("The database is gone.");
              const items = Array.from(
                { length: endless ? limit : Math.min(limit, ROWS - after) },
                (_, index) => thing(after + index),
              );
              return { items, next: endless || after + limit < ROWS ? String(after + limit) : null };
            },
          }),
        ],
      },
    });
    await server.tenant("aurum");
    viewer = await server.token("viewer@aurum.test");
  });
  after(() => server.close());
  beforeEach(() => {
    asked.length = 0;
    failAt = Number.POSITIVE_INFINITY;
  });

  const thing = (id: number) => ({
    id,
    name: id === 0 ? '=2+2, "so"\nit runs' : "-ü",
    result: id === 1 ? null : -id / 2,
    parts: [1, 2],
  });

  it("has every row, page after page, whatever page was asked for", async () => {
    const { status, headers, text } = await server.ask("/api/things?format=csv&limit=3", { as: viewer });
    expect([status, headers["content-type"], headers["content-disposition"]]).to.deep.equal([
      200,
      "text/csv; charset=utf-8",
      'attachment; filename="things.csv"',
    ]);
    const lines = text.split("\r\n");
    expect(lines.slice(0, 3)).to.deep.equal([
      "\uFEFFid,name,result,parts",
      `0,"'=2+2, ""so""\nit runs",0,"[1,2]"`,
      `1,'-ü,,"[1,2]"`,
    ]);
    expect([lines.length, lines.at(-2), lines.at(-1)]).to.deep.equal([
      ROWS + 2,
      `1049,'-ü,-524.5,"[1,2]"`,
      "",
    ]);
    expect(asked).to.deep.equal(Array.from({ length: 11 }, () => MOST));
  });

  it("is given to a program that accepts CSV, and not to one that accepts anything", async () => {
    const wants = (accept: string) => server.ask("/api/things", { as: viewer, headers: { accept } });
    expect((await wants("text/csv")).text).to.contain("1049,");
    expect((await wants("*/*")).json.items).to.have.length(10);
    expect((await wants("application/json, text/csv;q=0.5")).json.items).to.have.length(10);
  });

  it("asks for the same rights as the list, knows no other format, and fails as the list fails", async () => {
    await server.tenant("delta");
    const stranger = await server.token("owner@delta.test");
    const aurum = (await server.tenants.findTenant("aurum"))?.id;
    const refused = await server.ask("/api/things?format=csv", { as: stranger, tenant: aurum });
    expect(refused.status).to.be.oneOf([403, 404]);
    expect((await server.ask("/api/things?format=pdf", { as: viewer })).json.code).to.equal(
      "request.invalid",
    );
    failAt = 0;
    const failed = await server.ask("/api/things?format=csv", { as: viewer });
    expect([failed.status, failed.headers["content-type"]]).to.deep.equal([
      500,
      "application/problem+json; charset=utf-8",
    ]);
  });

  it("is cut off where the list fails midway, so that nobody takes a part for the whole", async () => {
    failAt = 500;
    const failure: unknown = await server.ask("/api/things?format=csv", { as: viewer }).then(
      () => "ended well",
      (error: unknown) => error,
    );
    expect(failure).to.have.property("code", "ECONNRESET");
  });

  it("asks for no more once nobody reads it", async () => {
    endless = true;
    await new Promise<void>((resolve, reject) => {
      const headers = { host: `dash.localhost:${server.port}`, authorization: `Bearer ${viewer}` };
      const call = request({ port: server.port, host: "127.0.0.1", path: "/api/things?format=csv", headers });
      call.once("response", (response) => {
        response.destroy();
        resolve();
      });
      call.once("error", reject).end();
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    const seen = asked.length;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect([seen > 0, asked.length]).to.deep.equal([true, seen]);
  });
});
