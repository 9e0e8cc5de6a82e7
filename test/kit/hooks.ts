import type { RootHookObject } from "mocha";
import { stopTestCluster } from "./database.ts";

/** Loaded by .mocharc.json: whatever the tests opened ends with the run. */
export const mochaHooks: RootHookObject = {
  async afterAll() {
    await stopTestCluster();
  },
};
