import { readFile } from "node:fs/promises";

/** The platform's own version. */
export async function hostVersion(): Promise<string> {
  const text = await readFile(new URL("./package.json", import.meta.url), "utf8");
  const found: unknown = JSON.parse(text);
  return typeof found === "object" && found !== null && "version" in found ? String(found.version) : "?";
}
