/** The contract between the host and its plugins: types, pure functions and the loop that claims work; no I/O. */

export { type Static, type TSchema, Type } from "@sinclair/typebox";
export * from "./candleCsv.ts";
export * from "./cli.ts";
export * from "./clock.ts";
export * from "./deprecations.ts";
export * from "./disposable.ts";
export * from "./errors.ts";
export * from "./lane.ts";
export * from "./list/columns.ts";
export * from "./list/conditions.ts";
export * from "./list/list.ts";
export type * from "./manifest.ts";
export * from "./message.ts";
export * from "./metric.ts";
export * from "./numerals.ts";
export * from "./platform.ts";
export * from "./plugin.ts";
export type * from "./publicFetch.ts";
export * from "./quietHours.ts";
export * from "./restingTenants.ts";
export * from "./route.ts";
export * from "./sandbox.ts";
export type * from "./socket.ts";
export * from "./sql.ts";
export * from "./telegramHtml.ts";
export * from "./template.ts";
export * from "./tenant.ts";
