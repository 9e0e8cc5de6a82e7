import { PlatformError, type Static, type TenantContext, type TSchema } from "@promostack/core";
import type { ActionCall, ActionOffer, ActionResult } from "../points/api.ts";

/** An action that comes with journeys: what it offers, and what it does. */
export interface OwnAction<Schema extends TSchema = TSchema> {
  offer: Omit<ActionOffer, "input"> & { input: Schema };
  /** Reads the step's settings, whose texts the walk has filled in; undefined where they are incomplete. */
  run(context: TenantContext, input: Static<Schema>, call: ActionCall): Promise<ActionResult>;
}

/** Keeps an action's schema and function typed together. */
export function action<Schema extends TSchema>(of: OwnAction<Schema>): OwnAction<Schema> {
  return of;
}

/** The reason for a person's eyes, of whatever was raised. */
export function reasonOf(error: unknown): string {
  if (PlatformError.is(error))
    return error.hint === undefined ? error.message : `${error.message} ${error.hint}`;
  return error instanceof Error ? error.message : String(error);
}
