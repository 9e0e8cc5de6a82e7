import { type Deprecation, PlatformError, type PluginManifest } from "@promostack/core";
import { contractLimit, migratePlugin, schemaOf } from "../db/pluginMigrations.ts";
import { audit } from "../identity/audit.ts";
import { deprecatedUses, endingsOf, endingWords } from "../plugin/deprecatedUses.ts";
import { ENGINE } from "../plugin/engine.ts";
import { dependencyGraph } from "../plugin/graph.ts";
import { isSource } from "../plugin/sources.ts";
import { checkList } from "../release/fileList.ts";
import { PLUGIN_LIMITS } from "../release/limits.ts";
import { checkContents, checkName, pluginManifest, signerOf } from "../release/pluginArchive.ts";
import { type ReleaseContents, readArchive } from "../release/readArchive.ts";
import { asksOf, type Consent, reasonsToAsk } from "./consent.ts";
import type { InstallSource, SchemaBefore } from "./installRow.ts";
import { checkMigrationScripts } from "./migrationScripts.ts";
import { inspectRegistration, refuseOtherContent, refusePurged } from "./releaseBefore.ts";
import { releasePath } from "./releasePath.ts";
import { keepRelease, setReleaseState } from "./releaseRows.ts";
import { checkSettings } from "./settingsCheck.ts";
import { SettingsTrial } from "./settingsTrial.ts";
import { standingOf } from "./trust.ts";
import type { InstallWork } from "./work.ts";

/** What a step says of itself when it is through. */
export type StepEnd = { note?: string; warnings?: string[]; wait?: Consent } | undefined;

export interface Step {
  name: string;
  /** For people, in the list of steps. */
  title: string;
  /** Of which installs it is a part; all where absent. */
  of?: readonly InstallSource[];
  /** Left out where the release is only made ready. */
  activates?: true;
  /** Where to look first when it fails and the reason names no file. */
  file?: string;
  /** Does its part, again where it was done before; what it throws ends the install. */
  run(work: InstallWork): Promise<StepEnd>;
}

const ARCHIVES = ["upload", "registry", "file"] as const;

/** Everything between an archive and a release that serves, in this order. Up to `stage` nothing is left anywhere. */
export const STEPS: readonly Step[] = [
  { name: "fetch", title: "Fetch it from the registry", of: ["registry"], run: fetchArchive },
  { name: "unpack", title: "Unpack the archive", of: ARCHIVES, run: unpack },
  {
    name: "hashes",
    title: "Hold every file against the list",
    of: ARCHIVES,
    file: "release.json",
    run: hashes,
  },
  { name: "manifest", title: "Read plugin.json", of: ARCHIVES, file: "plugin.json", run: manifest },
  {
    name: "signature",
    title: "Find out who signed it",
    of: ARCHIVES,
    file: "signature.json",
    run: signature,
  },
  { name: "files", title: "Look through its files", of: ARCHIVES, run: contents },
  { name: "bundled", title: "Find it in the bundled set", of: ["bundled"], run: bundled },
  {
    name: "dependencies",
    title: "Fit it in: this platform, other plugins",
    of: ARCHIVES,
    file: "plugin.json",
    run: dependencies,
  },
  { name: "settings", title: "Try every tenant's settings", of: ARCHIVES, run: settings },
  { name: "consent", title: "Ask what it may do", of: ARCHIVES, run: consent },
  { name: "stage", title: "Keep it for every replica", of: ARCHIVES, run: stage },
  { name: "migrate", title: "Add to its tables", of: ARCHIVES, run: migrate },
  {
    name: "start",
    title: "Start it beside what runs, and put it in place",
    activates: true,
    file: "plugin.json",
    run: start,
  },
];

async function fetchArchive(work: InstallWork): Promise<StepEnd> {
  const { row, parts, signal } = work;
  const [, name = row.name, wanted] = /^(@?[^@]+)@(.+)$/.exec(row.name) ?? [];
  if ((await parts.rows.archive(row.id)) !== undefined) return { note: row.name };
  if (parts.registry === undefined) throw noRegistry();
  const { version, archive } = await parts.registry.fetch(name, wanted, signal);
  await parts.rows.keepArchive(row.id, archive);
  return { note: `${name} ${version}, ${kilobytes(archive.length)}` };
}

