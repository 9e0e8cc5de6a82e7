import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The installation that the command runs from: it holds core, the schema and the command itself. */
export const INSTALLATION = fileURLToPath(new URL("../../", import.meta.url)).replace(/[/\\]$/, "");

/** A file of the installation, as a folder at `home` names it. */
export function toInstallation(home: string, file: string): string {
  return path.relative(home, path.join(INSTALLATION, file)).split(path.sep).join("/");
}

/** For the editor: sources are read as they are, and types of the tests' words come from the installation. */
export function compilerOptions(home: string) {
  return {
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
  };
}

/** The files below a template's folder by their path in it, with `{{words}}` filled in. */
export async function fillTemplate(
  template: string,
  words: Readonly<Record<string, string>>,
): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const entry of await readdir(template, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const text = (await readFile(file, "utf8")).replace(
      /\{\{(\w+)\}\}/g,
      (mark, name) => words[name] ?? mark,
    );
    files.set(path.relative(template, file).split(path.sep).join("/"), text);
  }
  return files;
}

export function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
