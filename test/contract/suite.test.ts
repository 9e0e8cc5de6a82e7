import { expect } from "chai";
import Mocha from "mocha";
import { contractSuite } from "../../host/testkit/contract.ts";
import { Workshop } from "./workshop.ts";

interface Failure {
  title: string;
  message: string;
}

/** What is wrong, its manifest, code and files, and the test of the contract that must fail because of it. */
const WRONG: [string, Record<string, unknown>, string, Record<string, string>, string, string][] = [
  [
    "leaky",
    {},
    "{ setup() {}, async start() { setInterval(() => {}, 1000).unref(); } }",
    {},
    "leaves nothing behind",
    "still open",
  ],
  [
    "impure",
    {},
    "{ setup() { setTimeout(() => {}, 60000).unref(); } }",
    {},
    "declares the same each time, and opens nothing in setup",
    "opened in setup",
  ],
  [
    "one-way",
    { capabilities: { db: {} }, migrations: { head: 1, breaking: 0 } },
    "{ setup() {} }",
    {
      "migrations/0001_a.up.sql":
        "create table kept (tenant_id uuid not null primary key); select host.secure('kept');",
      "migrations/0001_a.down.sql": "select 1;",
    },
    "migrates up, down and up again",
    "left after down",
  ],
];

describe("the contract suite", () => {
  let workshop: Workshop;
  before(async () => {
    workshop = await Workshop.open();
  });
  after(() => workshop.close());

  /** Two releases of a plugin: the second takes a column away that the first still reads, and does not say so. */
  async function narrowing(version: "1.0.0" | "1.1.0"): Promise<string> {
    const files = {
      "migrations/0001_kept.up.sql":
        "create table kept (tenant_id uuid not null primary key, text text); select host.secure('kept');",
      "migrations/0001_kept.down.sql": "drop table kept;",
      "migrations/0002_narrow.up.sql": "alter table kept drop column text;",
      "migrations/0002_narrow.down.sql": "alter table kept add column text text;",
    };
    const second = version === "1.1.0";
    const head = second ? 2 : 1;
    const manifest = { version, capabilities: { db: {} }, migrations: { head, breaking: 0 } };
    const code = `{ setup(p) { p.route(core.route({ method: "GET", path: "/kept", permission: "tenant:viewer", summary: "What is kept",
      limits: { perMinute: 60 },
      handle: (context) => context.db((trx) => trx.many("select ${second ? "tenant_id" : "text"} from kept")) })); } }`;
    const kept = Object.entries(files).filter(([name]) => second || name.includes("0001"));
    return workshop.plugin("narrowing", manifest, code, Object.fromEntries(kept));
  }

  it("catches what each kind of wrong plugin does wrong", async () => {
    const folders: string[] = [];
    for (const [id, manifest, code, files] of WRONG)
      folders.push(await workshop.plugin(id, manifest, code, files));
    const [narrowed, previous] = [await narrowing("1.1.0"), await narrowing("1.0.0")];
    const failures = await failuresOf(() => {
      for (const folder of folders) contractSuite(folder);
      contractSuite(narrowed, { previous });
    });
    const unready = failures.filter(({ title }) => title.includes("narrowing"));
    expect(unready.map(({ title }) => title.replace(/^.*? leaves/, "leaves"))).to.deep.equal([
      "leaves its schema so that the release before it runs on it",
    ]);
    expect(unready[0]?.message).to.contain('column "text" does not exist');
    for (const [id, , , , title, words] of WRONG) {
      const found = failures.find((each) => each.title.includes(id) && each.title.includes(title));
      expect(found?.message, `${id}: ${title}`).to.contain(words);
    }
  });
});

/** Runs suites in a mocha of their own, inside this one, and answers what failed in it. */
async function failuresOf(declare: () => void): Promise<Failure[]> {
  const mocha = new Mocha({ timeout: 20_000, reporter: Mocha.reporters.Base });
  const own: Record<string, unknown> = {};
  mocha.suite.emit("pre-require", own, "", mocha);
  const outer = Object.fromEntries(Object.keys(own).map((name) => [name, Reflect.get(globalThis, name)]));
  Object.assign(globalThis, own);
  try {
    declare();
  } finally {
    Object.assign(globalThis, outer);
  }
  const failures: Failure[] = [];
  await new Promise<void>((resolve) => {
    const runner = mocha.run(() => resolve());
    runner.on("fail", (test, error) =>
      failures.push({ title: test.fullTitle(), message: String(error.message) }),
    );
  });
  return failures;
}
