import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { readManifest } from "../plugin/manifest.ts";
import { bundledCommands } from "./bundledCommands.ts";
import type { Command } from "./command.ts";
import { readCall } from "./program.ts";
import { withPluginCommands } from "./sections.ts";

const own = (name: string): Command => ({ name, summary: `the host's ${name}`, run: async () => undefined });
const SECTIONS = [
  { heading: "Run:", commands: [own("start")] },
  {
    heading: "Strategies:",
    commands: [{ name: "strategy", summary: "strategies", commands: [own("list")] }],
  },
];

describe("commands of plugins", () => {
  let folder: string;
  let registration: string;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "promostack-commands-"));
    registration = path.join(folder, "registration.json");
    await mkdir(path.join(folder, "tool"));
    const cli = ["strategy rate", "strategy list", "market import", "start", "sweep"].map((name) => ({
      name,
      summary: `Does ${name}.`,
    }));
    await writeFile(registration, JSON.stringify({ releases: [{ id: "tool", path: "tool" }] }));
    await writeFile(
      path.join(folder, "tool/plugin.json"),
      JSON.stringify({
        id: "tool",
        kind: "plugin",
        version: "1.0.0",
        title: "Tool",
        summary: "A tool for the test of commands.",
        publisher: { name: "Test" },
        license: "MIT",
        engine: { host: "*", api: "*" },
        entry: "index.mjs",
        contributes: { cli },
      }),
    );
    await writeFile(
      path.join(folder, "tool/index.mjs"),
      `const rate = { summary: "Rates it.", arguments: [{ name: "[id]", description: "which" }], options: [], async run() {} };
       export default { [Symbol.for("promostack.plugin")]: true, setup() {}, cli: { "strategy rate": rate } };`,
    );
  });
  after(() => rm(folder, { recursive: true, force: true }));

  async function help(words: string[]) {
    const texts: string[] = [];
    const sections = withPluginCommands(SECTIONS, await bundledCommands(words, registration), "Strategies:");
    const call = (() => {
      try {
        return readCall(words, { sections, version: "1", terminal: { write: (text) => texts.push(text) } });
      } catch (error) {
        return error;
      }
    })();
    return { call, text: texts.join("") };
  }

  it("stand in the host's groups beside its own, in groups of their own, or alone", async () => {
    const [all, group, other] = await Promise.all([help([]), help(["strategy"]), help(["market"])]);
    expect(all.text)
      .to.match(/sweep\s+does sweep/i)
      .and.match(/market <command>/);
    expect(group.text)
      .to.match(/list\s+the host's list/)
      .and.match(/rate/);
    expect(other.text).to.match(/import/);
  });

  it("never take the host's words", async () => {
    const [all, group] = await Promise.all([help([]), help(["strategy"])]);
    expect(all.text)
      .to.match(/start\s+the host's start/)
      .and.not.match(/does start/i);
    expect(group.text.match(/^ {2}list/gm)).to.have.length(1);
  });

  it("are loaded when they are called, with two words as with one", async () => {
    const { call } = await help(["strategy", "rate", "gold"]);
    expect(call).to.deep.include({ args: ["gold"] });
    const { text } = await help(["strategy", "rate", "--help"]);
    expect(text).to.include("Rates it.").and.include("[id]");
  });

  it("are two words at most, says the manifest's schema", async () => {
    const manifest = await readManifest(path.join(folder, "tool")).catch((error: unknown) => error);
    expect(manifest).to.not.be.instanceOf(Error);
    const file = path.join(folder, "three");
    await mkdir(file);
    await writeFile(path.join(file, "index.mjs"), "");
    await writeFile(
      path.join(file, "plugin.json"),
      JSON.stringify({
        ...Object(manifest),
        contributes: { cli: [{ name: "a b c", summary: "Too many." }] },
      }),
    );
    const refused = await readManifest(file).catch((error: unknown) => String(error));
    expect(refused).to.include("/contributes/cli/0/name");
  });
});
