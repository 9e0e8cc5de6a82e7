import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Case, Finding } from "./finding.ts";
import { objectIn } from "./package.ts";
import { importsIn } from "./sources.ts";

/** Other plugins are reached by services and events; of the host only the contract, and the kit in tests. */
export function sourcesReachNoFurther({ sources }: Case): Finding[] {
  return [...sources].flatMap(([file, text]) =>
    importsIn(text).flatMap(({ specifier, line, typeOnly }): Finding[] => {
      const place = String(line);
      const outside =
        specifier.startsWith("..") && path.posix.join(path.posix.dirname(file), specifier).startsWith("..");
      if (outside)
        return [
          {
            severity: "error",
            file,
            place,
            message: `imports ${specifier}, which is outside the folder`,
            fix: "Move it in: only the folder is packed.",
          },
        ];
      if (!specifier.startsWith("@promostack/") || file.startsWith("test/")) return [];
      const allowed = file.startsWith("ui/")
        ? /^@promostack\/(web\/kit|ui)$/
        : /^@promostack\/core(\/strategy)?$/;
      if (allowed.test(specifier) || (typeOnly && /^@promostack\/plugin-[\w-]+\/api/.test(specifier)))
        return [];
      return [
        {
          severity: "error",
          file,
          place,
          message: `imports ${specifier}, which is not for plugins`,
          fix: "Import @promostack/core; pages @promostack/web/kit; tests @promostack/host/testkit.",
        },
      ];
    }),
  );
}

/** A package that is bundled into the archive has to be one that package.json names. */
export async function dependenciesAreNamed({ folder, sources }: Case): Promise<Finding[]> {
  const found = objectIn(await readFile(path.join(folder, "package.json"), "utf8").catch(() => "")) ?? {};
  const named = new Set(
    ["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"].flatMap((kind) =>
      Object.keys(Object(found[kind])),
    ),
  );
  return [...sources].flatMap(([file, text]) =>
    importsIn(text).flatMap(({ specifier, line }): Finding[] => {
      if (/^(\.|node:|@promostack\/)/.test(specifier)) return [];
      const name = specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
      if (named.has(name) || (file.startsWith("ui/") && SHARED.has(name)) || file.startsWith("test/"))
        return [];
      return [
        {
          severity: "warning",
          file,
          place: String(line),
          message: `imports ${name}, which package.json does not name`,
          fix: `npm install ${name}, or remove the import.`,
        },
      ];
    }),
  );
}

/** What pages share with the site that shows them. */
const SHARED = new Set(["react", "react-dom", "@mantine/core", "@tanstack/react-query"]);
