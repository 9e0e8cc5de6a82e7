import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Release of this host and of the plugin API, as plugin.json's `engine` ranges are held against. */
export interface Engine {
  host: string;
  api: string;
}

export const ENGINE: Engine = {
  host: versionOf("../package.json"),
  api: versionOf("../../core/package.json"),
};

function versionOf(relative: string): string {
  const file = fileURLToPath(new URL(relative, import.meta.url));
  const parsed: unknown = JSON.parse(readFileSync(file, "utf8"));
  const version = typeof parsed === "object" && parsed !== null && "version" in parsed ? parsed.version : "";
  return String(version);
}
