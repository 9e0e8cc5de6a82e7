import { writeFile } from "node:fs/promises";
import path from "node:path";
import { PlatformError } from "@promostack/core";
import { asMistake } from "../../mistake.ts";
import type { PluginArchive } from "../../release/pluginArchive.ts";
import type { Command, Options } from "../command.ts";
import { Installation, type RemoteInstall, TO_OPTION } from "../installation.ts";
import { installFailure, installShower, printConsent } from "../installProgress.ts";
import type { Session } from "../session.ts";
import { KEY_OPTION } from "../signingKey.ts";
import { isFolder, readFileOrSay, signed, size } from "./strategyRelease.ts";

export const publish: Command = {
  name: "publish",
  summary: "bring a plugin to a running installation",
  description:
    "Takes a signed archive (a folder is packed and signed with your key first) and checks it as an installation would. A plugin runs in the host's own process, so an admin puts it there: with an admin's token this uploads it and shows each step, without one it says what the admin does.",
  arguments: [{ name: "[what]", description: "an archive, or a folder; this one when absent" }],
  options: [
    TO_OPTION,
    {
      flags: "--token <token>",
      description: "session token of an admin there; PROMOSTACK_TOKEN when absent",
    },
    {
      flags: "--as <email>",
      description: "an admin whom the sign-in of a playground offers, instead of a token",
    },
    { flags: "--yes", description: "agree to what it asks for, and to the key that it is signed with" },
    KEY_OPTION,
  ],
  examples: [
    "plugin publish --to http://localhost:3000 --as admin@promostack.test",
    "plugin publish my-notes-1.0.0.tgz --to https://promo.example",
  ],
  async run(session, [what = "."], options) {
    const { terminal, signal } = session;
    const installation = new Installation(options, signal);
    const { file, bytes, release } = await archiveOf(session, path.resolve(session.cwd, what), options);
    const { id, version } = release.manifest;
    const token = await tokenOf(installation, options);
    if (token === undefined) return explain(session, installation, file, release);
    terminal.print(`${id} ${version}, ${size(bytes.length)}, to ${installation.address}`);
    const show = installShower(terminal);
    let install = await installation.install(bytes, { name: path.basename(file), token }, show);
    if (install.state === "waiting" && options.yes === true) {
      await installation.consent(install, token);
      install = await installation.followInstall(install.id, token, show);
    }
    terminal.answer({ id, version, file, install });
    conclude(session, installation, install, `${id} ${version}`);
  },
};

/** A signed archive that is whole. A folder's is written beside it, as `pack` would. */
async function archiveOf(
  session: Session,
  what: string,
  options: Options,
): Promise<{ file: string; bytes: Buffer; release: PluginArchive }> {
  const { openPluginArchive } = await import("../../release/pluginArchive.ts");
  if (!(await isFolder(what))) {
    const bytes = await readFileOrSay(what);
    const release = await openPluginArchive(bytes);
    if (release.signer !== undefined) return { file: what, bytes, release };
    throw new PlatformError(`${path.basename(what)} is not signed.`, {
      code: "release.unsigned",
      status: 400,
      hint: `Sign it: promostack plugin sign ${path.basename(what)}.`,
    });
  }
  const { pluginFolder } = await import("../../author/pluginFolder.ts");
  const { packPlugin } = await import("../../release/pluginPack.ts");
  const { writeArchive } = await import("../../release/writeArchive.ts");
  const { manifest, files } = await packPlugin(await pluginFolder(what, session.cwd)).catch((error) => {
    throw asMistake(error);
  });
  const bytes = await writeArchive(await signed(session, files, manifest, options));
  const file = path.resolve(session.cwd, `${manifest.id}-${manifest.version}.tgz`);
  await writeFile(file, bytes);
  return { file, bytes, release: await openPluginArchive(bytes) };
}

async function tokenOf(installation: Installation, options: Options): Promise<string | undefined> {
  if (typeof options.as === "string") return installation.signIn(options.as);
  const given = options.token ?? process.env.PROMOSTACK_TOKEN;
  return typeof given === "string" && given !== "" ? given : undefined;
}

/** What the admin does, for an author who is none. */
function explain(
  { terminal, cwd }: Session,
  { address }: Installation,
  file: string,
  { manifest: { id, version }, signer }: PluginArchive,
): void {
  const fingerprint = signer?.fingerprint;
  terminal.answer({ id, version, file, uploaded: false, fingerprint });
  terminal.print(`${path.relative(cwd, file)} is whole and signed. An admin of ${address} installs it:`);
  terminal.print();
  terminal.print("  1. Open the admin site, Plugins, Install a plugin, and drop the file there.");
  terminal.print(`  2. Compare the key's fingerprint: ${fingerprint}`);
  terminal.print("  3. Read what the plugin asks for, and agree.");
  terminal.print();
  terminal.print("With an admin's token this command does it: --token, or --as in a playground.");
}

function conclude(
  { terminal }: Session,
  { address }: Installation,
  install: RemoteInstall,
  name: string,
): void {
  const { state, consent } = install;
  if (state === "done") terminal.print(`${name} runs at ${address}.`);
  else if (state === "waiting" && consent !== undefined) {
    printConsent(terminal, name, consent);
    terminal.print("Agree on the admin site, or publish again with --yes.");
  } else throw installFailure(install);
}
