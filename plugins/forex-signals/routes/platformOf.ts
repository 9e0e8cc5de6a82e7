import type { Clock, PlatformContext } from "@promostack/core";

/** The context with which the plugin was started in the host that a call belongs to. */
export type PlatformOf = (context: { readonly clock: Clock }) => PlatformContext;
