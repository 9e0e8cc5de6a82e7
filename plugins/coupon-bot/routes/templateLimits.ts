import type { Actor, TenantContext } from "@promostack/core";
import { Type } from "@promostack/core";
import type { Edit } from "../templates/draftStore.ts";

/** What the routes of templates have in common. */
export const TemplateId = Type.Object({ id: Type.String({ format: "uuid" }) });
export const READ = { perMinute: 240 };
export const WRITE = { perMinute: 60 };
/** 60 layers, each with a text of 1,000 letters. */
export const LARGEST_DRAFT = 1_000_000;

/** Who edits, as colleagues read it. */
export function editOf({ tenantId, actor, clock }: TenantContext & { actor: Actor }): Edit {
  return { tenantId, by: actor.name ?? actor.email, at: clock.now() };
}
