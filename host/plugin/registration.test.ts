import { expect } from "chai";
import { type TestDatabase, testDatabase } from "../../test/kit/database.ts";
import { Registrations, type ReleaseRef } from "./registration.ts";

describe("the table of live releases", () => {
  let test: TestDatabase;
  let registrations: Registrations;
  const release = (version: string): ReleaseRef => ({
    pluginId: "shop",
    version,
    source: "archive",
    path: `shop/${version}-abc`,
    integrity: `sha512-${version}`,
  });
  const now = async () => (await registrations.list())[0];
  const inOne = <Result>(work: Parameters<typeof test.database.system<Result>>[0]) =>
    test.database.system(work);

  before(async () => {
    test = await testDatabase();
  });

  after(() => test.drop());

  beforeEach(async () => {
    await test.database.query("delete from host.registration");
    registrations = new Registrations(test.database);
  });

  it("keeps the release before, and goes back to it while its time runs", async () => {
    await inOne((trx) => registrations.activate(trx, release("1.0.0")));
    expect(await now()).to.include({ version: "1.0.0", settled: true });
    await inOne((trx) => registrations.activate(trx, release("1.1.0")));
    expect(await now()).to.deep.include({ version: "1.1.0", settled: false, previous: release("1.0.0") });
    await inOne((trx) => registrations.rollBack(trx, "shop"));
    expect(await now()).to.include({ version: "1.0.0", settled: true });
    expect(await refusal(inOne((trx) => registrations.rollBack(trx, "shop")))).to.equal(
      "release.no_previous",
    );
  });

  it("does not go back once the time is over", async () => {
    await inOne((trx) => registrations.activate(trx, release("1.0.0")));
    await inOne((trx) => registrations.activate(trx, release("1.1.0")));
    await test.database.query("update host.registration set rollback_until = now() - interval '1 second'");
    expect(await refusal(inOne((trx) => registrations.rollBack(trx, "shop")))).to.equal(
      "release.no_previous",
    );
  });

  it("offers a candidate, promotes it, or takes it back", async () => {
    await inOne((trx) => registrations.activate(trx, release("1.0.0")));
    const tenants = ["0190a000-0000-7000-8000-000000000001"];
    const offered = release("2.0.0");
    await inOne((trx) => registrations.offer(trx, "shop", offered, { tenants, percent: 10 }));
    expect((await now())?.candidate).to.deep.equal({ ...offered, tenants, percent: 10 });
    await inOne((trx) => registrations.withdraw(trx, "shop"));
    expect((await now())?.candidate).to.equal(undefined);
    await inOne((trx) => registrations.offer(trx, "shop", offered, { tenants, percent: 10 }));
    await inOne((trx) => registrations.promote(trx, "shop"));
    expect(await now()).to.deep.include({ version: "2.0.0", previous: release("1.0.0") });
    expect((await now())?.candidate).to.equal(undefined);
    expect(await refusal(inOne((trx) => registrations.promote(trx, "shop")))).to.equal(
      "release.no_candidate",
    );
  });

  it("does nothing to a release that made way for another one meanwhile", async () => {
    const changed = async (work: Parameters<typeof inOne<unknown>>[0]) =>
      expect(await refusal(inOne(work))).to.equal("release.changed");
    const everybody = { tenants: [], percent: 100 };
    await inOne((trx) => registrations.activate(trx, release("1.0.0")));
    await inOne((trx) => registrations.offer(trx, "shop", release("1.2.0"), everybody));
    await changed((trx) => registrations.promote(trx, "shop", release("1.1.0")));
    await changed((trx) => registrations.withdraw(trx, "shop", release("1.1.0")));
    await inOne((trx) => registrations.promote(trx, "shop", release("1.2.0")));
    await changed((trx) => registrations.rollBack(trx, "shop", release("0.9.0")));
    expect(await now()).to.deep.include({ version: "1.2.0", previous: release("1.0.0") });
    await inOne((trx) => registrations.rollBack(trx, "shop", release("1.0.0")));
    expect(await now()).to.include({ version: "1.0.0" });
  });

  it("takes a bundled release for the expected one whatever another checkout calls it", async () => {
    await registrations.registerBundled({
      releases: [{ id: "shop", version: "1.0.0", source: "bundled", path: "shop" }],
    });
    await inOne((trx) => registrations.activate(trx, release("1.1.0")));
    const elsewhere: ReleaseRef = {
      pluginId: "shop",
      version: "1.0.1",
      source: "bundled",
      path: "plugins/shop",
    };
    await inOne((trx) => registrations.rollBack(trx, "shop", elsewhere));
    expect(await now()).to.include({ version: "1.0.0", source: "bundled" });
  });

  it("enters a bundled version once, so that going back from it or uninstalling lasts", async () => {
    const set = (version: string) => ({
      releases: [{ id: "shop", version, source: "bundled" as const, path: "shop" }],
    });
    await inOne((trx) => registrations.activate(trx, release("1.0.0")));
    await registrations.registerBundled(set("1.2.0"));
    expect(await now()).to.include({ version: "1.2.0", source: "bundled" });
    await inOne((trx) => registrations.rollBack(trx, "shop"));
    await registrations.registerBundled(set("1.2.0"));
    expect(await now()).to.include({ version: "1.0.0", source: "archive" });
    await inOne((trx) => registrations.remove(trx, "shop"));
    await registrations.registerBundled(set("1.3.0"));
    expect(await now()).to.equal(undefined);
  });
});

async function refusal(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => "none",
    (error: unknown) => (error instanceof Error && "code" in error ? String(error.code) : String(error)),
  );
}
