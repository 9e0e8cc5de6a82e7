import { parentPort, workerData } from "node:worker_threads";
import { register } from "tsx/esm/api";

register();
const { httpLoad } = await import("./httpLoad.ts");
parentPort?.postMessage(await httpLoad(workerData));
