import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Deprecation } from "@promostack/core";
import { expect } from "chai";
import { createPlugin } from "./createPlugin.ts";
import { pluginPage } from "./pluginPage.ts";
import { validatePlugin } from "./validatePlugin.ts";

const ENDS: Deprecation[] = [
  { name: "Setup.tenantJob", since: "0.1.0", until: "0.2.0", instead: "Use p.job." },
  { name: "/limits/setupMs", since: "0.1.0", until: "0.2.0", instead: "Leave it out." },
];

describe("validating a plugin's folder", () => {
  let cwd: string;
  let folder: string;
  let count = 0;

  before(async () => {
    cwd = await mkdtemp(path.join(tmpdir(), "promostack-validate-"));
  });
  after(() => rm(cwd, { recursive: true, force: true }));
  beforeEach(async () => {
    count += 1;
    ({ folder } = await createPlugin(`notes-${count}`, cwd));
  });

  const write = async (file: string, text: string) => {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await writeFile(path.join(folder, file), text);
  };

  /** Findings as a line each: severity, place, message. */
  const found = async (deprecations: Deprecation[] = []) =>
    (await validatePlugin(folder, deprecations)).findings.map(
      ({ severity, file, place = "", message }) => `${severity} ${file} ${place}: ${message}`,
    );

  it("finds nothing wrong with a new one", async () => {
    expect(await found()).to.deep.equal([]);
  });

  it("names each broken rule of plugin.json with its place and remedy", async () => {
    const { manifest } = await validatePlugin(folder);
    await write("plugin.json", JSON.stringify({ ...manifest, title: "", colour: "red" }));
    const { findings, manifest: none } = await validatePlugin(folder);
    expect(none).to.equal(undefined);
    expect(findings.map(({ file, place }) => `${file} ${place}`)).to.have.members([
      "plugin.json /title",
      "plugin.json /colour",
    ]);
    for (const { fix } of findings) expect(fix).to.match(/\w+\./);
  });

  it("names the file and line of an import that a plugin may not have", async () => {
    await write(
      "bad.ts",
      `import { x } from "../elsewhere.ts";\nimport { startHost } from "@promostack/host/host.ts";\n`,
    );
    await write("pretty.ts", `\nimport chalk from "chalk";\n`);
    expect(await found()).to.have.members([
      "error bad.ts 1: imports ../elsewhere.ts, which is outside the folder",
      "error bad.ts 2: imports @promostack/host/host.ts, which is not for plugins",
      "warning pretty.ts 2: imports chalk, which package.json does not name",
    ]);
  });

  it("sees pages that nobody brings, a script that nobody runs, a package that is no module", async () => {
    await rm(path.join(folder, "ui"), { recursive: true });
    await write("package.json", JSON.stringify({ version: "0.1.0", scripts: { postinstall: "make" } }));
    expect(await found()).to.have.members([
      "error plugin.json /contributes/pages: has pages or widgets, and no module brings them",
      'error package.json /type: is not "module"',
      "warning package.json /scripts/postinstall: is a script that no installation runs",
    ]);
  });

  it("warns of what the API has announced the end of, where it is used", async () => {
    const { manifest } = await validatePlugin(folder);
    await write("plugin.json", JSON.stringify({ ...manifest, limits: { setupMs: 500 } }));
    expect(await found(ENDS)).to.have.members([
      "warning index.ts 12: uses Setup.tenantJob, deprecated since API 0.1.0 and gone in 0.2.0",
      "warning plugin.json /limits/setupMs: uses /limits/setupMs, deprecated since API 0.1.0 and gone in 0.2.0",
    ]);
  });

  it("has a page made from plugin.json with all that it adds", async () => {
    const { manifest } = await validatePlugin(folder);
    if (manifest === undefined) throw new Error("A new plugin is valid.");
    const page = pluginPage(manifest);
    for (const words of [
      "`/note`",
      "`0 3 * * *` UTC",
      "`keepDays` | integer, 1 to 3650 | `90`",
      ".note-written@1`**",
    ])
      expect(page).to.include(words);
    const headings = [...page.matchAll(/^## (.+)$/gm)].map(([, title]) => title);
    expect(headings).to.deep.equal(["What it may do", "Settings", "Pages", "Bot commands", "Jobs", "Events"]);
  });
});
