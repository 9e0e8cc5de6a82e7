import { readConfig } from "../../host/config/config.ts";
import { openDatabase } from "../../host/db/database.ts";
import { quietLog } from "../kit/database.ts";
import { testKernel } from "./kernelKit.ts";

/**
 * A process of its own that boots a kernel with the plugin folders of its arguments, says "up", and leaves: for plugins
 * that take the process down while it starts. Configuration comes from the environment.
 */
const database = await openDatabase(readConfig(process.env), quietLog);
const watchdogMs = Number(process.env.WATCHDOG_MS ?? 0);
const kernel = await testKernel(database, process.argv.slice(2), { watchdogMs });
await kernel.runtime.boot();
console.log("up");
if (watchdogMs > 0) await new Promise((resolve) => setTimeout(resolve, watchdogMs * 10));
await kernel.stop();
await database.close();
