import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type Declaration, exportedModules, type Module } from "./declarations.ts";
import { ROOT } from "./sources.ts";

/** Pages that are made from core, by their path in the repository. */
export type Pages = Record<string, string>;

const REPORT = "core/API.md";
const REFERENCE = "plugins/REFERENCE.md";

/** `npm run reference` writes what is made from core: the API report, and the contract's reference page. */
export function apiPages(): Pages {
  const plugin = exportedModules("index");
  return {
    [REPORT]: report(plugin, exportedModules("strategy/index")),
    [REFERENCE]: reference(plugin),
  };
}

export function apiVersion(): string {
  return JSON.parse(readFileSync(path.join(ROOT, "core/package.json"), "utf8")).version;
}

function report(plugin: readonly Module[], strategy: readonly Module[]): string {
  const part = (title: string, modules: readonly Module[]) =>
    `## ${title}\n\n${modules
      .filter(({ name }) => !isManifest(name))
      .map(({ name, declarations }) => `### ${name}\n\n${code(declarations.map(withoutComments))}`)
      .join("\n\n")}`;
  return `# The API, version ${apiVersion()}

Made from core by \`npm run reference\`; a test fails while it is not what core exports. A change here is a change for every plugin: what is
added needs a minor version, what is taken away or asks for more is first deprecated (core/deprecations.ts) for a minor version.
plugin.json's own shape is [plugin.schema.json](../plugin.schema.json).

${part("@promostack/core", plugin)}

${part("@promostack/core/strategy", strategy)}
`;
}

function reference(modules: readonly Module[]): string {
  const shown = modules
    .filter(({ name, declarations }) => !isManifest(name) && declarations.length > 0)
    .sort((a, b) => rank(a) - rank(b));
  const contents = shown.map(({ name, declarations }) => {
    const links = declarations
      .filter(({ exported }) => exported)
      .map((each) => `[${each.name}](#${each.name.toLowerCase()})`);
    return `- **${titleOf(name)}**: ${links.join(", ")}`;
  });
  const parts = shown.map(
    ({ name, declarations }) => `## ${titleOf(name)}\n\n${declarations.map(entry).join("\n\n")}`,
  );
  return `# What a plugin imports

Everything in \`@promostack/core\`, API version ${apiVersion()}. Made from its sources by \`npm run reference\`. How to use it stands in
[README.md](README.md); plugin.json is explained by [plugin.schema.json](../plugin.schema.json), in your editor as you type.

${contents.join("\n")}

${parts.join("\n\n")}
`;
}

function entry({ name, comment, text, exported }: Declaration): string {
  const prose = comment === "" ? [] : [comment];
  return [exported ? `### ${name}` : `#### ${name} (within the types above)`, ...prose, code([text])].join(
    "\n\n",
  );
}

/** What every author meets comes first; the rest stays as the entry point lists it. */
const FIRST = ["plugin", "tenant", "platform", "route", "message", "sql", "errors"];

function rank({ name }: Module): number {
  const place = FIRST.indexOf(name);
  return place < 0 ? FIRST.length : place;
}

function isManifest(name: string): boolean {
  return name === "manifest";
}

/** `list/columns` → `List: columns`, `publicFetch` → `Public fetch`. */
function titleOf(name: string): string {
  const words = name
    .replace("/", ": ")
    .replace(/([a-z])([A-Z])/g, (_, before, letter) => `${before} ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function withoutComments({ text }: Declaration): string {
  return text.replace(/^\s*\/\*\*[\s\S]*?\*\/\n/gm, "");
}

function code(texts: readonly string[]): string {
  return `\`\`\`ts\n${texts.join("\n")}\n\`\`\``;
}

if (process.argv[1] === new URL(import.meta.url).pathname)
  for (const [file, text] of Object.entries(apiPages())) writeFileSync(path.join(ROOT, file), text);
