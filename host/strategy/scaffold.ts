import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { madeUpCandles } from "@promostack/core/check";
import type { Candle } from "@promostack/core/strategy";
import { ENGINE } from "../plugin/engine.ts";
import { titleOf } from "./folderName.ts";

/** The installation that the command runs from: it holds core, the schema and the command itself. */
export const INSTALLATION = fileURLToPath(new URL("../../", import.meta.url)).replace(/[/\\]$/, "");
const TEMPLATE = fileURLToPath(new URL("./template", import.meta.url));
const CANDLES = 1_500;

/** Every file of a new strategy's folder by its path in it. `home` is where the folder will stand. */
export async function scaffold(name: string, home: string): Promise<Map<string, string>> {
  const title = titleOf(name);
  const files = new Map<string, string>();
  for (const entry of await readdir(TEMPLATE, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const text = (await readFile(file, "utf8")).replaceAll("{{title}}", title);
    files.set(path.relative(TEMPLATE, file), text);
  }
  files.set("fixtures/candles.csv", csvOf(madeUpCandles("15min", CANDLES)));
  files.set("plugin.json", json(manifest(name, title, home)));
  files.set("package.json", json(packageOf(name, home)));
  if (!isShipped(home)) {
    files.set("tsconfig.json", json(compilerOptions(home)));
    files.set(".gitignore", "node_modules/\n*.tgz\n");
  }
  return files;
}

/** True for a folder in the installation's own strategies/: its workspace finds what it imports. */
export function isShipped(home: string): boolean {
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

/** For the editor: the sources are read as they are, and types of the test's words come from the installation. */
function compilerOptions(home: string) {
  return {
    compilerOptions: {
      target: "ES2023",
      module: "NodeNext",
      strict: true,
      noUncheckedIndexedAccess: true,
      verbatimModuleSyntax: true,
      allowImportingTsExtensions: true,
      skipLibCheck: true,
      noEmit: true,
      typeRoots: [toInstallation(home, "node_modules/@types")],
      types: ["node", "mocha"],
    },
  };
}

function toInstallation(home: string, file: string): string {
  return path.relative(home, path.join(INSTALLATION, file)).split(path.sep).join("/");
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

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
