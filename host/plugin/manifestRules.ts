import type { PluginManifest } from "@promostack/core";
import { CronExpressionParser } from "cron-parser";
import semver from "semver";
import { capabilityRules } from "./capabilityRules.ts";
import type { Engine } from "./engine.ts";
import type { ReleaseFiles } from "./releaseFiles.ts";
import type { Violation } from "./schema.ts";
import { settingsRules } from "./settingsRules.ts";

/** What a rule looks at. The manifest satisfies the schema already. */
export interface Case {
  manifest: PluginManifest;
  files: ReleaseFiles;
  /** This installation; undefined where the manifest is not to be held against one. */
  engine: Engine | undefined;
}

export type Rule = (each: Case) => Violation[];

const MOST_METRICS = 20;
const MOST_LABELS = 4;
const MOST_BUCKETS = 30;

/** The rules that a schema cannot say, each on its own: none relies on another having passed. */
const RULES: Rule[] = [
  engineFits,
  dependencyRanges,
  entryExists,
  packageVersionAgrees,
  migrationFiles,
  jobsCanRun,
  metricsAreSound,
  namesAreUnique,
  strategiesOnlyDescribe,
  replacementIsAnother,
  ...capabilityRules,
  ...settingsRules,
];

/** Every broken rule of a manifest, in the order of the file's sections. */
export function brokenRules(each: Case): Violation[] {
  return RULES.flatMap((rule) => rule(each));
}

function engineFits({ manifest, engine }: Case): Violation[] {
  return (["host", "api"] as const).flatMap((part) => {
    const pointer = `/engine/${part}`;
    const range = manifest.engine[part];
    if (semver.validRange(range) === null) return [notARange(pointer, range)];
    if (engine === undefined || semver.satisfies(engine[part], range, { includePrerelease: true })) return [];
    const message = `asks for ${range}, and this installation is ${engine[part]}`;
    return [
      { pointer, message, fix: "Take a release of the plugin made for this version, or update the host." },
    ];
  });
}

function dependencyRanges({ manifest }: Case): Violation[] {
  return Object.entries(manifest.dependencies ?? {}).flatMap(([id, range]) => {
    const pointer = `/dependencies/${id}`;
    if (id === manifest.id) {
      return [{ pointer, message: "is the plugin itself", fix: "Remove it." }];
    }
    return semver.validRange(range) === null ? [notARange(pointer, range)] : [];
  });
}

function notARange(pointer: string, range: string): Violation {
  return { pointer, message: `is not a semver range: ${range}`, fix: "Write a range such as ^1.2.0." };
}

function entryExists({ manifest, files }: Case): Violation[] {
  const entry = manifest.entry ?? "index.ts";
  if (files.exists(entry)) return [];
  return [
    {
      pointer: "/entry",
      message: `names ${entry}, which is not there`,
      fix: "Add the file, or correct the path.",
    },
  ];
}

function packageVersionAgrees({ manifest, files }: Case): Violation[] {
  if (files.packageVersion === undefined || files.packageVersion === manifest.version) return [];
  const message = `is ${manifest.version}, and package.json says ${files.packageVersion}`;
  return [{ pointer: "/version", message, fix: "Give both the same version." }];
}

function migrationFiles({ manifest, files }: Case): Violation[] {
  const { migrations } = manifest;
  const head = migrations?.head ?? 0;
  const broken: Violation[] = [];
  if (migrations !== undefined && migrations.breaking > head) {
    const fix = "Name the newest migration that the release before this one cannot run on, 0 when none.";
    broken.push({ pointer: "/migrations/breaking", message: `is above the head ${head}`, fix });
  }
  if (migrations?.contracting?.some((number) => number > head)) {
    const fix = "Name migrations that are there.";
    broken.push({ pointer: "/migrations/contracting", message: `goes above the head ${head}`, fix });
  }
  const odd = files.migrations.filter((name) => !/^\d{4}_[a-z0-9_]+\.(up|down)\.sql$/.test(name));
  for (const name of odd) {
    const fix = "Rename it to the form 0001_name.up.sql or 0001_name.down.sql.";
    broken.push({ pointer: "/migrations", message: `does not understand the file migrations/${name}`, fix });
  }
  for (const direction of ["up", "down"] as const) {
    const numbers = files.migrations
      .filter((name) => name.endsWith(`.${direction}.sql`))
      .map((name) => Number(name.slice(0, 4)));
    const wanted = Array.from({ length: head }, (_, index) => index + 1);
    if (numbers.join() === wanted.join()) continue;
    const have = numbers.length === 0 ? "none" : numbers.join(", ");
    const message = `has head ${head}, but the ${direction} scripts in migrations/ are: ${have}`;
    const fix = `Keep one ${direction} script for each number from 1 to the head, without gaps.`;
    broken.push({ pointer: "/migrations/head", message, fix });
  }
  return broken;
}

