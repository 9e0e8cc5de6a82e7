/** For calls of mocha that name this file. */
export * from "../../host/testkit/hooks.ts";
