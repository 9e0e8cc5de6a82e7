import type { Plugin } from "vite";
import { mantineParts, SHARED } from "./shared.ts";

const MANTINE = "@mantine/core";
const names = new Set(SHARED.map(({ name }) => name));

/** Leaves the shared modules out of a page's build, and asks for Mantine by the part, so that only what is shown is loaded. */
export function outside(): Plugin {
  return {
    name: "outside",
    enforce: "post",
    resolveId: { order: "pre", handler: (id) => (names.has(id) ? { id, external: true } : undefined) },
    transform: {
      filter: { code: MANTINE },
      handler(code, id) {
        if (id.includes("/node_modules/")) return undefined;
        let rest = code;
        for (const statement of this.parse(code).body.reverse()) {
          if (statement.type !== "ImportDeclaration" || statement.source.value !== MANTINE) continue;
          const parts = statement.specifiers.map((specifier) => {
            if (specifier.type !== "ImportSpecifier" || specifier.imported.type !== "Identifier")
              return undefined;
            return importOf(specifier.imported.name, specifier.local.name);
          });
          // `import * as` asks for all of it, and gets it.
          if (parts.includes(undefined)) continue;
          rest = rest.slice(0, statement.start) + parts.join("") + rest.slice(statement.end);
        }
        return { code: rest, map: null };
      },
    },
  };
}

function importOf(name: string, local: string): string {
  const part = mantineParts.get(name);
  if (part === undefined) throw new Error(`${MANTINE} has no export ${name}.`);
  return `import { ${name} as ${local} } from "${MANTINE}/${part}";`;
}
