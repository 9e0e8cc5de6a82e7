import type { Plugin } from "vite";
import { SHARED } from "./shared.ts";

const ENTRY = "shared:";
const VIRTUAL = `\0${ENTRY}`;

/** Entries of the build, one for each shared module: each keeps the module's exports under their own names. */
export const sharedEntries: Record<string, string> = Object.fromEntries(
  SHARED.map(({ name }) => [`shared/${name.replace("@", "").replaceAll("/", "-")}`, ENTRY + name]),
);

/** Writes into each of these pages the map from the shared names to the files that this build gave them. */
export function importMap(pages: readonly string[]): Plugin {
  return {
    name: "import-map",
    apply: "build",
    resolveId: (id) => (id.startsWith(ENTRY) ? `\0${id}` : undefined),
    load(id) {
      const shared = SHARED.find(({ name }) => id === VIRTUAL + name);
      return shared && `export ${shared.exports ? `{ ${shared.exports} }` : "*"} from "${shared.source}";`;
    },
    transformIndexHtml: {
      order: "post",
      handler(_html, { bundle = {}, filename }) {
        if (!pages.some((page) => filename.endsWith(page))) return undefined;
        const imports = Object.values(bundle).flatMap((file): [string, string][] =>
          file.type === "chunk" && file.facadeModuleId?.startsWith(VIRTUAL)
            ? [[file.facadeModuleId.slice(VIRTUAL.length), `/${file.fileName}`]]
            : [],
        );
        const children = JSON.stringify({ imports: Object.fromEntries(imports.sort()) });
        return [{ tag: "script", attrs: { type: "importmap" }, children, injectTo: "head-prepend" }];
      },
    },
  };
}
