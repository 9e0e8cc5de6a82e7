import type { PluginManifest } from "@promostack/core";
import { capabilityWords } from "../plugin/capabilityWords.ts";
import type { Standing } from "./trust.ts";

export interface SettingsProblem {
  tenantId: string;
  tenant: string;
  problem: string;
}

/** What an admin is asked to agree to. */
export interface Consent {
  /** What the plugin may do, in plain words. */
  asks: string[];
  /** Of that, what the running release may not do; and what it may no longer do. */
  adds: string[];
  drops: string[];
  /** Whose settings do not fit the release: they have to be mended before it works for them again. */
  settingsProblems: SettingsProblem[];
  publisher: Standing;
}

/** What a release asks for, beside what the running one may do already. */
export function asksOf(
  manifest: PluginManifest,
  running: PluginManifest | undefined,
): Pick<Consent, "asks" | "adds" | "drops"> {
  const asks = wordsOf(manifest);
  const had = running === undefined ? [] : wordsOf(running);
  return {
    asks,
    adds: asks.filter((word) => !had.includes(word)),
    drops: had.filter((word) => !asks.includes(word)),
  };
}

/** Why somebody has to look before the release goes further; empty where nobody has to. */
export function reasonsToAsk(
  { adds, settingsProblems, publisher }: Consent,
  running: PluginManifest | undefined,
): string[] {
  return [
    ...(running === undefined ? ["It is new here."] : []),
    ...(running !== undefined && adds.length > 0 ? ["It asks for more than the running release."] : []),
    ...(publisher.state === "unknown"
      ? [`Nobody here has approved its publisher, ${publisher.fingerprint}.`]
      : []),
    ...(publisher.state === "unsigned" ? ["Nobody has signed it."] : []),
    ...(publisher.differs ? ["It comes from another publisher than the releases before."] : []),
    ...(settingsProblems.length > 0 ? ["Settings of tenants do not fit it."] : []),
  ];
}

function wordsOf(manifest: PluginManifest): string[] {
  const needs = Object.entries(manifest.dependencies ?? {}).map(
    ([id, range]) => `Needs the plugin ${id} ${range}.`,
  );
  return [...capabilityWords(manifest), ...needs];
}
