/** What plugins that depend on journeys may import, as types. */
export type * from "./points/api.ts";
