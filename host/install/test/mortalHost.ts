import { once } from "node:events";
import { startHost } from "../../host.ts";

/** A host that installs an archive and is killed at a point of it, as its parent orders. */
const [{ config, registrationFile, archive, step, when }] = await once(process, "message");
const nobody = { requestId: "test", address: "127.0.0.1" };
const host = await startHost(config, {
  background: false,
  registrationFile,
  installStep(name, at) {
    if (name === step && at === when) process.kill(process.pid, "SIGKILL");
  },
});
const id = await host.installer.begin(
  { source: "upload", name: "tiny.tgz", archive: Buffer.from(archive, "base64") },
  nobody,
);
for await (const { state } of host.installer.watch(id, new AbortController().signal)) {
  if (state === "waiting") await host.installer.consent(id, nobody);
}
