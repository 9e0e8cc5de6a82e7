import { type Actor, type TenantContext, Type } from "@promostack/core";
import type { Edit } from "../drafts/draftStore.ts";

/** What the routes of journeys have in common. */
export const JourneyId = Type.Object({ id: Type.String({ format: "uuid" }) });
export const READ = { perMinute: 240 };
export const WRITE = { perMinute: 60 };
/** 200 steps, each with a text. */
export const LARGEST_DRAFT = 2_000_000;

/** Who edits, as colleagues read it. */
export function editOf({ actor, clock }: TenantContext & { actor: Actor }): Edit {
  return { by: actor.name ?? actor.email, at: clock.now() };
}
