// A thread of its own for one report, so that the host's goes on with signals and answers.
import { parentPort, workerData } from "node:worker_threads";
import { register } from "tsx/esm/api";

register();
const { releaseReport } = await import("./releaseWork.ts");
parentPort?.postMessage(releaseReport(workerData));
