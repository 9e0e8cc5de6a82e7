import { expect } from "chai";
import { type TestDatabase, testDatabase } from "../../test/kit/database.ts";
import { ADMIN, OTHER_OWNER, OWNER, type Person, signIn, VIEWER } from "../../test/kit/host.ts";
import { type Host, startHost } from "../host.ts";

interface Operation {
  method: string;
  path: string;
  permission: string;
}

const SOME_ID = "0190a000-0000-7000-8000-000000000001";

/** Over the whole host with all its plugins: nobody can add a route that these rules do not reach. */
describe("Every route that the host describes", () => {
  let test: TestDatabase;
  let host: Host;
  let owner: Person;
  let other: Person;
  let operations: Operation[];

  before(async () => {
    test = await testDatabase();
    host = await startHost(test.config, { background: false });
    owner = await signIn(host.url, OWNER);
    other = await signIn(host.url, OTHER_OWNER);
    const { body } = await owner.ask("GET", "/api/openapi.json");
    operations = Object.entries(Object(body.paths)).flatMap(([path, methods]) =>
      Object.entries(Object(methods)).map(([method, operation]) => ({
        method: method.toUpperCase(),
        path: path.replace(/\{\w*[iI]d\}/g, SOME_ID).replace(/\{\w+\}/g, "x"),
        permission: String(Object(operation)["x-permission"]),
      })),
    );
  });
  after(async () => {
    await host.stop();
    await test.drop();
  });

  const tenantRoutes = () => operations.filter(({ permission }) => permission.startsWith("tenant:"));
  const ask = async ({ method, path }: Operation, token: string | undefined, tenantId?: string) => {
    const headers = {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(tenantId === undefined ? {} : { "x-tenant": tenantId }),
      ...(method === "GET" ? {} : { "content-type": "application/json" }),
    };
    const body = method === "GET" ? undefined : "{}";
    const response = await fetch(host.url + path, { method, headers, body });
    // What people open in a browser (a counted link that leads nowhere) is answered with a page.
    const isJson = response.headers.get("content-type")?.includes("json") ?? false;
    const answer: unknown = isJson ? await response.json() : {};
    await (isJson || response.arrayBuffer());
    return { status: response.status, code: String(Object(answer).code) };
  };

  it("is many, of the platform and of plugins", () => {
    expect(operations.length).to.be.greaterThan(50);
    expect(operations.some(({ path }) => path.startsWith("/api/p/"))).to.equal(true);
  });

  it("refuses whoever is not signed in, unless it is public", async () => {
    for (const operation of operations.filter(({ permission }) => permission !== "public")) {
      const { status } = await ask(operation, undefined, owner.tenantId);
      expect(status, `${operation.method} ${operation.path}`).to.equal(401);
    }
  });

  it("refuses another tenant's id", async () => {
    for (const operation of tenantRoutes()) {
      const answer = await ask(operation, other.token, owner.tenantId);
      expect([answer.status, answer.code], `${operation.method} ${operation.path}`).to.deep.equal([
        403,
        "tenant.forbidden",
      ]);
    }
  });

  it("refuses a viewer where more is needed, and an owner what is the platform's", async () => {
    const viewer = await signIn(host.url, VIEWER);
    for (const operation of tenantRoutes().filter(({ permission }) => permission !== "tenant:viewer")) {
      const answer = await ask(operation, viewer.token);
      expect(answer.code, `${operation.method} ${operation.path}`).to.equal("role.insufficient");
    }
    for (const operation of operations.filter(({ permission }) => permission === "admin")) {
      const answer = await ask(operation, owner.token);
      expect(answer.code, `${operation.method} ${operation.path}`).to.equal("admin.required");
    }
  });

  it("answers what its schema describes, to an admin's plain reading", async () => {
    const admin = await signIn(host.url, ADMIN);
    const endless = /\/(live|streams?|events)$/;
    const plain = operations.filter(
      ({ method, path }) => method === "GET" && !path.includes(SOME_ID) && !endless.test(path),
    );
    for (const operation of plain) {
      const { status, code } = await ask(operation, admin.token, admin.tenantId);
      expect(status, `${operation.path} ${code}`).to.be.lessThan(500);
    }
  });
});
