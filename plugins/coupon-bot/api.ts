/** What plugins that depend on the coupon bot may import, as types. */
export type * from "./codes/points.ts";
