import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { build, esmExternalRequirePlugin, type Rolldown } from "vite";
import { outside } from "./outside.ts";
import { COMMON_JS } from "./shared.ts";

const PLUGINS = fileURLToPath(new URL("../../plugins/", import.meta.url));
const SOURCE = "ui/index.tsx";

/**
 * `node --import tsx build/pluginPages.ts [folder…]`: builds `ui/index.tsx` of these plugins into `ui/dist`, or of every
 * plugin in this repository. One ES module with its chunks and one style sheet; what is shared stays outside.
 */
const named = process.argv.slice(2).map((folder) => resolve(process.env.INIT_CWD ?? "", folder));
for (const folder of named.length > 0 ? named : bundled()) await buildPages(folder);

function bundled(): string[] {
  return readdirSync(PLUGINS)
    .map((name) => join(PLUGINS, name))
    .filter((folder) => existsSync(join(folder, SOURCE)));
}

async function buildPages(folder: string): Promise<void> {
  if (!existsSync(join(folder, SOURCE))) throw new Error(`${folder} has no ${SOURCE} to build.`);
  const root = join(folder, "ui");
  const written = await build({
    configFile: false,
    logLevel: "warn",
    root,
    // Addresses of chunks and pictures are relative to the module: it is served from wherever its release stands.
    base: "./",
    publicDir: false,
    // Libraries in CommonJS require React, which stays outside: they get what the import map gives.
    plugins: [esmExternalRequirePlugin({ external: COMMON_JS }), react(), outside()],
    build: {
      outDir: "dist",
      emptyOutDir: true,
      target: "es2023",
      assetsInlineLimit: 0,
      cssCodeSplit: false,
      modulePreload: false,
      reportCompressedSize: false,
      rolldownOptions: {
        input: "index.tsx",
        preserveEntrySignatures: "strict",
        output: {
          entryFileNames: "index.js",
          chunkFileNames: "[name]-[hash].js",
          assetFileNames: ({ names }) =>
            names.some((name) => name.endsWith(".css")) ? "index.css" : "[name]-[hash][extname]",
        },
      },
    },
  });
  const files = [written].flat().flatMap((each) => ("output" in each ? each.output : []));
  console.log(`${join(root, "dist")}: ${files.length} files, ${kilobytes(files)} kB`);
}

function kilobytes(files: (Rolldown.OutputAsset | Rolldown.OutputChunk)[]): string {
  const bytes = files.map((file) => Buffer.byteLength(file.type === "chunk" ? file.code : file.source));
  return (bytes.reduce((sum, size) => sum + size, 0) / 1000).toFixed(1);
}
