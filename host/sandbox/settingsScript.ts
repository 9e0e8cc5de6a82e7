import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Plugin } from "esbuild";

const CORE = fileURLToPath(new URL("../../core/", import.meta.url));
const FILES = "release";
const INERT = "inert";

/** What a host has beside the language; read while code loads, missed where a function needs it. */
const GLOBALS =
  `AbortController AbortSignal Blob Buffer Event EventTarget FormData Headers Intl MessageChannel Request Response TextDecoder
  TextEncoder URL URLSearchParams WebSocket atob btoa clearInterval clearTimeout crypto fetch performance process queueMicrotask
  setImmediate setInterval setTimeout`.split(/\s+/);

/** Anything may be read of it, called and made with it while the code loads, and nothing comes of it; afterwards it says that it is not there. */
const NOTHING = `var loading = true;
function missed() { if (!loading) throw Object.assign(new Error("It needs what only a host has."), { name: "NotHere" }); }
var nothing = new Proxy(function () {}, {
  get: (_target, name) => (missed(), name === Symbol.toPrimitive ? () => "" : name === "then" ? undefined : nothing),
  apply: () => (missed(), nothing),
  construct: () => (missed(), nothing),
  // A module's names are copied from what it has itself, and read from its prototype.
  getPrototypeOf: () => nothing,
});
for (const name of ${JSON.stringify(GLOBALS)}) globalThis[name] = nothing;
// Settings are JSON.
globalThis.structuredClone = (value) => JSON.parse(JSON.stringify(value));`;

/**
 * A release's code as one script for a place that has neither Node nor files: what they bring is there by name and does nothing. Enough
 * for functions that are pure. Its completion value is the plugin, and a function that ends the loading.
 */
export async function settingsScript(files: ReadonlyMap<string, Buffer>, entry: string): Promise<string> {
  const { build } = await import("esbuild");
  const result = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: "iife",
    globalName: "plugin",
    platform: "node",
    target: "es2022",
    tsconfigRaw: {},
    // SES refuses sources that look like a dynamic import or an HTML comment, even inside comments.
    minifyWhitespace: true,
    legalComments: "none",
    logLevel: "silent",
    define: { "import.meta.url": '"file:///release/index.js"' },
    plugins: [ofRelease(files)],
  });
  // Bundled, no import is left but in words, and there SES takes it for one.
  const code = (result.outputFiles[0]?.text ?? "").replaceAll("import(", "imp\\x6frt(");
  return `${NOTHING}\n${code}\n({ plugin: plugin.default, loaded() { loading = false; } });`;
}

function ofRelease(files: ReadonlyMap<string, Buffer>): Plugin {
  return {
    name: "release",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /.*/ }, ({ path: wanted, importer, namespace, kind }) => {
        if (wanted === "@promostack/core") return { path: path.join(CORE, "index.ts") };
        if (wanted === "@promostack/core/check") return { path: path.join(CORE, "check/index.ts") };
        // Core's own files and packages are the host's.
        if (kind !== "entry-point" && namespace !== FILES && namespace !== INERT) return undefined;
        const file = path.posix.join(kind === "entry-point" ? "" : path.posix.dirname(importer), wanted);
        return files.has(file) ? { path: file, namespace: FILES } : { path: wanted, namespace: INERT };
      });
      onLoad({ filter: /.*/, namespace: FILES }, ({ path: file }) => ({
        contents: files.get(file) ?? "",
        loader: file.endsWith(".json") ? "json" : "js",
      }));
      onLoad({ filter: /.*/, namespace: INERT }, () => ({
        contents: "module.exports = nothing;",
        loader: "js",
      }));
    },
  };
}
