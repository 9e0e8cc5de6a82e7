import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { access, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { type TestDatabase, testDatabase } from "../../test/kit/database.ts";
import { codeOf, TinyPublisher } from "../install/test/tinyPlugin.ts";
import { main } from "./main.ts";

const BIN = fileURLToPath(new URL("../bin/promostack.mjs", import.meta.url));
const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const GOLD = path.join(ROOT, "strategies/raja-banks-gold/fixtures/candles.csv");
/** A command of a plugin. */
const RING = `{ summary: "Rings it.", arguments: [{ name: "times", description: "how often" }], options: [],
  async run(context, [times]) { context.print("Ding " + times); } }`;

interface Outcome {
  code: number;
  out: string;
  err: string;
}

describe("promostack", () => {
  let elsewhere: string;
  let test: TestDatabase;

  const surroundings = (variables: Record<string, string | undefined>) => ({
    PATH: process.env.PATH,
    HOME: elsewhere,
    DATA_DIR: path.join(elsewhere, "data"),
    ...variables,
  });

  /** Runs the command in a process of its own, from a folder that is not the repository's, as people do. */
  function spawned(words: string[], variables: Record<string, string> = {}): Promise<Outcome> {
    const options = { cwd: elsewhere, env: surroundings(variables), timeout: 60_000 };
    return new Promise((resolve) => {
      execFile(process.execPath, [BIN, ...words], options, (error, out, err) => {
        const code = error === null ? 0 : typeof error.code === "number" ? error.code : -1;
        resolve({ code, out, err });
      });
    });
  }

  /** The same in this process, which is quicker. */
  async function run(words: string[], variables: Record<string, string> = {}): Promise<Outcome> {
    const texts = { out: "", err: "" };
    const into = (name: "out" | "err") =>
      new Writable({
        write(chunk, _encoding, done) {
          texts[name] += chunk;
          done();
        },
      });
    const code = await main(words, {
      out: into("out"),
      err: into("err"),
      cwd: elsewhere,
      variables: surroundings(variables),
    });
    return { code, ...texts };
  }

  const withDatabase = (words: string[], variables: Record<string, string> = {}) =>
    run(words, {
      ...variables,
      DATABASE_URL: test.url,
      SECRETS_KEY: test.config.secretsKey ?? "",
      DATA_DIR: test.config.dataDir,
      NODE_ENV: "test",
    });

  before(async () => {
    elsewhere = await mkdtemp(path.join(tmpdir(), "promostack-cli-"));
    test = await testDatabase();
  });
  after(async () => {
    await test.drop();
    await rm(elsewhere, { recursive: true, force: true });
  });

  it("explains itself without words, from any folder, and leaves nothing there", async () => {
    const { code, out, err } = await spawned([]);
    expect({ code, err }).to.deep.equal({ code: 0, err: "" });
    for (const word of [
      "Run the platform:",
      "start ",
      "doctor ",
      "tenant <command>",
      "backtest",
      "Examples:",
      "Exit codes:",
    ])
      expect(out).to.include(word);
    expect(out.split("\n").every((line) => line.length <= 110)).to.equal(true);
    const made = await access(path.join(elsewhere, "data")).then(
      () => true,
      () => false,
    );
    expect(made, "a data folder").to.equal(false);
  });

  it("explains a group and a command, a plugin's own included", async () => {
    const [group, command, contributed] = await Promise.all([
      run(["tenant"]),
      run(["jobs", "run", "--help"]),
      run(["backtest", "--help"]),
    ]);
    expect([group.code, command.code, contributed.code]).to.deep.equal([0, 0, 0]);
    expect(group.out).to.include("add-member <tenant> <email>");
    expect(command.out).to.include("--tenant <slug>");
    expect(contributed.out).to.include("--candles <file>").and.include("strategy");
  });

  const mistakes: [string, string[], RegExp][] = [
    [
      "an unknown command, with the nearest one",
      ["docter"],
      /Unknown command 'docter'\.\n {2}Did you mean doctor\?/,
    ],
    ["an unknown option", ["doctor", "--ofline"], /Did you mean --offline\?/],
    ["a missing argument", ["plugin", "sign"], /Missing required argument 'file'/],
    ["a missing option", ["plugin", "quarantine", "x"], /--reason <text>/],
    ["a port that is none", ["start", "--port", "loud"], /loud is not a port/],
    ["an unknown job", ["jobs", "run", "none", "such"], /There is no job none\/such/],
    [
      "the first of two values of an option that may be repeated",
      ["sweep", "raja-banks-gold", "--candles", GOLD, "--param", "nothing=1", "--param", "minBodyAtr=0.3"],
      /There is no parameter nothing/,
    ],
  ];
  it("answers a mistake with exit code 2, what to do, and no stack", async () => {
    const outcomes = await Promise.all(mistakes.map(([, words]) => run(words)));
    for (const [index, { code, out, err }] of outcomes.entries()) {
      const [what, , says] = mistakes[index] ?? ["", [], /nothing/];
      expect(code, what).to.equal(2);
      expect(err, what)
        .to.match(says)
        .and.not.match(/\n\s+at /);
      expect(out, what).to.equal("");
    }
  });

  it("answers mistakes as JSON where JSON was asked for", async () => {
    const { code, out, err } = await spawned(["docter", "--json"]);
    expect(code).to.equal(2);
    expect(JSON.parse(out)).to.deep.equal({
      error: { code: "cli.usage", message: "Unknown command 'docter'.", hint: "Did you mean doctor?" },
    });
    expect(err).to.equal("");
  });

  it("names every wrong variable at once, and shows a stack only to who asks for it", async () => {
    const variables = { PORT: "loud", TELEGRAM_MODE: "shout" };
    const [plain, debug] = await Promise.all([
      run(["doctor"], variables),
      run(["doctor"], { ...variables, PROMOSTACK_DEBUG: "1" }),
    ]);
    expect(plain.code).to.equal(2);
    expect(plain.err)
      .to.include("PORT")
      .and.include("TELEGRAM_MODE")
      .and.not.match(/\n\s+at /);
    expect(debug.err).to.match(/\n\s+at /);
  });

  it("makes and lists tenants and their people", async () => {
    const made = await withDatabase([
      "tenant",
      "create",
      "aurum",
      "--name",
      "Aurum",
      "--owner",
      "Owner@Aurum.test",
      "--timezone",
      "Europe/London",
      "--json",
    ]);
    expect(made.code).to.equal(0);
    expect(JSON.parse(made.out)).to.include({ slug: "aurum", owner: "owner@aurum.test" });
    const [again, member, stranger] = await Promise.all([
      withDatabase(["tenant", "create", "aurum", "--name", "Aurum", "--owner", "o@a.test"]),
      withDatabase(["tenant", "add-member", "aurum", "viewer@aurum.test", "--role", "viewer"]),
      withDatabase(["tenant", "add-member", "nobody", "viewer@aurum.test"]),
    ]);
    expect(again.code).to.equal(2);
    expect(member.out).to.equal("viewer@aurum.test is viewer of aurum.\n");
    expect(stranger.err).to.include("There is no tenant nobody.").and.include("Tenants: aurum.");
    const { out } = await withDatabase(["tenant", "list"]);
    expect(out)
      .to.match(/^SLUG +NAME +ZONE/)
      .and.match(/aurum +Aurum +Europe\/London +free +2/);
  });

  it("changes a tenant's plan, and says what a plan can include here", async () => {
    const wrong = await withDatabase(["tenant", "plan", "aurum", "Pro", "--include", "nothing-like-it"]);
    expect(wrong.code).to.equal(2);
    expect(wrong.err).to.include("No plugin here asks for nothing-like-it.");
    const { out } = await withDatabase(["tenant", "plan", "aurum", "Pro", "--json"]);
    expect(JSON.parse(out)).to.include({ tenant: "aurum", plan: "Pro" });
  });

  it("lists jobs, plugins, connections and migrations as JSON", async () => {
    const outcomes = await Promise.all(
      [
        ["jobs", "list"],
        ["plugin", "list"],
        ["connections", "list"],
        ["migrate", "status"],
      ].map((words) => withDatabase([...words, "--json"])),
    );
    expect(outcomes.map((outcome) => outcome.code)).to.deep.equal([0, 0, 0, 0]);
    const [jobs, plugins, connections, migrations] = outcomes.map((outcome) => JSON.parse(outcome.out));
    expect(jobs.items[0]).to.include.keys("plugin", "job", "schedule", "nextRun", "failures");
    expect(plugins.items[0]).to.include.keys("id", "version", "state", "tenants");
    expect(connections.items).to.deep.equal([]);
    expect(migrations.host.length).to.be.greaterThan(3);
  });

  it("will not run a job where no host is there to run it, and says so", async () => {
    const { items } = JSON.parse((await withDatabase(["jobs", "list", "--json"])).out);
    const { plugin, job } = items[0];
    const { code, err } = await withDatabase(["jobs", "run", plugin, job]);
    expect(code).to.equal(1);
    expect(err).to.include("No host is running").and.include("promostack start");
  });

  it("starts, says where it answers, and ends with 0 on SIGTERM after it has drained", async () => {
    const child = spawn(process.execPath, [BIN, "start", "--port", "0", "--json"], {
      cwd: elsewhere,
      env: {
        PATH: process.env.PATH,
        HOME: elsewhere,
        DATABASE_URL: test.url,
        SECRETS_KEY: test.config.secretsKey,
        DATA_DIR: test.config.dataDir,
        NODE_ENV: "test",
        LOG_LEVEL: "silent",
      },
      stdio: ["ignore", "pipe", "inherit"],
    });
    let out = "";
    const answer = new Promise<{ url: string; dash: string; people: { email: string }[] }>(
      (resolve, reject) => {
        child.stdout.on("data", (chunk) => {
          out += chunk;
          if (out.trimEnd().endsWith("}")) resolve(JSON.parse(out));
        });
        child.once("exit", () => reject(new Error(`It ended: ${out}`)));
      },
    );
    const { url, dash, people } = await answer;
    expect(dash).to.equal(`http://dash.localhost:${new URL(url).port}`);
    expect(people.length).to.be.greaterThan(1);
    expect((await fetch(`${url}/healthz`)).status).to.equal(200);
    const ended = once(child, "exit");
    child.kill("SIGTERM");
    expect((await ended)[0]).to.equal(0);
  });

  it("tells of a taken port before it makes anything", async () => {
    const taken = createServer().listen(0);
    await once(taken, "listening");
    const address = taken.address();
    const port = typeof address === "object" ? address?.port : undefined;
    const folder = path.join(elsewhere, "unborn");
    const { code, err } = await run(["start", "--port", String(port)], { DATA_DIR: folder });
    taken.close();
    expect(code).to.equal(2);
    expect(err).to.contain(`Port ${port} is taken.`).and.contain("--port");
    expect(await readdir(folder).catch(() => [])).to.deep.equal([]);
  });

  it("examines the machine: every finding has a state, and a failure says what to do", async () => {
    const { code, out } = await withDatabase(["doctor", "--offline", "--json"]);
    const report: {
      healthy: boolean;
      checks: { name: string; state: string; detail: string; fix?: string }[];
    } = JSON.parse(out);
    expect(code).to.equal(report.healthy ? 0 : 1);
    const names = report.checks.map((check) => check.name);
    expect(names).to.include.members([
      "Node",
      "Database",
      "Roles",
      "Row security",
      "Clocks",
      "Secrets key",
      "Job schedule",
      "Strategy sandbox",
    ]);
    for (const check of report.checks)
      if (check.state !== "ok") expect(check.fix, check.detail).to.be.a("string");
    const unwell = report.checks.filter((check) => check.state === "failed").map((check) => check.name);
    // A clean clone that was not built yet lacks the pages; nothing else may fail.
    expect(unwell.filter((name) => name !== "Web pages")).to.deep.equal([]);
  });

  it("says where the schedule of jobs cannot be kept, and what to do, without the password", async () => {
    const nowhere = { JOBS_URL: "postgres://jobs:hidden@127.0.0.1:1/jobs" };
    const { code, out } = await withDatabase(["doctor", "--offline"], nowhere);
    expect(code).to.equal(1);
    expect(out)
      .to.match(/✗ Job schedule +Agenda cannot keep .* PostgreSQL at 127\.0\.0\.1:1: .*ECONNREFUSED/)
      .and.match(/→ Correct JOBS_URL/)
      .and.not.include("hidden");
  });

  it("says what is wrong without a database", async () => {
    const { code, out } = await run(["doctor", "--offline"], {
      DATABASE_URL: "postgres://nobody@127.0.0.1:1/none",
    });
    expect(code).to.equal(1);
    expect(out)
      .to.match(/✗ Database +The database cannot be reached/)
      .and.include("→");
  });

  it("has the commands of installed releases, from a folder that is held against the table", async () => {
    const archive = path.join(elsewhere, "bell-1.0.0.tgz");
    const code = codeOf("ring", `cli: { "bell ring": ${RING} },`);
    const cli = [{ name: "bell ring", summary: "Rings it." }];
    const tiny = {
      id: "bell",
      version: "1.0.0",
      manifest: { contributes: { cli } },
      files: { "index.js": code },
    };
    await writeFile(archive, await new TinyPublisher().archive(tiny));
    expect((await withDatabase(["bell", "ring"])).err).to.include("Unknown command 'bell'.");
    const installed = await withDatabase(["plugin", "install", archive, "--yes"]);
    expect(installed.out, installed.err).to.include("bell 1.0.0 is active");
    const folder = path.join(test.config.dataDir, "plugins/bell");
    const [release = ""] = await readdir(folder);
    await writeFile(path.join(folder, release, "index.js"), code.replace("Ding", "Tampered"));
    const [help, group, rung, list] = await Promise.all(
      [[], ["bell"], ["bell", "ring", "3"], ["plugin", "list", "--json"]].map((words) => withDatabase(words)),
    );
    expect(help?.out).to.match(/Installed plugins:\n {2}bell <command>/);
    expect(group?.out).to.match(/ring\s+rings it/);
    expect(rung?.out, rung?.err).to.equal("Ding 3\n");
    const { items } = JSON.parse(list?.out ?? "");
    expect(items.find(({ id }: { id: string }) => id === "bell")).to.include({
      source: "archive",
      state: "on",
    });
    await withDatabase(["plugin", "quarantine", "bell", "--reason", "It is too loud."]);
    expect((await withDatabase(["bell", "ring", "3"])).err)
      .to.include("bell 1.0.0 is in quarantine: It is too loud.")
      .and.include("promostack plugin release bell");
  });

  it("says where it could not look for the commands of installed releases", async () => {
    const away = { DATABASE_URL: "postgres://nobody@127.0.0.1:1/none" };
    const [help, unknown] = await Promise.all([run([], away), run(["bell", "ring"], away)]);
    expect([help.code, unknown.code]).to.deep.equal([0, 2]);
    for (const said of [help.out, unknown.err])
      expect(said).to.include("could not be looked up: The database cannot be reached");
  });

  it("validates a plugin's folder", async () => {
    const [good, bad] = await Promise.all([
      run(["plugin", "validate", path.join(ROOT, "plugins", "forex-signals"), "--json"]),
      run(["plugin", "validate", elsewhere]),
    ]);
    expect(JSON.parse(good.out)).to.deep.include({ valid: true });
    expect(bad.code).to.equal(2);
    expect(bad.err).to.include("plugin.json");
  });
});
