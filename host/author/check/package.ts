import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { Case, Finding } from "./finding.ts";

/** What npm would run while it installs is never run here, and who expects it to is mistaken. */
export async function packageIsPlain({ folder }: Case): Promise<Finding[]> {
  const file = "package.json";
  const text = await readFile(path.join(folder, file), "utf8").catch(() => undefined);
  if (text === undefined)
    return [
      {
        severity: "error",
        file,
        message: "is not there",
        fix: 'Write one with "type": "module" and the version.',
      },
    ];
  const found = objectIn(text);
  if (found === undefined)
    return [{ severity: "error", file, message: "is not JSON", fix: "Correct its syntax." }];
  const findings: Finding[] = [];
  if (found.type !== "module")
    findings.push({
      severity: "error",
      file,
      place: "/type",
      message: 'is not "module"',
      fix: 'Add "type": "module".',
    });
  for (const script of Object.keys(Object(found.scripts)).filter((name) =>
    /^(pre|post)?install$|^prepare$/.test(name),
  ))
    findings.push({
      severity: "warning",
      file,
      place: `/scripts/${script}`,
      message: "is a script that no installation runs",
      fix: "Do the work before you pack, and remove the script.",
    });
  return findings;
}

export async function licenceIsThere({ folder, manifest }: Case): Promise<Finding[]> {
  const names = await readdir(folder);
  if (names.some((name) => /^licen[cs]e/i.test(name)) || manifest.license === "UNLICENSED") return [];
  const fix = `Add a file LICENSE with the text of ${manifest.license}.`;
  return [{ severity: "warning", file: "LICENSE", message: "is not there", fix }];
}

/** A JSON object; undefined for anything else. */
export function objectIn(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
