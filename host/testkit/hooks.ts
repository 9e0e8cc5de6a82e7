import type { RootHookObject } from "mocha";
import { dropLeftDatabases, stopTestCluster, sweepClusters } from "./database.ts";

/**
 * Loaded by .mocharc.json: whatever the tests opened ends with the run. With `parallel` the root hooks run after each file, and a worker
 * keeps its cluster for its next one.
 */
export const mochaHooks: RootHookObject = {
  async afterAll() {
    await (process.env.MOCHA_WORKER_ID === undefined ? stopTestCluster() : dropLeftDatabases());
  },
};

/** By now the workers have ended, and left their clusters. */
export const mochaGlobalTeardown = sweepClusters;
