import { watch } from "node:fs/promises";

/** Editors save in several steps, and several files at once. */
const QUIET_MS = 150;
/** What is no source: packages, builds, data, what editors keep beside a file for a moment. */
const OTHERS =
  /(^|[/\\])(node_modules|\.[^/\\]*|coverage)([/\\]|$)|^ui[/\\]dist([/\\]|$)|~$|\.tgz$|(^|[/\\])[^./\\]+$/;

/** Tells of saved files below a folder, each batch once it is quiet and the one before is dealt with, until the signal aborts. */
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
  try {
    for await (const { filename } of watch(folder, { recursive: true, signal })) {
      if (filename === null || OTHERS.test(filename)) continue;
      waiting.add(filename);
      clearTimeout(timer);
      timer = setTimeout(batch, QUIET_MS);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    clearTimeout(timer);
    await turn;
  }
}