async function unpack(work: InstallWork): Promise<StepEnd> {
  const archive = await work.parts.rows.archive(work.row.id);
  if (archive === undefined) throw new Error("The archive is gone from its install.");
  const files = await readArchive(archive, PLUGIN_LIMITS);
  work.find({ archive, files });
  return { note: `${files.size} files, ${kilobytes(archive.length)}` };
}

async function hashes(work: InstallWork): Promise<StepEnd> {
  const { integrity, ...list } = checkList(work.files);
  work.find({ list, integrity });
  return { note: integrity };
}

async function manifest(work: InstallWork): Promise<StepEnd> {
  const { files, list, integrity, row, parts } = work;
  const found = pluginManifest(files);
  checkName(list, found);
  const { id, version } = found;
  const path = releasePath(id, version, integrity);
  work.find({ manifest: found, ref: { pluginId: id, version, source: "archive", integrity, path } });
  await inspectRegistration(work);
  const previousVersion = work.registration?.version;
  await parts.rows.change(row.id, { pluginId: id, version, previousVersion });
  await refusePurged(work, id);
  await refuseOtherContent(work);
  return { note: `${found.title} ${version}${previousVersion ? `, after ${previousVersion}` : ""}` };
}

async function signature(work: InstallWork): Promise<StepEnd> {
  work.signer = signerOf(work.files);
  const { database, environment } = work.parts;
  const standing = await standingOf(database, work.manifest, work.signer, environment);
  work.find({ standing });
  const { state, name, fingerprint } = standing;
  return { note: state === "unsigned" ? "Nobody has signed it." : `${name}, ${fingerprint}` };
}

async function contents({ files, manifest }: InstallWork): Promise<StepEnd> {
  checkContents(files, manifest);
  checkMigrationScripts(files);
  return undefined;
}

async function bundled(work: InstallWork): Promise<StepEnd> {
  const ref = (await work.parts.bundled()).get(work.row.name);
  if (ref === undefined) throw notBundled(work.row.name);
  await refusePurged(work, ref.pluginId);
  work.find({ ref });
  await work.parts.rows.change(work.row.id, { pluginId: ref.pluginId, version: ref.version });
  return { note: ref.version };
}

async function dependencies({ files, manifest, parts }: InstallWork): Promise<StepEnd> {
  pluginManifest(files, ENGINE);
  const others = parts.runtime.plugins().filter(({ id, enabled }) => id !== manifest.id && enabled);
  const known = others.flatMap((each) => each.manifest ?? []);
  const before = dependencyGraph(known).problems;
  const { problems } = dependencyGraph([...known, manifest]);
  // Whoever could not start before has a trouble of its own.
  for (const [id, problem] of problems) if (id === manifest.id || !before.has(id)) throw problem;
  const needs = Object.keys(manifest.dependencies ?? {});
  const warnings = endingsIn(files, manifest, parts.deprecations).map(endingWords);
  return {
    ...(needs.length > 0 && { note: `needs ${needs.join(", ")}` }),
    ...(warnings.length > 0 && { warnings }),
  };
}

function endingsIn(files: ReleaseContents, manifest: PluginManifest, deprecations: readonly Deprecation[]) {
  const sources = [...files]
    .filter(([file]) => isSource(file))
    .map(([file, bytes]) => [file, bytes.toString("utf8")] as const);
  return endingsOf(deprecatedUses(manifest, sources, deprecations));
}

async function settings(work: InstallWork): Promise<StepEnd> {
  const { manifest, files, integrity, parts } = work;
  const { database, cacheFolder } = parts;
  const trial = () =>
    SettingsTrial.open(files, { entry: manifest.entry ?? "index.js", integrity, cacheFolder });
  const { problems, wrong, checked, older, untried } = await checkSettings(database, manifest, trial);
  work.settingsProblems = problems;
  if (checked === 0) return { note: "No tenant has any yet." };
  const fit = wrong === 0 ? "all fit" : `${wrong} to be mended`;
  const taken =
    older === 0 ? "" : ` ${older} of an older shape: ${untried ?? "its own function was tried on them."}`;
  return { note: `${many(checked, "tenant")}, ${fit}.${taken}` };
}

