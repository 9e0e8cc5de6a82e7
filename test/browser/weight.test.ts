import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { expect } from "chai";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const DIST = path.join(ROOT, "web/dist");
const KB = 1000;

describe("what the pages weigh, gzipped", () => {
  for (const site of ["dash", "admin", "signin"]) {
    it(`${site}: the shell is under 200 kB of script, and every page's own part under 150`, () => {
      const { html, shell } = shellOf(site);
      expect(weight(shell)).to.be.below(200 * KB);
      if (site === "signin") return;
      const map = importMap(html);
      // Whole Mantine is offered to pages that other tools built; ours take the parts that they show.
      const offered = new Set([path.join(DIST, map["@mantine/core"] ?? "")]);
      const scripts = scriptsBelow(path.join(DIST, "assets")).filter((file) => !offered.has(file));
      expect(heavy(scripts, shell, map)).to.deep.equal([]);
    });

    it(`${site}: no script or handler stands in the page itself, but for the import map`, () => {
      const { html } = shellOf(site);
      expect(html).not.to.match(/<script(?! type="importmap">)(?![^>]+src=)[^>]*>\s*\S/);
      expect(html).not.to.match(/\son\w+=/);
    });
  }

  it("plugins: every page's own part is under 150 kB, with what it shares and the shell does not load", () => {
    const { html, shell } = shellOf("dash");
    const scripts = pluginScripts();
    expect(scripts).to.have.length.above(2);
    expect(heavy(scripts, shell, importMap(html))).to.deep.equal([]);
  });

  it("plugins: their modules carry no copy of what is shared", () => {
    for (const file of pluginScripts()) {
      expect(readFileSync(file, "utf8"), file).not.to.match(
        /react\.transitional\.element|MantineProvider was not found/,
      );
    }
  });
});

function pluginScripts(): string[] {
  const plugins = path.join(ROOT, "plugins");
  return readdirSync(plugins).flatMap((name) => scriptsBelow(path.join(plugins, name, "ui/dist")));
}

function scriptsBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return names.filter((name) => name.endsWith(".js")).map((name) => path.join(folder, name));
}

function shellOf(site: string): { html: string; shell: Set<string> } {
  const html = readFileSync(path.join(DIST, `${site}.html`), "utf8");
  const entry = /<script[^>]+src="\/([^"]+)"/.exec(html)?.[1] ?? "";
  return { html, shell: needed(path.join(DIST, entry), {}) };
}

function importMap(html: string): Record<string, string> {
  const text = /<script type="importmap">(.*?)<\/script>/s.exec(html)?.[1] ?? "{}";
  return Object(JSON.parse(text)).imports;
}

/** A chunk of a plugin comes with the module that asked for it. */
function heavy(
  scripts: readonly string[],
  shell: ReadonlySet<string>,
  map: Record<string, string>,
): string[] {
  return scripts.filter((script) => {
    const entry = path.join(path.dirname(script), "index.js");
    const seen = script.startsWith(DIST) ? new Set<string>() : needed(entry, map);
    const own = [...needed(script, map, seen)].filter((name) => !shell.has(name));
    return weight(own) > 150 * KB;
  });
}

/** A script and everything it imports before it runs; what is shared, from where the map says. */
function needed(file: string, map: Record<string, string>, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const text = readFileSync(file, "utf8");
  for (const [, name = ""] of text.matchAll(/(?:from|import)\s*["']([^"']+)["']/g)) {
    const shared = map[name];
    if (shared !== undefined) needed(path.join(DIST, shared), map, seen);
    else if (name.startsWith(".")) needed(path.resolve(path.dirname(file), name), map, seen);
  }
  return seen;
}

function weight(names: Iterable<string>): number {
  return [...names].reduce((sum, name) => sum + gzipSync(readFileSync(name)).length, 0);
}
