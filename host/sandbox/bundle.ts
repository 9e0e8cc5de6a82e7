import { createHash } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { PlatformError } from "@promostack/core";

/** Largest strategy script, in bytes: a pure function of candles has no reason to be larger. */
export const MOST_SCRIPT_BYTES = 1024 * 1024;

/** A strategy as one script whose completion value is its definition, and the hash that names it. */
export interface StrategyBundle {
  source: string;
  hash: string;
}

/** Bundles a strategy's entry. Raises `strategy.does_not_build` with esbuild's own messages. */
export async function bundleStrategy(entry: string): Promise<StrategyBundle> {
  // Loaded with the first bundle: a start does without it.
  const { build } = await import("esbuild");
  const result = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: "iife",
    globalName: "strategyModule",
    platform: "neutral",
    mainFields: ["module", "main"],
    conditions: ["import"],
    target: "es2022",
    // Not the tsconfig that happens to lie above: the same files give the same script wherever they are.
    tsconfigRaw: { compilerOptions: { strict: true } },
    // SES refuses sources that look like a dynamic import or an HTML comment, even inside comments.
    minifyWhitespace: true,
    legalComments: "none",
    logLevel: "silent",
    nodePaths: [fileURLToPath(new URL("../../node_modules", import.meta.url))],
  }).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PlatformError(`The strategy at ${entry} does not build: ${reason}`, {
      code: "strategy.does_not_build",
      status: 400,
      hint: "A strategy may import @promostack/core/strategy and its own files only. Mend the import or the syntax named above.",
      cause,
    });
  });
  const source = `${result.outputFiles[0]?.text ?? ""}\nstrategyModule.default;`;
  if (Buffer.byteLength(source) > MOST_SCRIPT_BYTES) {
    throw new PlatformError(
      `The strategy at ${entry} is ${Buffer.byteLength(source)} bytes; the most is ${MOST_SCRIPT_BYTES}.`,
      {
        code: "strategy.too_large",
        status: 400,
        hint: "Leave libraries out: indicators come with the context.",
      },
    );
  }
  return { source, hash: createHash("sha256").update(source).digest("hex").slice(0, 12) };
}

/** Bundles the runner with SES into one file under `cacheFolder`, named by its inputs, so that a second start skips the work. */
export async function bundleRunner(cacheFolder: string): Promise<string> {
  const { build } = await import("esbuild");
  const result = await build({
    entryPoints: [fileURLToPath(new URL("./runner.ts", import.meta.url))],
    bundle: true,
    write: false,
    format: "cjs",
    platform: "node",
    target: "node20",
    logLevel: "silent",
    legalComments: "none",
  });
  const source = result.outputFiles[0]?.contents ?? new Uint8Array();
  const file = path.join(
    cacheFolder,
    `runner-${createHash("sha256").update(source).digest("hex").slice(0, 12)}.cjs`,
  );
  const present = await readFile(file).catch(() => undefined);
  if (present !== undefined && Buffer.compare(present, source) === 0) return file;
  await mkdir(cacheFolder, { recursive: true });
  // Two hosts may start at once: each writes its own file, and the rename is atomic.
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, source);
  await rename(draft, file);
  return file;
}
