import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Case, Finding } from "./finding.ts";
import { type Import, importsIn } from "./importLines.ts";
import { objectIn } from "./package.ts";

/** What pages share with the site that shows them. */
const SHARED = new Set(["react", "react-dom", "@mantine/core", "@tanstack/react-query"]);

/** Other plugins are reached by services and events, and of the platform only the contract is promised. */
export function sourcesReachNoFurther({ sources }: Case): Finding[] {
  return packedImports(sources).flatMap(({ file, line, ...each }): Finding[] => {
    const place = String(line);
    const { specifier } = each;
    if (specifier.startsWith("..") && path.posix.join(path.posix.dirname(file), specifier).startsWith("..")) {
      const message = `imports ${specifier}, which is outside the folder`;
      return [{ severity: "error", file, place, message, fix: "Move it in: only the folder is packed." }];
    }
    if (!specifier.startsWith("@promostack/") || isForPlugins(file, each)) return [];
    const message = `imports ${specifier}, which is not for plugins`;
    const fix = "Import @promostack/core; in pages @promostack/ui; in tests @promostack/host/testkit.";
    return [{ severity: "error", file, place, message, fix }];
  });
}

/** A page is no place for the contract's values, but its types describe what routes answer. */
function isForPlugins(
  file: string,
  { specifier, typeOnly }: Pick<Import, "specifier" | "typeOnly">,
): boolean {
  const isPage = file.startsWith("ui/");
  if (isPage && /^@promostack\/(web\/kit|ui)$/.test(specifier)) return true;
  if (typeOnly && /^@promostack\/plugin-[\w-]+\/api/.test(specifier)) return true;
  return /^@promostack\/core(\/strategy)?$/.test(specifier) && (!isPage || typeOnly);
}

/** A package that is bundled into the archive has to be one that package.json names. */
export async function dependenciesAreNamed({ folder, sources }: Case): Promise<Finding[]> {
  const found = objectIn(await readFile(path.join(folder, "package.json"), "utf8").catch(() => "")) ?? {};
  const named = new Set(
    ["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"].flatMap((kind) =>
      Object.keys(Object(found[kind])),
    ),
  );
  return packedImports(sources).flatMap(({ file, line, specifier }): Finding[] => {
    if (/^(\.|node:|@promostack\/)/.test(specifier)) return [];
    const name = specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
    if (named.has(name) || (file.startsWith("ui/") && SHARED.has(name))) return [];
    const message = `imports ${name}, which package.json does not name`;
    const fix = `npm install ${name}, or remove the import.`;
    return [{ severity: "warning", file, place: String(line), message, fix }];
  });
}

/** Imports of everything but tests, which stay at home. */
function packedImports(sources: Case["sources"]): (Import & { file: string })[] {
  return [...sources]
    .filter(([file]) => !file.startsWith("test/"))
    .flatMap(([file, text]) => importsIn(text).map((each) => ({ ...each, file })));
}
