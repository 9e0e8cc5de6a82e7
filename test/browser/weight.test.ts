import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { expect } from "chai";

const DIST = fileURLToPath(new URL("../../web/dist/", import.meta.url));
const KB = 1000;

describe("what the pages weigh, gzipped", () => {
  for (const site of ["dash", "admin", "signin"]) {
    it(`${site}: the shell is under 200 kB of script, and every page's own part under 150`, () => {
      const html = readFileSync(`${DIST}${site}.html`, "utf8");
      const entry = /<script[^>]+src="\/assets\/([^"]+)"/.exec(html)?.[1] ?? "";
      const shell = needed(entry);
      expect(weight(shell)).to.be.below(200 * KB);
      if (site === "signin") return;
      const scripts = readdirSync(`${DIST}assets`).filter((name) => name.endsWith(".js"));
      const heavy = scripts.filter(
        (page) => weight([...needed(page)].filter((name) => !shell.has(name))) > 150 * KB,
      );
      expect(heavy).to.deep.equal([]);
    });

    it(`${site}: no script or handler stands in the page itself`, () => {
      const html = readFileSync(`${DIST}${site}.html`, "utf8");
      expect(html).not.to.match(/<script(?![^>]+src=)[^>]*>\s*\S/);
      expect(html).not.to.match(/\son\w+=/);
    });
  }
});

/** A script and everything it imports before it runs. */
function needed(name: string, seen = new Set<string>()): Set<string> {
  if (name === "" || seen.has(name)) return seen;
  seen.add(name);
  const text = readFileSync(`${DIST}assets/${name}`, "utf8");
  for (const [, imported = ""] of text.matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/g))
    needed(imported, seen);
  return seen;
}

function weight(names: Iterable<string>): number {
  return [...names].reduce((sum, name) => sum + gzipSync(readFileSync(`${DIST}assets/${name}`)).length, 0);
}
