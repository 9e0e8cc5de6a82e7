import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const CORE = fileURLToPath(new URL("../../core/index.ts", import.meta.url));

/** Makes small plugins in a temporary folder, for tests in which a plugin has to be wrong in one particular way. */
export class Workshop {
  readonly #root: string;

  private constructor(root: string) {
    this.#root = root;
  }

  static async open(): Promise<Workshop> {
    return new Workshop(await mkdtemp(path.join(tmpdir(), "promostack-workshop-")));
  }

  /**
   * Writes a plugin and answers its folder. `manifest` is laid over a valid one; `code` is what `definePlugin` takes,
   * with everything of core at hand as `core`; `files` are further files.
   */
  async plugin(
    id: string,
    manifest: Record<string, unknown> = {},
    code = "{ setup() {} }",
    files: Record<string, string> = {},
  ): Promise<string> {
    const version = String(manifest.version ?? "1.0.0");
    const folder = path.join(this.#root, `${id}-${version}`);
    const all = {
      "plugin.json": JSON.stringify({ ...plainManifest(id), ...manifest }, null, 2),
      "package.json": JSON.stringify({ name: id, version, type: "module" }),
      "index.ts": `import * as core from ${JSON.stringify(CORE)};\nexport default core.definePlugin(${code});\n`,
      ...files,
    };
    for (const [name, text] of Object.entries(all)) {
      await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
      await writeFile(path.join(folder, name), text);
    }
    return folder;
  }

  async close(): Promise<void> {
    await rm(this.#root, { recursive: true, force: true });
  }
}

/** The least that is a valid manifest. */
export function plainManifest(id: string): Record<string, unknown> {
  return {
    id,
    kind: "plugin",
    version: "1.0.0",
    title: `Plugin ${id}`,
    summary: "Made for one test.",
    publisher: { name: "PromoStack" },
    license: "MIT",
    engine: { host: "*", api: "*" },
  };
}
