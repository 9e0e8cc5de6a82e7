import { LiveRelease } from "./liveRelease.ts";
import type { Registration, ReleaseRef } from "./registration.ts";
import type { PluginSlot } from "./slot.ts";

/**
 * Gives the releases of a registration their places in the slot: where nothing runs the registered one serves at once, else
 * it waits beside until it is up. `known` is brought up already. Answers the candidate that has lost its place.
 */
export function aim(
  slot: PluginSlot,
  registration: Registration,
  known: LiveRelease | undefined,
): LiveRelease | undefined {
  const releaseOf = (ref: ReleaseRef, own?: LiveRelease) =>
    [known, own].find((each) => each?.is(ref)) ?? new LiveRelease(ref);
  slot.registration = registration;
  if (slot.stable.is(registration)) slot.next = undefined;
  else if (!slot.next?.is(registration)) slot.next = releaseOf(registration, slot.candidate);
  if (slot.next !== undefined && slot.generation === undefined) {
    slot.stable = slot.next;
    slot.next = undefined;
  }
  return aimCandidate(slot, registration, releaseOf);
}

/** A candidate that was promoted serves its tenants until it serves all. */
function aimCandidate(
  slot: PluginSlot,
  { candidate: wanted }: Registration,
  releaseOf: (ref: ReleaseRef) => LiveRelease,
): LiveRelease | undefined {
  const { candidate } = slot;
  const promoted = candidate !== undefined && (candidate === slot.next || candidate === slot.stable);
  const lost =
    candidate !== undefined && !promoted && !(wanted && candidate.is(wanted)) ? candidate : undefined;
  if (lost !== undefined || candidate === slot.stable) slot.candidate = undefined;
  if (wanted === undefined) return lost;
  if (!slot.candidate?.is(wanted)) slot.candidate = releaseOf(wanted);
  slot.candidate.offer = { tenants: wanted.tenants, percent: wanted.percent };
  return lost;
}
