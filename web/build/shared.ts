import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** A module that the shell and pages loaded at run time have in common. */
export interface SharedModule {
  /** What a page imports. */
  name: string;
  /** Where its exports come from. */
  source: string;
  /** Which exports; all of them where absent. */
  exports?: readonly string[];
}

const requireHere = createRequire(import.meta.url);

/** Shared as they are. A name here is a promise to authors: their built pages import it for years. */
const WHOLE = ["@mantine/core", "@promostack/web/kit", "@tanstack/react-query"];
/** CommonJS has no list of exports that a bundler could pass on: the module is asked for one. */
export const COMMON_JS = ["react", "react/jsx-runtime", "react-dom"];
/** The stable set for authors elsewhere; it is no package of its own. */
const UI = { name: "@promostack/ui", source: fileURLToPath(new URL("../ui/index.ts", import.meta.url)) };
const MANTINE = "@mantine/core";

/** The part of Mantine that an export belongs to: its component's folder, or `core` for what all components stand on. */
export const mantineParts: ReadonlyMap<string, string> = readMantineParts();

/**
 * Mantine is shared twice: whole, for any bundler, and in parts, which our own page build picks, so that a page loads the
 * components that it shows and not all of them.
 */
export const SHARED: readonly SharedModule[] = [
  ...COMMON_JS.map((name) => ({ name, source: name, exports: namesIn(name) })),
  ...WHOLE.map((name) => ({ name, source: name })),
  UI,
  ...[...new Set(mantineParts.values())].map((part) => ({
    name: `${MANTINE}/${part}`,
    source: MANTINE,
    exports: [...mantineParts].flatMap(([name, of]) => (of === part ? [name] : [])),
  })),
];

function namesIn(commonJs: string): string[] {
  const names = Object.keys(requireHere(commonJs)).filter((name) => /^[A-Za-z_$][\w$]*$/.test(name));
  return [...names, "default"];
}

/** By the package's own index: `import { Menu } from "./components/Menu/Menu.mjs"`, and one list of exports at its end. */
function readMantineParts(): Map<string, string> {
  const index = readFileSync(join(dirname(requireHere.resolve(MANTINE)), "../esm/index.mjs"), "utf8");
  const folders = new Map(
    [...index.matchAll(/^import \{([^}]+)\} from "\.\/([^"]+)"/gm)].flatMap(([, names = "", file = ""]) =>
      renamed(names).map(([, local]): [string, string] => [local, file]),
    ),
  );
  const exported = renamed(/^export \{([^}]+)\}/m.exec(index)?.[1] ?? "");
  return new Map(
    exported.map(([local, name]) => [
      name,
      /^components\/([^/]+)\//.exec(folders.get(local) ?? "")?.[1] ?? "core",
    ]),
  );
}

/** `a, b as c` as pairs of the name before and after. */
function renamed(specifiers: string): [string, string][] {
  return specifiers.split(",").flatMap((each): [string, string][] => {
    const [from, to = from] = each.trim().split(" as ");
    return from === undefined || to === undefined || from === "" ? [] : [[from, to]];
  });
}
