import { expect } from "chai";
import { makeTenant, type TestKernel, testKernel } from "../../test/contract/kernelKit.ts";
import { type TestDatabase, testDatabase } from "../../test/kit/database.ts";

const fixture = (name: string) => new URL(`../../test/contract/fixtures/${name}`, import.meta.url).pathname;

describe("the kernel, booted with a good plugin", () => {
  let test: TestDatabase;
  let kernel: TestKernel;
  let tenant: string;
  before(async () => {
    test = await testDatabase();
    kernel = await testKernel(test.database, [fixture("good")]);
    await kernel.runtime.boot();
    tenant = await makeTenant(test.database, "a");
  });
  after(async () => {
    await kernel.stop();
    await test.drop();
  });

  it("runs it", () => {
    const [status] = kernel.runtime.plugins();
    expect(status).to.include({ id: "good", state: "active" });
  });

  it("answers a route once the tenant has enabled it", async () => {
    const { runtime } = kernel;
    await runtime.enable(tenant, "good");
    const post = runtime.routes().find(({ route }) => route.method === "POST");
    if (post === undefined) throw new Error("no route");
    const input = { params: {}, query: {}, body: { text: "one" }, headers: {} };
    const answer = await runtime.invokeRoute("good", post.route, { tenantId: tenant }, input);
    expect(answer).to.include({ text: "one" });
  });
});
