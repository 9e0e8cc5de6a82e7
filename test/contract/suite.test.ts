import { execFile } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect } from "chai";
import { Workshop } from "./workshop.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const SUITE = fileURLToPath(new URL("./suite.ts", import.meta.url));

interface Report {
  failures: { fullTitle: string; err: { message: string } }[];
}

/** What is wrong, its manifest, code and files, and the test of the contract that must fail because of it. */
const WRONG: [string, Record<string, unknown>, string, Record<string, string>, string, string][] = [
  [
    "leaky",
    {},
    "{ setup() {}, async start() { setInterval(() => {}, 1000); } }",
    {},
    "leaves nothing behind",
    "still open",
  ],
  [
    "impure",
    {},
    "{ setup() { setTimeout(() => {}, 60000); } }",
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

  it("catches what each kind of wrong plugin does wrong", async () => {
    const folders: string[] = [];
    for (const [id, manifest, code, files] of WRONG)
      folders.push(await workshop.plugin(id, manifest, code, files));
    const calls = folders.map((folder) => `contractSuite(${JSON.stringify(folder)});`).join("\n");
    const runner = await workshop.plugin("runner", {}, undefined, {
      "all.test.ts": `import { contractSuite } from ${JSON.stringify(SUITE)};\n${calls}\n`,
    });
    const { failures } = await report(path.join(runner, "all.test.ts"));
    for (const [id, , , , title, words] of WRONG) {
      const found = failures.find(({ fullTitle }) => fullTitle.includes(id) && fullTitle.includes(title));
      expect(found?.err.message, `${id}: ${title}`).to.contain(words);
    }
  }).timeout(60_000);
});

/** Runs a test file as an author would, and reads mocha's own report. */
async function report(file: string): Promise<Report> {
  const mocha = path.join(ROOT, "node_modules/mocha/bin/mocha.js");
  const hooks = path.join(ROOT, "test/kit/hooks.ts");
  const options = [
    "--no-config",
    "--import=tsx",
    "--require",
    hooks,
    "--reporter",
    "json",
    "--exit",
    "--timeout",
    "20000",
  ];
  const run = promisify(execFile)(process.execPath, [mocha, ...options, "--spec", file], {
    cwd: ROOT,
    maxBuffer: 16e6,
  });
  const { stdout } = await run.catch((error: { stdout: string }) => error);
  const parsed: Report = JSON.parse(stdout.slice(stdout.indexOf("{\n")));
  return parsed;
}
