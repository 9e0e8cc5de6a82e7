import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { PluginManifest } from "@promostack/core";
import { expect } from "chai";
import { pluginPage } from "../../host/author/pluginPage.ts";
import { readManifest } from "../../host/plugin/manifest.ts";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const SCHEMA = new URL("../../plugin.schema.json", import.meta.url);

/** The example plugins: outside the workspaces, as an author's would be. */
const FOLDERS = readdirSync(HERE, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => path.join(HERE, name));

describe("the example plugins", () => {
  let manifests: PluginManifest[];
  let code: string;

  before(async () => {
    manifests = await Promise.all(FOLDERS.map((folder) => readManifest(folder)));
    code = FOLDERS.flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => name.endsWith(".ts"))
        .map((name) => readFileSync(path.join(folder, name), "utf8")),
    ).join("\n");
  });

  it("use every contribution point of plugin.schema.json", () => {
    const used = manifests.flatMap(({ contributes = {} }) => Object.keys(contributes));
    expect([...new Set(used)]).to.have.members(propertiesOf("contributes"));
  });

  it("ask for every capability of plugin.schema.json", () => {
    const used = manifests.flatMap(({ capabilities = {} }) => Object.keys(capabilities));
    expect([...new Set(used)]).to.have.members(propertiesOf("capabilities"));
  });

  it("declare something by every way of declaring, and bring every hook", () => {
    const missing = (members: string[], used: (name: string) => boolean) =>
      members.filter((name) => !used(name));
    const setup = membersOf("Setup").filter((name) => name !== "id" && name !== "version");
    expect(setup).to.include.members(["route", "subscribe", "extend"]);
    expect(missing(setup, (name) => new RegExp(`\\bp\\.${name}\\b`).test(code))).to.deep.equal([]);
    const hooks = membersOf("PluginDefinition");
    expect(hooks).to.include.members(["setup", "migrateSettings", "export"]);
    expect(
      missing(hooks, (name) => new RegExp(`^ {2}(async )?\\*?${name}[(:]`, "m").test(code)),
    ).to.deep.equal([]);
  });

  it("have a page of documentation that names everything that they add", () => {
    for (const manifest of manifests) {
      const page = pluginPage(manifest);
      for (const [kind, added] of Object.entries(manifest.contributes ?? {}))
        for (const each of Object.values<unknown>(added)) {
          const { title, help, summary, description } = Object(each);
          expect(page, kind).to.include(String(help ?? summary ?? description ?? title ?? each));
        }
    }
  });
});

function propertiesOf(part: "contributes" | "capabilities"): string[] {
  const { $defs } = JSON.parse(readFileSync(SCHEMA, "utf8"));
  return Object.keys($defs.pluginManifest.properties[part].properties);
}

/** Names of an interface's members, as core writes them. */
function membersOf(name: string): string[] {
  const text = readFileSync(new URL("../../core/plugin.ts", import.meta.url), "utf8");
  const [, body = ""] = new RegExp(`^export interface ${name} \\{([\\s\\S]*?)^\\}`, "m").exec(text) ?? [];
  return [...body.matchAll(/^ {2}(?:readonly )?(\w+)\??[(:<]/gm)].map(([, member = ""]) => member);
}
