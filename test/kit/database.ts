/** Ours and the authors' tests stand on the same databases. */
export * from "../../host/testkit/database.ts";
