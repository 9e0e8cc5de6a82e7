import { fileURLToPath } from "node:url";
import { PlatformError } from "@promostack/core";

/** A plugin's code as one ES module, with its map. */
export interface PluginBundle {
  code: Buffer;
  map: Buffer;
}

/**
 * Bundles a plugin's entry with the packages that it uses. The contract (`@promostack/core`) and what Node brings stay outside:
 * the host that loads it gives its own. Raises `plugin.does_not_build` with esbuild's own messages.
 */
export async function bundlePlugin(entry: string, file: string): Promise<PluginBundle> {
  // Loaded with the first bundle: a start does without it.
  const { build } = await import("esbuild");
  const result = await build({
    entryPoints: [entry],
    outfile: file,
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
    target: "node20",
    external: ["@promostack/core", "@promostack/core/*"],
    sourcemap: "linked",
    sourcesContent: true,
    // Packages in CommonJS ask for Node's own modules with require, which an ES module does not have.
    banner: {
      js: 'import { createRequire as createRequireHere } from "node:module"; const require = createRequireHere(import.meta.url);',
    },
    // Not the tsconfig that happens to lie above: the same files give the same code wherever they are.
    tsconfigRaw: { compilerOptions: { strict: true } },
    legalComments: "none",
    logLevel: "silent",
    nodePaths: [fileURLToPath(new URL("../../node_modules", import.meta.url))],
  }).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PlatformError(`The plugin at ${entry} does not build: ${reason}`, {
      code: "plugin.does_not_build",
      status: 400,
      hint: "Mend the import or the syntax named above. A package with a native module (.node) cannot go into a plugin.",
      cause,
    });
  });
  const output = (ending: string) =>
    Buffer.from(result.outputFiles.find(({ path }) => path.endsWith(ending))?.contents ?? []);
  return { code: output(".js"), map: output(".js.map") };
}
