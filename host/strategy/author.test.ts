import { execFile } from "node:child_process";
import { access, mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const BIN = path.join(ROOT, "host/bin/promostack.mjs");

interface Outcome {
  code: number;
  out: string;
  err: string;
}

describe("an author in an empty folder", () => {
  let elsewhere: string;
  let folder: string;

  /** Runs a program as a person would: in a folder that is not the repository's, with no network configured. */
  function call(program: string, words: string[], cwd: string): Promise<Outcome> {
    const env = {
      PATH: process.env.PATH,
      HOME: elsewhere,
      npm_config_offline: "true",
      npm_config_cache: elsewhere,
    };
    return new Promise((resolve) => {
      execFile(program, words, { cwd, env, timeout: 50_000 }, (error, out, err) => {
        resolve({ code: error === null ? 0 : typeof error.code === "number" ? error.code : -1, out, err });
      });
    });
  }
  const promostack = (words: string[], cwd: string) => call(process.execPath, [BIN, ...words], cwd);

  before(async () => {
    elsewhere = await realpath(await mkdtemp(path.join(tmpdir(), "promostack-author-")));
    folder = path.join(elsewhere, "my-idea");
  });
  after(() => rm(elsewhere, { recursive: true, force: true }));

  it("creates a strategy there, and npx finds the command in it: test and check pass", async () => {
    const empty = path.join(elsewhere, "empty");
    await mkdir(empty);
    const created = await call(
      "npx",
      ["--prefix", ROOT, "promostack", "create", "strategy", "my-idea"],
      empty,
    );
    expect(created, created.err).to.include({ code: 0 });
    expect(created.out).to.include("cd my-idea").and.include("npx promostack strategy check");
    folder = path.join(empty, "my-idea");
    const [tested, checked] = await Promise.all([
      call("npx", ["promostack", "strategy", "test", "--json"], folder),
      call("npx", ["promostack", "strategy", "check", "--json"], folder),
    ]);
    expect(tested, tested.err + tested.out).to.include({ code: 0 });
    expect(checked, checked.err + checked.out).to.include({ code: 0 });
    const names = JSON.parse(tested.out).steps.map(
      ({ name, state }: { name: string; state: string }) => `${name} ${state}`,
    );
    expect(names).to.include.members(["fixtures/made-up.json passed", "test/rules.test.ts passed"]);
    const { passed, findings }: { passed: boolean; findings: { what: string }[] } = JSON.parse(checked.out);
    // A busy machine is warned that it is slow.
    const found = findings.filter(({ what }) => !what.startsWith("An evaluation takes"));
    expect({ passed, found }).to.deep.equal({ passed: true, found: [] });
    expect(await readdir(empty), "nothing beside it").to.deep.equal(["my-idea"]);
  });

  it("has types for the editor", async () => {
    const { code, out } = await call(path.join(ROOT, "node_modules/.bin/tsc"), ["-p", "."], folder);
    expect(code, out).to.equal(0);
  });

  it("shows what a change of the rules changes, and makes it the expectation when told so", async () => {
    const file = path.join(folder, "index.ts");
    const before = await readFile(file, "utf8");
    await writeFile(file, before.replace("entry - side * risk", "entry - side * risk * 2"));
    const differs = await promostack(["strategy", "test"], folder);
    expect(differs.code).to.equal(1);
    expect(differs.out)
      .to.match(/✗ fixtures\/made-up\.json {2}23 closes differ/)
      .and.match(/~ 2020-.*stop \d+\.\d+ → \d+/);
    expect(differs.err)
      .to.include("--update")
      .and.not.match(/\n\s+at /);
    const updated = await promostack(["strategy", "test", "--update"], folder);
    expect(updated.out).to.match(/✎ fixtures\/made-up\.json {2}23 closes rewritten/);
    const again = await promostack(["strategy", "test", "--json"], folder);
    expect(
      JSON.parse(again.out).steps.find(({ name }: { name: string }) => name.startsWith("fixtures")),
    ).to.include({
      state: "passed",
    });
    await writeFile(file, before);
  });

  it("hears of a trick with exit code 1, the candle and the remedy, in lines that fit", async () => {
    const file = path.join(folder, "index.ts");
    const before = await readFile(file, "utf8");
    const cheat = before
      .replace("export default", "let highest = 0;\n\nexport default")
      .replace(
        "if (!inHours",
        "highest = Math.max(highest, candles.high(0));\n    if (candles.close(0) < highest - 20) return null;\n    if (!inHours",
      );
    await writeFile(file, cheat);
    const { code, out, err } = await promostack(["strategy", "check"], folder);
    await writeFile(file, before);
    expect(code).to.equal(1);
    expect(out)
      .to.match(/✗ recursion at 20\d\d-/)
      .and.include("Why: ")
      .and.include("Mend: ");
    expect(out.split("\n").every((line) => line.length <= 80)).to.equal(true);
    expect(err)
      .to.match(/\d errors? found/)
      .and.not.match(/\n\s+at /);
  });

  it("is refused a name that cannot be an id, a folder that is there, and a check where no strategy is", async () => {
    const [name, taken, nowhere] = await Promise.all([
      promostack(["create", "strategy", "My Idea!"], elsewhere),
      promostack(["create", "strategy", "my-idea"], path.dirname(folder)),
      promostack(["strategy", "check"], elsewhere),
    ]);
    expect([name.code, taken.code, nowhere.code]).to.deep.equal([2, 2, 2]);
    expect(name.err).to.include("my-idea");
    expect(taken.err).to.include("is there already");
    expect(nowhere.err).to.include("create strategy");
    const left = await readdir(elsewhere);
    expect(left.filter((each) => each.includes("idea"))).to.deep.equal([]);
  });

  it("finds the command's words: groups list them, a near miss is mended", async () => {
    const [group, near] = await Promise.all([
      promostack(["strategy"], elsewhere),
      promostack(["strategy", "chek"], elsewhere),
    ]);
    for (const word of ["list", "describe", "test", "check", "pack"])
      expect(group.out).to.match(new RegExp(`^ {2}${word} `, "m"));
    expect(near.code).to.equal(2);
    expect(near.err).to.include("Did you mean check?");
  });

  it("leaves the installation as it was", async () => {
    const made = await access(path.join(ROOT, "my-idea")).then(
      () => true,
      () => false,
    );
    expect(made).to.equal(false);
  });
});
