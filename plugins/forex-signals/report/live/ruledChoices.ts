import type { PlatformContext } from "@promostack/core";
import type { Instrument } from "../../domain/instrument.ts";
import { type Choice, choicesOf } from "../../signals/choices.ts";
import type { ForexSettings } from "../../signals/settings.ts";
import type { SettingTerm } from "../../signals/settingTerms.ts";
import type { Span } from "./lived.ts";

/** What a tenant had chosen for a time: a release with its parameters on a symbol, by the settings of that time. */
export interface RuledChoice extends Span {
  choice: Choice;
  settings: ForexSettings;
}

/**
 * What was chosen throughout a span, by the settings and the releases of each time. Before the first term that was kept its settings hold; without any,
 * those of today. Who follows the newest release had each from the day it could be chosen.
 */
export async function ruledChoices(
  context: Pick<PlatformContext, "sandbox" | "log">,
  { from, to }: Span,
  terms: readonly SettingTerm[],
  today: ForexSettings,
  instruments: ReadonlyMap<string, Instrument>,
): Promise<RuledChoice[]> {
  const found: RuledChoice[] = [];
  const all = terms.length > 0 ? terms : [{ since: from, settings: today }];
  for (const [index, { since, settings }] of all.entries()) {
    const begin = index === 0 ? from : later(from, since);
    const end = earlier(to, all[index + 1]?.since ?? to);
    if (begin >= end) continue;
    for (const span of await releasesIn(context, { from: begin, to: end }, settings)) {
      const { version, ...time } = span;
      const chosen = { ...settings, strategyVersion: version };
      for (const choice of await choicesOf(context, chosen, instruments))
        found.push({ ...time, choice, settings: choice.tenants[0]?.settings ?? settings });
    }
  }
  return found;
}

/** The release of each part of a span; one that came with the platform has always been there. */
async function releasesIn(
  { sandbox }: Pick<PlatformContext, "sandbox">,
  { from, to }: Span,
  { strategy, strategyVersion }: ForexSettings,
): Promise<(Span & { version: string })[]> {
  if (strategyVersion !== "") return [{ from, to, version: strategyVersion }];
  const releases = (await sandbox.strategies())
    .filter(({ id, status }) => id === strategy && status !== "withdrawn")
    .map(({ version, activeAt }) => ({ version, since: activeAt ? new Date(activeAt) : new Date(0) }));
  return releases.flatMap(({ version, since }, index) => {
    const begin = index === 0 ? from : later(from, since);
    const end = earlier(to, releases[index + 1]?.since ?? to);
    return begin < end ? [{ version, from: begin, to: end }] : [];
  });
}

function later(a: Date, b: Date): Date {
  return a > b ? a : b;
}

function earlier(a: Date, b: Date): Date {
  return a < b ? a : b;
}
