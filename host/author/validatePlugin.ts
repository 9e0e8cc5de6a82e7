import { DEPRECATIONS, PlatformError, type PluginManifest } from "@promostack/core";
import { readManifest } from "../plugin/manifest.ts";
import { readSources } from "../plugin/sources.ts";
import { deprecatedIsNamed } from "./check/deprecated.ts";
import type { Check, Finding } from "./check/finding.ts";
import { dependenciesAreNamed, sourcesReachNoFurther } from "./check/imports.ts";
import { schedulesRun } from "./check/jobs.ts";
import { licenceIsThere, packageIsPlain } from "./check/package.ts";
import { pagesHaveAModule, uiIsAnnounced } from "./check/pages.ts";

export interface Validation {
  /** Absent where plugin.json does not satisfy its schema: then nothing else could be looked at. */
  manifest?: PluginManifest;
  findings: Finding[];
}

const CHECKS: readonly Check[] = [
  schedulesRun,
  pagesHaveAModule,
  uiIsAnnounced,
  packageIsPlain,
  dependenciesAreNamed,
  sourcesReachNoFurther,
  deprecatedIsNamed,
  licenceIsThere,
];

/** Every check that needs no running of the plugin, each finding with its file and what to do. */
export async function validatePlugin(folder: string, deprecations = DEPRECATIONS): Promise<Validation> {
  const manifest = await readManifest(folder).catch((error: unknown) => {
    if (PlatformError.is(error)) return error;
    throw error;
  });
  if (PlatformError.is(manifest)) return { findings: findingsOf(manifest) };
  const of = { folder, manifest, sources: await readSources(folder), deprecations };
  const found = await Promise.all(CHECKS.map((check) => check(of)));
  return { manifest, findings: found.flat() };
}

/** Each broken rule of plugin.json stands for itself. */
function findingsOf({ message, hint = "", details }: PlatformError): Finding[] {
  const problems: unknown = details?.problems;
  const broken = Array.isArray(problems) ? problems : [{ pointer: undefined, message, fix: hint }];
  return broken.map(({ pointer, message: what, fix }) => ({
    severity: "error",
    file: "plugin.json",
    ...(pointer !== undefined && { place: pointer === "" ? "/" : String(pointer) }),
    message: String(what),
    fix: String(fix),
  }));
}
