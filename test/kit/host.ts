/** Ours and the authors' tests start the same hosts. */
export * from "../../host/testkit/host.ts";
