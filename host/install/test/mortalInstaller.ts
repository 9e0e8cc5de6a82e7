import { once } from "node:events";
import type { Log } from "@promostack/core";
import { openDatabase } from "../../db/database.ts";
import { createStorage } from "../../store/storage.ts";
import { ArchiveStore } from "../archiveStore.ts";
import { INSTALL_LOCK, Installer } from "../installer.ts";
import { InstallRows } from "../installRow.ts";
import { ReleaseFolders } from "../releaseFolders.ts";

/**
 * What of a host works on installs, and no more: it starts in a moment, and is killed at a point before the release itself starts.
 * Its parent sends the order.
 */
const [{ config, archive, step, when }] = await once(process, "message");
const quiet = () => undefined;
const log: Log = { debug: quiet, info: quiet, warn: quiet, error: console.error };
const whole = await openDatabase(config, log);
// Before there is anything to do, and for as long as it lives: a host that runs beside it must not be the one.
const lock = await whole.lock(INSTALL_LOCK);
const held = lock && { ...lock, release: async () => undefined };
const database = new Proxy(whole, {
  get(target, name) {
    const found: unknown = Reflect.get(target, name);
    if (name === "lock") return async () => held;
    return typeof found === "function" ? found.bind(target) : found;
  },
});
const nobody = { requestId: "test", address: "127.0.0.1" };
const unreached = new Proxy(Object(undefined), {
  get() {
    throw new Error("The release starts in a whole host only.");
  },
});
const installer = new Installer(
  {
    database,
    log,
    runtime: { plugins: () => [], rollout: unreached },
    rows: new InstallRows(database),
    store: new ArchiveStore(await createStorage(config)),
    folders: new ReleaseFolders(`${config.dataDir}/plugins`),
    registry: undefined,
    environment: "test",
    bundled: async () => new Map(),
    deprecations: [],
    cacheFolder: `${config.dataDir}/sandbox`,
  },
  (name, at) => {
    if (name === step && at === when) process.kill(process.pid, "SIGKILL");
  },
);
await installer.start();
const id = await installer.begin(
  { source: "upload", name: "tiny.tgz", archive: Buffer.from(archive, "base64") },
  nobody,
);
for await (const { state } of installer.watch(id, new AbortController().signal)) {
  if (state === "waiting") await installer.consent(id, nobody);
}
