// A thread of its own for one piece of work, so that the host's goes on with signals and answers.
import { parentPort, workerData } from "node:worker_threads";
import { register } from "tsx/esm/api";

register();
const { DOES } = await import("./work.ts");
parentPort?.postMessage(DOES[workerData.kind](workerData.work));
