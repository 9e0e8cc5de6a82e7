import path from "node:path";
import { fileURLToPath } from "node:url";
import { madeUpCandles } from "@promostack/core/check";
import type { Candle } from "@promostack/core/strategy";
import { checkName, titleOf } from "../author/folderName.ts";
import { compilerOptions, fillTemplate, INSTALLATION, json, toInstallation } from "../author/installation.ts";
import { LINKS, type NewFolder, writeNewFolder } from "../author/newFolder.ts";
import { ENGINE } from "../plugin/engine.ts";

const TEMPLATE = fileURLToPath(new URL("./template", import.meta.url));
const CANDLES = 1_500;

/** Writes the folder `<cwd>/<name>` of a new strategy that passes its tests. */
export async function createStrategy(name: string, cwd: string): Promise<NewFolder> {
  checkName(name, "strategy");
  return writeNewFolder(name, cwd, async (home) => ({
    files: await scaffold(name, home),
    links: isShipped(home) ? {} : LINKS,
  }));
}

/** Every file of a new strategy's folder by its path in it. `home` is where the folder will stand. */
async function scaffold(name: string, home: string): Promise<Map<string, string>> {
  const title = titleOf(name);
  const files = await fillTemplate(TEMPLATE, { title });
  files.set("fixtures/candles.csv", csvOf(madeUpCandles("15min", CANDLES)));
  files.set("plugin.json", json(manifest(name, title, home)));
  files.set("package.json", json(packageOf(name, home)));
  if (!isShipped(home)) {
    files.set("tsconfig.json", json({ compilerOptions: compilerOptions(home) }));
    files.set(".gitignore", "node_modules/\n*.tgz\n");
  }
  return files;
}

/** True for a folder in the installation's own strategies/: its workspace finds what it imports. */
function isShipped(home: string): boolean {
  return path.dirname(home) === path.join(INSTALLATION, "strategies");
}

function manifest(id: string, title: string, home: string) {
  return {
    $schema: toInstallation(home, "plugin.schema.json"),
    id,
    kind: "strategy",
    version: "0.1.0",
    title,
    summary: "Buys the end of a dip in a rising market, sells the end of a bounce in a falling one.",
    publisher: { name: "Me" },
    license: "MIT",
    entry: "index.ts",
    engine: { host: `>=${ENGINE.host} <1.0.0`, api: `^${ENGINE.api}` },
  };
}

function packageOf(name: string, home: string) {
  const shipped = isShipped(home);
  return {
    name: shipped ? `@promostack/strategy-${name}` : name,
    version: "0.1.0",
    private: true,
    license: "MIT",
    type: "module",
    scripts: { test: "promostack strategy test", check: "promostack strategy check" },
    dependencies: { "@promostack/core": shipped ? "*" : `file:${toInstallation(home, "core")}` },
    ...(!shipped && { devDependencies: { "@promostack/host": `file:${toInstallation(home, "host")}` } }),
  };
}

function csvOf(candles: readonly Candle[]): string {
  const lines = candles.map(({ time, open, high, low, close }) =>
    [
      new Date(time).toISOString().replace(".000Z", "Z"),
      ...[open, high, low, close].map((each) => each.toFixed(2)),
    ].join(","),
  );
  return `time,open,high,low,close\n${lines.join("\n")}\n`;
}
