import type { PlatformError, SetAside, StrategyStanding } from "@promostack/core";
import type { RunnerDescription } from "./protocol.ts";

/** A release that did not come with the platform. */
export interface PublishedRelease {
  id: string;
  version: string;
  /** Of the script. */
  hash: string;
  description: RunnerDescription;
}

/** What the sandbox asks of the releases that were published to this installation. Answers from memory but for the script. */
export interface PublishedReleases {
  list(): readonly PublishedRelease[];
  /** How a release stands; for one that came with the platform too, since it may be in quarantine. */
  standing(id: string, version: string): StrategyStanding;
  script(id: string, version: string): Promise<string>;
  readme(id: string, version: string): Promise<string | null>;
}

/** What is evaluated: a release with a set of parameters. */
export interface Evaluated {
  id: string;
  version: string;
  /** Names the parameters; "" for the strategy's own defaults. */
  scope: string;
}

/** Watches evaluations at the newest close, on which people's signals hang. */
export interface ReleaseGuard {
  /** Why it is not evaluated now: the release, or these parameters of it, misbehaved and rest. */
  setAside(evaluated: Evaluated): SetAside | undefined;
  /** How an evaluation went: undefined where it was well. */
  observe(evaluated: Evaluated, fault: PlatformError | undefined): void;
}
