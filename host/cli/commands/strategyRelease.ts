import { readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { PlatformError } from "@promostack/core";
import { asMistake } from "../../mistake.ts";
import type { ReleaseContents } from "../../release/readArchive.ts";
import type { Command, Options } from "../command.ts";
import type { Session } from "../session.ts";
import { KEY_OPTION, keyFile, tilde } from "../signingKey.ts";

const FOLDER = { name: "[folder]", description: "folder of the strategy; this one when absent" };
const FILE = { name: "<file>", description: "archive that `strategy pack` made" };

export const pack: Command = {
  name: "pack",
  summary: "make an archive of a strategy, ready to sign and publish",
  description:
    "Checks plugin.json, bundles the strategy into one script (installations run nothing else of the archive) and packs it with its sources, README and small fixtures. The same folder gives the same bytes.",
  arguments: [FOLDER],
  options: [
    { flags: "--sign", description: "sign it as well" },
    KEY_OPTION,
    { flags: "--out <file>", description: "where to write it; <id>-<version>.tgz when absent" },
  ],
  examples: ["strategy pack", "strategy pack strategies/my-idea --sign"],
  async run(session, [folder = "."], options) {
    const { manifest, files, leftOut } = await packed(session, folder);
    const signs = options.sign === true;
    const finished = signs ? await signed(session, files, manifest, options) : files;
    const { writeArchive } = await import("../../release/writeArchive.ts");
    const archive = await writeArchive(finished);
    const file = path.resolve(session.cwd, String(options.out ?? `${manifest.id}-${manifest.version}.tgz`));
    await writeFile(file, archive);
    const contents = [...finished].map(([name, bytes]) => ({ path: name, bytes: bytes.length }));
    const { id, version } = manifest;
    session.terminal.answer({
      file,
      id,
      version,
      bytes: archive.length,
      signed: signs,
      files: contents,
      leftOut,
    });
    session.terminal.table(
      ["FILE", "SIZE"],
      contents.map((each) => [each.path, size(each.bytes)]),
    );
    for (const each of leftOut) session.terminal.print(`left out: ${each.path} (${each.why})`);
    session.terminal.print();
    session.terminal.print(
      `${path.relative(session.cwd, file) || file}  ${size(archive.length)}, ${contents.length} files, ${signs ? "signed" : "not signed yet"}`,
    );
    if (!signs) session.terminal.print(`Sign it with: promostack strategy sign ${path.basename(file)}`);
  },
};

export const sign: Command = {
  name: "sign",
  summary: "sign an archive with your key, in place",
  arguments: [FILE],
  options: [KEY_OPTION],
  examples: ["strategy sign my-idea-1.0.0.tgz"],
  async run(session, [name = ""], options) {
    const file = path.resolve(session.cwd, name);
    const files = await unpack(file);
    const { strategyManifest } = await import("../../strategy/archive.ts");
    const manifest = strategyManifest(files);
    const { writeArchive } = await import("../../release/writeArchive.ts");
    const finished = await signed(session, files, manifest, options);
    await writeFile(file, await writeArchive(finished));
    const { checkSignature } = await import("../../release/signature.ts");
    const { publicKey, fingerprint } = checkSignature(finished);
    session.terminal.answer({ file, id: manifest.id, version: manifest.version, publicKey, fingerprint });
    session.terminal.print(`${manifest.id} ${manifest.version} is signed by ${fingerprint}.`);
  },
};

export const verify: Command = {
  name: "verify",
  summary: "check an archive as an installation would, without running it",
  arguments: [FILE],
  examples: ["strategy verify my-idea-1.0.0.tgz"],
  async run(session, [name = ""]) {
    const file = path.resolve(session.cwd, name);
    const { openStrategyArchive } = await import("../../strategy/archive.ts");
    const release = await openStrategyArchive(await readFileOrSay(file));
    const { manifest, integrity, publicKey, fingerprint, files } = release;
    const { id, version } = manifest;
    session.terminal.answer({
      valid: true,
      id,
      version,
      integrity,
      publicKey,
      fingerprint,
      files: files.size,
    });
    session.terminal.print(`${id} ${version} is whole and signed.`);
    session.terminal.print();
    session.terminal.print(`Publisher  ${manifest.publisher?.name ?? "unnamed"}, ${fingerprint}`);
    session.terminal.print(`Content    ${files.size} files, ${integrity}`);
  },
};

/** The folder's files, ready for an archive. */
export async function packed(session: Pick<Session, "cwd">, folder: string) {
  const { packStrategy } = await import("../../strategy/packStrategy.ts");
  return packStrategy(path.resolve(session.cwd, folder)).catch((error: unknown) => {
    throw asMistake(error);
  });
}

export async function signed(
  session: Session,
  files: ReleaseContents,
  manifest: { kind: "strategy" | "plugin"; id: string; version: string },
  options: Options,
): Promise<Map<string, Buffer>> {
  const { signRelease } = await import("../../release/signature.ts");
  const { readSigningKey } = await import("../../release/signingKey.ts");
  const file = keyFile(session, options);
  const key = await readSigningKey(file).catch((error: unknown) => {
    if (PlatformError.is(error)) session.terminal.note(`Your key: ${tilde(file)}`);
    throw error;
  });
  return signRelease(files, manifest, key);
}

export async function isFolder(file: string): Promise<boolean> {
  return stat(file).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

export async function readFileOrSay(file: string): Promise<Buffer> {
  return readFile(file).catch((cause: unknown) => {
    throw new PlatformError(`There is no readable file ${file}.`, {
      code: "cli.no_file",
      status: 404,
      hint: "Make it with `promostack strategy pack` or `promostack plugin pack`.",
      cause,
    });
  });
}

export function size(bytes: number): string {
  return bytes < 1024 ? `${bytes} B` : `${(bytes / 1024).toFixed(1)} kB`;
}

async function unpack(file: string): Promise<ReleaseContents> {
  const { readArchive } = await import("../../release/readArchive.ts");
  const { STRATEGY_LIMITS } = await import("../../release/limits.ts");
  return readArchive(await readFileOrSay(file), STRATEGY_LIMITS);
}
