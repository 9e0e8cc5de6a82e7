import type { PlatformError, PluginManifest } from "@promostack/core";
import { inCohort } from "./cohort.ts";
import type { Ending } from "./deprecatedUses.ts";
import type { Generation } from "./generation.ts";
import { isSameRelease, type Offer, type ReleaseRef } from "./registrationRow.ts";

/** One release of a plugin in this process: what became of it. */
export class LiveRelease {
  readonly ref: ReleaseRef;
  manifest: PluginManifest | undefined;
  folder: string | undefined;
  generation: Generation | undefined;
  /** Why the last attempt to load it failed; or why it cannot be tried. */
  failure: PlatformError | undefined;
  /** Environments of the manifest do not include this one. */
  misplaced = false;
  /** Parts of the API that it uses and that end. */
  endings: readonly Ending[] = [];
  /** Whom it serves as a candidate; undefined where it is not one. */
  offer: Offer | undefined;
  /** The offer for which the tenants' settings were brought up to date. */
  settledFor: string | undefined;

  constructor(ref: ReleaseRef, offer?: Offer) {
    this.ref = ref;
    this.offer = offer;
  }

  is(ref: ReleaseRef): boolean {
    return isSameRelease(this.ref, ref);
  }

  /** Whether it is a candidate that runs for this tenant. */
  takes(tenantId: string): boolean {
    return (
      this.generation !== undefined &&
      this.offer !== undefined &&
      inCohort(this.offer, this.ref.pluginId, tenantId)
    );
  }
}
