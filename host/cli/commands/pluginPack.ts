import { writeFile } from "node:fs/promises";
import path from "node:path";
import { asMistake } from "../../mistake.ts";
import type { Command } from "../command.ts";
import { KEY_OPTION } from "../signingKey.ts";
import { readFileOrSay, signed, size } from "./strategyRelease.ts";

export const pack: Command = {
  name: "pack",
  summary: "make the archive of a plugin that an admin installs",
  description:
    "Checks the folder, bundles the code with the packages that it uses into one module and its pages into theirs, and packs them with the migrations, pictures and texts. Needs no network; the same folder gives the same bytes.",
  arguments: [{ name: "[folder]", description: "folder of the plugin; this one when absent" }],
  options: [
    { flags: "--sign", description: "sign it as well" },
    KEY_OPTION,
    { flags: "--out <file>", description: "where to write it; <id>-<version>.tgz when absent" },
  ],
  examples: ["plugin pack", "plugin pack my-notes --sign"],
  async run(session, [name], options) {
    const { terminal, cwd } = session;
    const { pluginFolder } = await import("../../author/pluginFolder.ts");
    const { packPlugin } = await import("../../release/pluginPack.ts");
    const { writeArchive } = await import("../../release/writeArchive.ts");
    const { manifest, files, leftOut } = await packPlugin(await pluginFolder(name, cwd)).catch((error) => {
      throw asMistake(error);
    });
    const signs = options.sign === true;
    const finished = signs ? await signed(session, files, manifest, options) : files;
    const archive = await writeArchive(finished);
    const { id, version } = manifest;
    const file = path.resolve(cwd, String(options.out ?? `${id}-${version}.tgz`));
    await writeFile(file, archive);
    const contents = [...finished].map(([inside, bytes]) => ({ path: inside, bytes: bytes.length }));
    terminal.answer({ file, id, version, bytes: archive.length, signed: signs, files: contents, leftOut });
    terminal.table(
      ["FILE", "SIZE"],
      contents.map((each) => [each.path, size(each.bytes)]),
    );
    for (const each of leftOut) terminal.print(`left out: ${each.path} (${each.why})`);
    terminal.print();
    const state = signs ? "signed" : "not signed yet";
    terminal.print(
      `${path.relative(cwd, file)}  ${size(archive.length)}, ${contents.length} files, ${state}`,
    );
    if (!signs) terminal.print(`Sign it with: promostack plugin sign ${path.relative(cwd, file)}`);
  },
};

export const sign: Command = {
  name: "sign",
  summary: "sign a plugin's archive with your key, in place",
  arguments: [{ name: "<file>", description: "archive that `plugin pack` made" }],
  options: [KEY_OPTION],
  examples: ["plugin sign my-notes-1.0.0.tgz"],
  async run(session, [name = ""], options) {
    const { openPluginArchive } = await import("../../release/pluginArchive.ts");
    const { writeArchive } = await import("../../release/writeArchive.ts");
    const { checkSignature } = await import("../../release/signature.ts");
    const file = path.resolve(session.cwd, name);
    const { files, manifest } = await openPluginArchive(await readFileOrSay(file));
    const finished = await signed(session, files, manifest, options);
    await writeFile(file, await writeArchive(finished));
    const { publicKey, fingerprint } = checkSignature(finished);
    const { id, version } = manifest;
    session.terminal.answer({ file, id, version, publicKey, fingerprint });
    session.terminal.print(`${id} ${version} is signed by ${fingerprint}.`);
  },
};
