import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { expect } from "chai";
import { contractSuite } from "../testkit/index.ts";
import { createPlugin } from "./createPlugin.ts";
import { INSTALLATION } from "./installation.ts";

interface Outcome {
  code: number;
  out: string;
  err: string;
}

/** A folder that is not the repository's, with a space in its name, and a plugin made in it. */
const elsewhere = await realpath(await mkdtemp(path.join(tmpdir(), "promostack author ")));
const { folder } = await createPlugin("my-notes", elsewhere);

/** Runs a program as a person would there, with no network configured. */
function call(program: string, words: string[], cwd: string): Promise<Outcome> {
  const env = { PATH: process.env.PATH, HOME: elsewhere, npm_config_offline: "true" };
  return new Promise((resolve) => {
    execFile(program, words, { cwd, env, timeout: 50_000 }, (error, out, err) => {
      resolve({ code: error === null ? 0 : typeof error.code === "number" ? error.code : -1, out, err });
    });
  });
}

describe("an author of plugins in an empty folder", () => {
  it("has a plugin by one command, with types for the editor, and npx finds the command in it", async () => {
    const empty = path.join(elsewhere, "empty");
    await mkdir(empty);
    const words = ["--prefix", INSTALLATION, "promostack", "create", "plugin", "second-one"];
    const created = await call("npx", words, empty);
    expect(created, created.err).to.include({ code: 0 });
    expect(created.out).to.include("cd second-one").and.include("npx promostack plugin test");
    expect(await readdir(empty), "nothing beside it").to.deep.equal(["second-one"]);
    const own = path.join(empty, "second-one");
    const types = await call(path.join(INSTALLATION, "node_modules/.bin/tsc"), ["-p", "."], own);
    expect(types.out).to.equal("");
    const failing = `it("adds up", () => {}); it("is not yet right", () => { throw new Error("Three is not four."); });`;
    await writeFile(path.join(own, "test/notes.test.ts"), failing);
    const tested = await call("npx", ["promostack", "plugin", "test", "--own", "--json"], own);
    expect(tested.code, tested.err).to.equal(1);
    const { passed, tests } = JSON.parse(tested.out);
    expect(passed).to.equal(false);
    expect(tests).to.have.lengthOf(2);
    expect(tests[1]).to.include({ title: "is not yet right", passed: false, message: "Three is not four." });
  });

  it("is refused a name that cannot be an id, a folder that is there, and a test where no plugin is", async () => {
    const promostack = (...words: string[]) =>
      call(process.execPath, [path.join(INSTALLATION, "host/bin/promostack.mjs"), ...words], elsewhere);
    const [name, taken, nowhere] = await Promise.all([
      promostack("create", "plugin", "My Notes!"),
      promostack("create", "plugin", "my-notes"),
      promostack("plugin", "test"),
    ]);
    expect([name.code, taken.code, nowhere.code]).to.deep.equal([2, 2, 2]);
    expect(name.err).to.include("a plugin's name").and.include("my-notes");
    expect(taken.err).to.include("is there already");
    expect(nowhere.err).to.include("create plugin");
    for (const { err } of [name, taken, nowhere]) expect(err).not.to.match(/\n\s+at /);
  });
});

contractSuite(folder);

// What `plugin test` runs beside the contract, here on the database server of all other tests.
await import(pathToFileURL(path.join(folder, "test/notes.test.ts")).href);

after(() => rm(elsewhere, { recursive: true, force: true }));
