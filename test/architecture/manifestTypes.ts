import { readFile, writeFile } from "node:fs/promises";
import { compile, type JSONSchema } from "json-schema-to-typescript";

const SCHEMA = new URL("../../plugin.schema.json", import.meta.url);
export const TYPES = new URL("../../core/manifest.ts", import.meta.url);

/** The TypeScript of plugin.schema.json, so that schema and types cannot drift apart. */
export async function manifestTypes(): Promise<string> {
  const { $defs } = JSON.parse(await readFile(SCHEMA, "utf8")) as { $defs: Record<string, JSONSchema> };
  const options = { bannerComment: "", additionalProperties: false, format: true };
  const parts = await Promise.all(
    Object.values($defs).map((each) => compile(each, each.title ?? "Manifest", options)),
  );
  return `/* Made from plugin.schema.json by \`npm run manifest-types\`. Do not edit. */\n\n${parts.join("\n")}`;
}

if (process.argv[1] === new URL(import.meta.url).pathname) await writeFile(TYPES, await manifestTypes());
