import type { SqlValue } from "@promostack/core";
import { expect } from "chai";
import { quietLog, type TestDatabase, testDatabase } from "../../test/kit/database.ts";
import { eventually } from "../../test/kit/waiting.ts";
import { Wire } from "../../test/kit/wire.ts";
import { type Database, openDatabase } from "../db/database.ts";
import { Tenants } from "../tenant/tenants.ts";
import { People } from "./people.ts";

const EMAIL = "owner@aurum.test";
const KEY = "token|one";

describe("Persons that a process remembers", () => {
  let test: TestDatabase;
  /** Between the second replica and its notices. */
  let wire: Wire;
  let other: Database;
  let tenants: Tenants;
  let tenantId: string;
  let personId: string;
  let here: Counted;
  let there: Counted;

  before(async () => {
    test = await testDatabase();
    wire = new Wire(test.url);
    const config = { ...test.config, databaseUrl: test.url, databaseDirectUrl: await wire.join() };
    other = await openDatabase(config, { ...quietLog, warn: () => undefined });
    tenants = new Tenants(test.database);
    tenantId = (await tenants.createTenant({ slug: "aurum", name: "Aurum" })).id;
    personId = (await tenants.ensurePerson({ email: EMAIL })).id;
    here = new Counted(test.database);
    there = new Counted(other);
  });
  beforeEach(async () => {
    await tenants.addMember({ tenantId, personId, role: "owner" });
    await here.people.open();
    await there.people.open();
  });
  afterEach(async () => {
    await here.people.close();
    await there.people.close();
  });
  after(async () => {
    await other.close();
    await wire.cut();
    await test.drop();
  });

  const takeAway = () =>
    test.database.query("delete from host.tenant_users where tenant_id = $1", [tenantId]);

  it("are read once, and again after a change", async () => {
    await remembers(here);
    await tenants.addMember({ tenantId, personId, role: "viewer" });
    expect(await here.role()).to.equal("viewer");
  });

  it("are known at once where a session is ended, and on the other replica with the notice", async () => {
    await remembers(there);
    expect((await here.people.recall(EMAIL, undefined, [KEY])).ended).to.deep.equal([]);
    await here.people.end(KEY, new Date(Date.now() + 60_000));
    expect((await here.people.recall(EMAIL, undefined, [KEY])).ended).to.deep.equal([KEY]);
    await eventually(async () => (await there.people.recall(EMAIL, undefined, [KEY])).ended.length === 1);
  });

  it("lose a role on every replica also where somebody takes it away by hand, and are asked for at once by who changes something", async () => {
    await remembers(here);
    await remembers(there);
    await takeAway();
    expect((await there.people.load(EMAIL, undefined, [])).memberships).to.deep.equal([]);
    await eventually(async () => (await here.role()) === undefined && (await there.role()) === undefined);
  });

  it("are told of a tenant's new name, and are gone with it", async () => {
    const named = async () => (await there.people.recall(EMAIL, undefined, [])).memberships[0]?.name;
    await remembers(there);
    await test.database.query("update host.tenant set name = 'Aurum & Sons' where id = $1", [tenantId]);
    await eventually(async () => (await named()) === "Aurum & Sons");
    const passing = await tenants.createTenant({ slug: "passing", name: "Passing" });
    await tenants.addMember({ tenantId: passing.id, personId, role: "admin" });
    const seats = async () => (await there.people.recall(EMAIL, undefined, [])).memberships.length;
    await eventually(async () => (await seats()) === 2);
    await test.database.query("delete from host.tenant where id = $1", [passing.id]);
    await eventually(async () => (await seats()) === 1);
  });

  it("are asked for each time while no notices can be heard, and remembered again afterwards", async () => {
    await remembers(there);
    await wire.cut();
    await eventually(() => !other.hears());
    await takeAway();
    expect(await there.role()).to.equal(undefined);
    await tenants.addMember({ tenantId, personId, role: "admin" });
    expect(await there.role()).to.equal("admin");
    await wire.join();
    await eventually(() => other.hears());
    expect(await there.role()).to.equal("admin");
    await remembers(there);
  });

  it("are not kept where a change overtook their reading", async () => {
    const slow = new Counted(test.database);
    await slow.people.open();
    try {
      const read = slow.hold();
      const before = slow.role();
      await tenants.addMember({ tenantId, personId, role: "member" });
      read();
      await before;
      expect(await slow.role()).to.equal("member");
    } finally {
      await slow.people.close();
    }
  });
});

/** Persons of a replica, and how often it asked its database for them. */
class Counted {
  readonly people: People;
  asked = 0;
  #held: Promise<void> | undefined;

  constructor(database: Database) {
    this.people = new People({
      listen: (channel, hear) => database.listen(channel, hear),
      hears: () => database.hears(),
      tell: (channel, payload) => database.tell(channel, payload),
      query: async <Row extends object>(text: string, values?: readonly SqlValue[]) => {
        this.asked += 1;
        const rows = await database.query<Row>(text, values);
        await this.#held;
        return rows;
      },
    });
  }

  /** What is read from now on arrives when the answered function is called. */
  hold(): () => void {
    let go: () => void = () => undefined;
    this.#held = new Promise((resolve) => {
      go = resolve;
    });
    return go;
  }

  async role(): Promise<string | undefined> {
    return (await this.people.recall(EMAIL, undefined, [])).memberships[0]?.role;
  }
}

/** Asks until the second of two answers comes from memory. */
async function remembers(replica: Counted): Promise<void> {
  await eventually(async () => {
    await replica.role();
    const { asked } = replica;
    await replica.role();
    return replica.asked === asked;
  });
}
