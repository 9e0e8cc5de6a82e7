import { type PlatformContext, PlatformError, type StrategyDescription } from "@promostack/core";
import type { Instrument } from "../domain/instrument.ts";
import { parametersFor } from "../domain/parameters.ts";
import type { ChosenRelease } from "../releaseApi.ts";
import type { ForexSettings } from "./settings.ts";

/** How long an upgrade that happened by itself is news. */
const NEWS_MS = 7 * 86_400_000;

/** What a tenant should know of the release that makes its signals: an upgrade, a rest, an end. */
export async function chosenRelease(
  { sandbox, clock }: Pick<PlatformContext, "sandbox" | "clock">,
  settings: ForexSettings,
  instrument: Instrument,
): Promise<ChosenRelease> {
  const { strategy, strategyVersion, parameters } = settings;
  const follows = strategyVersion === "";
  const newest = (await described(() => sandbox.describe(strategy))).found?.version ?? null;
  const { found, problem } = await described(() => sandbox.describe(strategy, strategyVersion || undefined));
  if (found === undefined) {
    const reason = problem?.message ?? "It is not there.";
    return { strategy, title: strategy, version: null, follows, newest, state: "unusable", reason };
  }
  const { title, version, status, statusReason, statusUntil, replacement } = found;
  const common = { strategy, title, version, follows, newest, ...(replacement && { replacement }) };
  const whole = parametersFor(found, instrument, parameters);
  const rest = await described(() => sandbox.setAside({ strategy, version, parameters: whole }));
  if (rest.problem !== undefined) return { ...common, state: "unusable", reason: rest.problem.message };
  if (rest.found !== undefined && status !== "withdrawn") {
    const { reason, until } = rest.found;
    return { ...common, state: "quarantined", reason, until: until.toISOString() };
  }
  const upgrade = follows ? upgradeTo(found, await sandbox.strategies(), clock.now()) : undefined;
  return {
    ...common,
    state: status,
    ...(statusReason && { reason: statusReason }),
    ...(statusUntil && { until: statusUntil }),
    ...(upgrade && { upgrade }),
  };
}

/** The release before the one that is followed now, where the change is news. */
function upgradeTo(
  { id, version, activeAt }: StrategyDescription,
  all: readonly StrategyDescription[],
  now: Date,
): ChosenRelease["upgrade"] {
  if (activeAt === undefined || now.getTime() - Date.parse(activeAt) > NEWS_MS) return undefined;
  const versions = all.filter((each) => each.id === id).map((each) => each.version);
  const before = versions[versions.indexOf(version) - 1];
  return before === undefined ? undefined : { from: before, at: activeAt };
}

/** A choice that does not work (any more) is an answer here, not a failure. */
async function described<Found>(
  ask: () => Promise<Found>,
): Promise<{ found?: Found; problem?: PlatformError }> {
  try {
    return { found: await ask() };
  } catch (error) {
    if (PlatformError.is(error) && error.code.startsWith("strategy.")) return { problem: error };
    throw error;
  }
}