function jobsCanRun({ manifest }: Case): Violation[] {
  return (manifest.contributes?.jobs ?? []).flatMap((job, index) => {
    const pointer = `/contributes/jobs/${index}`;
    const zone = job.timezone ?? "UTC";
    if (!isZone(zone)) {
      const fix = "Name an IANA zone, such as Europe/Berlin; offsets do not know summer time.";
      return [{ pointer: `${pointer}/timezone`, message: `is not a time zone: ${zone}`, fix }];
    }
    try {
      CronExpressionParser.parse(job.schedule, { tz: zone }).next();
      return [];
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const fix = "Write five fields: minute, hour, day of month, month, day of week.";
      return [{ pointer: `${pointer}/schedule`, message: `never runs: ${reason}`, fix }];
    }
  });
}

function metricsAreSound({ manifest }: Case): Violation[] {
  const metrics = manifest.contributes?.metrics ?? [];
  const pointer = "/contributes/metrics";
  if (metrics.length > MOST_METRICS)
    return [{ pointer, message: `are ${metrics.length}`, fix: `Keep to ${MOST_METRICS}.` }];
  return metrics.flatMap(({ kind, labels = [], buckets = [] }, index) => {
    const broken: Violation[] = [];
    const refuse = (part: string, message: string, fix: string) =>
      broken.push({ pointer: `${pointer}/${index}/${part}`, message, fix });
    if (labels.length > MOST_LABELS)
      refuse("labels", `are ${labels.length}`, `Each one multiplies the series: keep to ${MOST_LABELS}.`);
    if (buckets.length > MOST_BUCKETS) refuse("buckets", `are ${buckets.length}`, `Keep to ${MOST_BUCKETS}.`);
    if (kind === "counter" && buckets.length > 0)
      refuse("buckets", "have no meaning for a counter", "Remove them.");
    if (buckets.some((each, at) => at > 0 && each <= (buckets[at - 1] ?? each)))
      refuse("buckets", "do not ascend", "Write upper bounds, the lowest first.");
    return broken;
  });
}

function isZone(zone: string): boolean {
  if (/^[+-]/.test(zone)) return false;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "";
  } catch {
    // Intl says "no" by throwing: that is the answer, not a failure.
    return false;
  }
}

function namesAreUnique({ manifest }: Case): Violation[] {
  const added = manifest.contributes ?? {};
  return [
    ...twice(
      "/contributes/jobs",
      "name",
      added.jobs?.map(({ name }) => name),
    ),
    ...twice(
      "/contributes/events",
      "name",
      added.events?.map(({ name }) => name),
    ),
    ...twice(
      "/contributes/extensionPoints",
      "name",
      added.extensionPoints?.map(({ name }) => name),
    ),
    ...twice(
      "/contributes/commands",
      "command",
      added.commands?.map(({ role, command }) => `${role} /${command}`),
    ),
    ...twice(
      "/contributes/pages",
      "path",
      added.pages?.map((page) => `${page.site} ${page.path}`),
    ),
    ...twice(
      "/contributes/widgets",
      "id",
      added.widgets?.map(({ id }) => id),
    ),
    ...twice(
      "/contributes/settingsTests",
      "name",
      added.settingsTests?.map(({ name }) => name),
    ),
    ...twice(
      "/contributes/metrics",
      "name",
      added.metrics?.map(({ name }) => name),
    ),
    ...twice(
      "/contributes/cli",
      "name",
      added.cli?.map(({ name }) => name),
    ),
  ];
}

function twice(pointer: string, field: string, names: readonly string[] = []): Violation[] {
  return names.flatMap((name, index) => {
    if (names.indexOf(name) === index) return [];
    const fix = "Give each its own name.";
    return [{ pointer: `${pointer}/${index}/${field}`, message: `stands twice: ${name}`, fix }];
  });
}

function strategiesOnlyDescribe({ manifest }: Case): Violation[] {
  if (manifest.kind !== "strategy") return [];
  const forbidden = [
    "capabilities",
    "contributes",
    "migrations",
    "settings",
    "tenancy",
    "dependencies",
  ] as const;
  return forbidden
    .filter((part) => manifest[part] !== undefined)
    .map((part) => ({
      pointer: `/${part}`,
      message: "has no meaning for a strategy, which is a pure function in the sandbox",
      fix: 'Remove it, or make this a plugin (kind "plugin").',
    }));
}

function replacementIsAnother({ manifest }: Case): Violation[] {
  if (manifest.deprecation?.replacement !== manifest.id) return [];
  const fix = "Name another plugin, or leave it out.";
  return [{ pointer: "/deprecation/replacement", message: "is the plugin itself", fix }];
}