async function consent(work: InstallWork): Promise<StepEnd> {
  const { manifest, running, standing, settingsProblems, row } = work;
  const asked: Consent = { ...asksOf(manifest, running), settingsProblems, publisher: standing };
  const reasons = reasonsToAsk(asked, running);
  if (reasons.length === 0) return { note: "It asks for nothing new." };
  // What was agreed to holds for what was shown then, and for nothing else.
  const agreed = row.consented !== null && same(row.consent, asked);
  return agreed
    ? { note: `Agreed by ${row.consented?.by ?? "the command line"}.` }
    : { wait: asked, note: reasons.join(" ") };
}

async function stage(work: InstallWork): Promise<StepEnd> {
  const { parts, files, archive, ref, integrity } = work;
  await keepRelease(work, parts.store.keyOf(archive));
  await parts.store.put(archive);
  await parts.folders.place(ref.path ?? "", files, integrity);
  return { note: ref.path ?? "" };
}

async function migrate(work: InstallWork): Promise<StepEnd> {
  const { parts, manifest, running, registration, row, ref } = work;
  if (manifest.capabilities?.db !== undefined) {
    if (row.undo === null) {
      row.undo = await schemaBefore(work);
      await parts.rows.change(row.id, { undo: row.undo });
    }
    const { head = 0, breaking = 0, contracting = [] } = manifest.migrations ?? {};
    const done = await migratePlugin(
      parts.database,
      {
        pluginId: manifest.id,
        folder: parts.folders.folder(ref.path ?? ""),
        head,
        breaking,
        contracting,
        platform: manifest.capabilities.db.platform ?? false,
        guarded: true,
      },
      contractLimit(running, registration?.settled),
    );
    await setReleaseState(parts.database, ref, "migrated");
    return { note: done.length === 0 ? "Nothing to do." : many(done.length, "migration") };
  }
  await setReleaseState(parts.database, ref, "migrated");
  return { note: "It has no tables." };
}

/** Its end is written with the swap: whoever follows the install sees it whole at once. */
async function start({ parts, ref, row, registration }: InstallWork): Promise<StepEnd> {
  const began = performance.now();
  await parts.runtime.rollout.activate(ref, async (trx) => {
    if ((await parts.rows.lock(trx, row.id)).ending !== null) throw cancelled();
    await audit(trx, row.requested, {
      tenantId: null,
      action: registration === undefined ? "plugin.installed" : "plugin.upgraded",
      target: `plugin ${ref.pluginId}`,
      before: registration && { version: registration.version },
      after: { version: ref.version, integrity: ref.integrity, from: row.source },
    });
    const own = row.steps.find(({ name }) => name === "start");
    if (own !== undefined)
      Object.assign(own, { state: "done", milliseconds: Math.round(performance.now() - began) });
    await parts.rows.changeIn(trx, row.id, { state: "done", steps: row.steps });
  });
  return undefined;
}

async function schemaBefore({ parts, manifest }: InstallWork): Promise<SchemaBefore> {
  const [found] = await parts.database.query<SchemaBefore>(
    `select to_regnamespace($1) is not null as exists,
       coalesce((select max(number) from host.plugin_migration where plugin_id = $2), 0)::int as head`,
    [schemaOf(manifest.id), manifest.id],
  );
  return found ?? { exists: false, head: 0 };
}

function same(one: unknown, other: unknown): boolean {
  return sorted(one) === sorted(other);
}

/** PostgreSQL keeps the keys of a JSON object in an order of its own. */
function sorted(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    typeof each === "object" && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}

function many(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? "" : "s"}`;
}

function kilobytes(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1_000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

function cancelled(): PlatformError {
  return new PlatformError("The install was cancelled.", { code: "install.cancelled", status: 409 });
}

function noRegistry(): PlatformError {
  return new PlatformError("This installation knows no package registry.", {
    code: "registry.not_configured",
    status: 409,
    hint: "Set PLUGIN_REGISTRY to the address of one that speaks npm's protocol, or upload the archive.",
  });
}

function notBundled(id: string): PlatformError {
  return new PlatformError(`${id} does not come with the platform.`, {
    code: "release.not_bundled",
    status: 404,
    hint: "Upload its archive.",
  });
}
