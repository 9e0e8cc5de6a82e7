import { generateKeyPairSync } from "node:crypto";
import { packedArchive, packPlugin } from "../release/pluginPack.ts";
import { ADMIN, type TestHost } from "./host.ts";

interface Install {
  state: string;
  consent?: { publisher?: { fingerprint?: string } };
  failure?: { message: string };
}

/** One publisher for all that a test installs. */
const { privateKey } = generateKeyPairSync("ed25519");

/** Packs, signs and installs a plugin's folder as an admin does, who agrees to what it asks for. */
export async function installFolder(host: TestHost, folder: string): Promise<void> {
  const admin = await host.signIn(ADMIN);
  const archive = await packedArchive(await packPlugin(folder), privateKey);
  const answer = await fetch(`${host.url}/api/admin/installs`, {
    method: "POST",
    headers: { authorization: `Bearer ${admin.token}`, "content-type": "application/gzip" },
    body: new Uint8Array(archive),
  });
  const { id } = Object(await answer.json());
  const settled = () =>
    host.until(`the install of ${folder}`, async () => {
      const install = await admin.call<Install>("GET", `/api/admin/installs/${id}`);
      return install.state !== "running" && install;
    });
  let install = await settled();
  if (install.state === "waiting") {
    const fingerprint = install.consent?.publisher?.fingerprint;
    await admin.call("POST", `/api/admin/installs/${id}/consent`, { fingerprint });
    install = await settled();
  }
  if (install.state !== "done")
    throw new Error(install.failure?.message ?? `The install was ${install.state}.`);
}
