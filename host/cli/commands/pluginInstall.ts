import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import type { Installer, InstallOrder } from "../../install/installer.ts";
import type { Install } from "../../install/shapes.ts";
import { mistake } from "../../mistake.ts";
import type { Command, Options } from "../command.ts";
import { installFailure, installShower, printConsent } from "../installProgress.ts";
import type { Session } from "../session.ts";

const WHAT = {
  name: "<what>",
  description: "an archive, a package of the registry (name or name@version), or the id of a bundled plugin",
};
const YES = {
  flags: "--yes",
  description: "agree to what it asks for, and to the key that it is signed with",
};
const PREPARE = {
  flags: "--prepare",
  description: "only make it ready, to be offered to some tenants first (plugin candidate)",
};

export const install: Command = {
  name: "install",
  summary: "install a plugin, or a newer release of one",
  description:
    "Goes through the steps that the admin site shows: unpack, hashes, signature, plugin.json, dependencies, tenants' settings, consent, tables, start. Hosts that run follow within seconds, without a restart. What fails leaves nothing behind.",
  arguments: [WHAT],
  options: [YES, PREPARE],
  examples: ["plugin install my-notes-1.0.0.tgz --yes", "plugin install promostack-plugin-notes@1.2.0"],
  run: (session, [what = ""], options) => carryOut(session, what, options, () => true),
};

export const upgrade: Command = {
  name: "upgrade",
  summary: "install a newer release of a plugin that is installed",
  description: "As plugin install, and refuses a plugin that is not there yet.",
  arguments: [WHAT],
  options: [YES, PREPARE],
  examples: ["plugin upgrade my-notes-1.1.0.tgz"],
  run: (session, [what = ""], options) =>
    carryOut(session, what, options, ({ previousVersion }) => previousVersion !== undefined),
};

async function carryOut(
  session: Session,
  what: string,
  options: Options,
  fits: (install: Install) => boolean,
): Promise<void> {
  const { terminal } = session;
  const { installOf } = await import("../../install/shapes.ts");
  const order = { ...(await orderOf(session, what)), activate: options.prepare !== true };
  const { installer } = await session.host();
  const source = { requestId: "cli", address: "cli" };
  const id = await installer.begin(order, source);
  const show = installShower(terminal);
  for await (const row of installer.watch(id, session.signal)) {
    const found = installOf(row);
    const { state, consent } = found;
    if (state === "waiting" && consent !== undefined) {
      if (!fits(found)) {
        await ended(installer, id, session.signal, source);
        throw mistake(`${found.plugin} is not installed.`, "Use plugin install.");
      }
      if (options.yes === true) await installer.consent(id, source, consent.publisher.fingerprint);
      else {
        show(found);
        return wait(session, found, what);
      }
    }
    show(found);
    if (state === "done") return conclude(session, found);
    if (state === "failed" || state === "cancelled") throw installFailure(found);
  }
}

function conclude({ terminal }: Session, install: Install): void {
  const { plugin, version, activate, previousVersion } = install;
  terminal.answer({ install });
  const after = previousVersion === undefined ? "" : `, after ${previousVersion}`;
  terminal.print(
    activate
      ? `${plugin} ${version} is active${after}; hosts follow within seconds.`
      : `${plugin} ${version} is ready. Offer it: promostack plugin candidate ${plugin} ${version} --percent 10`,
  );
}

function wait({ terminal }: Session, install: Install, what: string): void {
  terminal.answer({ install });
  if (install.consent === undefined) return;
  printConsent(terminal, `${install.plugin} ${install.version}`, install.consent);
  for (const { tenant, problem } of install.consent.settingsProblems)
    terminal.print(`  ! ${tenant}: ${problem}`);
  terminal.print(`Agree on the admin site, or: promostack plugin install ${what} --yes`);
}

/** Gives up what nobody wanted, to the end. */
async function ended(
  installer: Installer,
  id: string,
  signal: AbortSignal,
  source: { requestId: string; address: string },
): Promise<void> {
  await installer.cancel(id, source);
  for await (const { state } of installer.watch(id, signal)) if (state === "cancelled") return;
}

async function orderOf(session: Session, what: string): Promise<InstallOrder> {
  const file = path.resolve(session.cwd, what);
  const found = await stat(file).catch(() => undefined);
  if (found?.isFile()) return { source: "file", name: path.basename(file), archive: await readFile(file) };
  if (found?.isDirectory() && /[./\\]/.test(what))
    throw mistake(`${what} is a folder.`, "Make an archive of it: promostack plugin pack --sign.");
  if (/\.tgz$|[\\]|^\.|^\//.test(what))
    throw mistake(`There is no file ${what}.`, "Name an archive that plugin pack made.");
  const { bundledReleases } = await import("../../install/bundledReleases.ts");
  const { BUNDLED_SET } = await import("../../plugin/release.ts");
  if ((await bundledReleases(BUNDLED_SET)).has(what)) return { source: "bundled", name: what };
  return { source: "registry", name: what };
}
