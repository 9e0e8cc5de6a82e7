import { randomBytes } from "node:crypto";
import {
  mkdir,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  rmdir,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { checkList, LIST } from "../release/fileList.ts";
import type { ReleaseContents } from "../release/readArchive.ts";
import { checkedPath, isReleasePath } from "./releasePath.ts";

const CORE = fileURLToPath(new URL("../../core", import.meta.url));
const INCOMING = ".incoming";
const HOUR_MS = 3_600_000;

/** Releases unpacked on this machine, below `DATA_DIR/plugins`. A folder appears whole or not at all. */
export class ReleaseFolders {
  readonly #root: string;
  /** Seen whole by this process. */
  readonly #checked = new Set<string>();

  constructor(root: string) {
    this.#root = root;
  }

  folder(release: string): string {
    return path.join(this.#root, checkedPath(release));
  }

  /** Whether the folder is there with every file as listed; one that was changed is not. A host that shares it may have removed it. */
  async holds(release: string, integrity: string): Promise<boolean> {
    const name = `${release} ${integrity}`;
    const folder = this.folder(release);
    if (this.#checked.has(name) && (await stat(path.join(folder, LIST)).catch(absent))) return true;
    const whole = await isWhole(folder, integrity);
    if (whole) this.#checked.add(name);
    return whole;
  }

  /**
   * Writes the files beside, and renames: two hosts that share the folder may do it at once. Only one that is not as listed makes
   * room for the new one: a whole one that was there for a moment is what somebody else is reading.
   */
  async place(release: string, files: ReleaseContents, integrity: string): Promise<void> {
    await this.#linkCore();
    if (await this.holds(release, integrity)) return;
    const final = this.folder(release);
    const draft = this.#incoming();
    try {
      for (const [name, bytes] of files) {
        const file = path.join(draft, name);
        await mkdir(path.dirname(file), { recursive: true });
        await writeFile(file, bytes, { mode: 0o644, flag: "wx" });
      }
      await mkdir(path.dirname(final), { recursive: true });
      while (!(await renamed(draft, final))) {
        // Another process was faster, with the same files.
        if (await this.holds(release, integrity)) return;
        await this.#setAside(final);
      }
    } finally {
      await rm(draft, { recursive: true, force: true });
    }
  }

  async #setAside(folder: string): Promise<void> {
    const aside = this.#incoming();
    await rename(folder, aside).catch(absent);
    await rm(aside, { recursive: true, force: true });
  }

  #incoming(): string {
    return path.join(this.#root, INCOMING, `${process.pid}.${randomBytes(6).toString("hex")}`);
  }

  async remove(release: string): Promise<void> {
    const folder = this.folder(release);
    await rm(folder, { recursive: true, force: true });
    for (const name of this.#checked) if (name.startsWith(`${release} `)) this.#checked.delete(name);
    // The plugin's own folder goes with its last release.
    await rmdir(path.dirname(folder)).catch(notEmpty);
  }

  /** The releases whose folders are here. */
  async list(): Promise<string[]> {
    const plugins = await entriesOf(this.#root);
    const found = await Promise.all(
      plugins.map(async (plugin) =>
        (await entriesOf(path.join(this.#root, plugin))).map((name) => `${plugin}/${name}`),
      ),
    );
    return found.flat().filter(isReleasePath);
  }

  /** Takes away what processes that are gone have left half unpacked. */
  async sweep(): Promise<void> {
    const incoming = path.join(this.#root, INCOMING);
    for (const name of await entriesOf(incoming)) {
      const draft = path.join(incoming, name);
      const found = await stat(draft).catch(absent);
      if (found === undefined) continue;
      if (isGone(Number(name.split(".")[0])) || Date.now() - found.mtimeMs > HOUR_MS)
        await rm(draft, { recursive: true, force: true });
    }
  }

  /** `import "@promostack/core"` in a release finds this host's. */
  async #linkCore(): Promise<void> {
    const link = path.join(this.#root, "node_modules/@promostack/core");
    if ((await readlink(link).catch(() => undefined)) === CORE) return;
    const draft = `${link}.${randomBytes(6).toString("hex")}`;
    await mkdir(path.dirname(link), { recursive: true });
    await symlink(CORE, draft, "dir");
    await rename(draft, link);
  }
}

async function isWhole(folder: string, integrity: string): Promise<boolean> {
  try {
    const files = new Map<string, Buffer>();
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (entry.isDirectory()) continue;
      const file = path.join(entry.parentPath, entry.name);
      if (!entry.isFile()) return false;
      files.set(path.relative(folder, file).split(path.sep).join("/"), await readFile(file));
    }
    return files.has(LIST) && checkList(files).integrity === integrity;
  } catch {
    // Not there, not readable, or not what was listed: it has to be written anew.
    return false;
  }
}

/** Names of the folders in a folder; none where it is not there. */
async function entriesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    if (Object(error).code === "ENOENT") return [];
    throw error;
  });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

/** False where something is there already. */
async function renamed(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if (!["ENOTEMPTY", "EEXIST", "ENOTDIR"].includes(Object(error).code)) throw error;
    return false;
  }
}

function absent(error: unknown): undefined {
  if (Object(error).code !== "ENOENT") throw error;
}

function notEmpty(error: unknown): void {
  const code = Object(error).code;
  if (code !== "ENOTEMPTY" && code !== "ENOENT" && code !== "EEXIST") throw error;
}

function isGone(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return true;
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return Object(error).code === "ESRCH";
  }
}
