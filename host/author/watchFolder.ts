import { once } from "node:events";
import path from "node:path";
import { type FSWatcher, watch } from "chokidar";

/** Editors save in several steps, and several files at once. */
const QUIET_MS = 150;
/** What is no source: packages, builds, data, what editors keep beside a file for a moment. */
const OTHERS = /(^|[/\\])(node_modules|\.[^/\\]*|coverage)([/\\]|$)|^ui[/\\]dist([/\\]|$)|~$|\.tgz$/;
const NO_ENDING = /(^|[/\\])[^./\\]+$/;

/**
 * Tells of saved files below a folder, each batch once it is quiet and the one before is dealt with, until the signal aborts.
 * Not by Node's own recursive watch: on Linux that follows files, and many editors save by putting a new one in the old one's
 * place, so that of every save but the first nothing was heard.
 */
export async function watchFolder(
  folder: string,
  signal: AbortSignal,
  saved: (files: readonly string[]) => Promise<void>,
): Promise<void> {
  const waiting = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let turn: Promise<void> = Promise.resolve();
  const batch = () => {
    turn = turn.then(async () => {
      const files = [...waiting].sort();
      waiting.clear();
      if (files.length > 0) await saved(files);
    });
  };
  const watcher = watch(folder, {
    ignoreInitial: true,
    ignored: (file) => OTHERS.test(path.relative(folder, file)),
  });
  watcher.on("all", (event, file) => {
    if (event.endsWith("Dir") || NO_ENDING.test(file)) return;
    waiting.add(path.relative(folder, file));
    clearTimeout(timer);
    timer = setTimeout(batch, QUIET_MS);
  });
  try {
    if (!signal.aborted) await Promise.race([once(signal, "abort"), failureOf(watcher)]);
  } finally {
    await watcher.close();
    clearTimeout(timer);
    await turn;
  }
}

async function failureOf(watcher: FSWatcher): Promise<never> {
  const [error] = await once(watcher, "error");
  throw error;
}
