/** What plugins that depend on journeys may import, as types. */

export type { AudienceCount, BroadcastsService, Preview, Progress } from "./broadcast/api.ts";
export type { Audience, When } from "./broadcast/plan.ts";
export type { Content } from "./graph/parts.ts";
export type { PeopleOptions, PersonRow } from "./people/api.ts";
export type { Segments } from "./people/segmentsApi.ts";
export type * from "./points/api.ts";
