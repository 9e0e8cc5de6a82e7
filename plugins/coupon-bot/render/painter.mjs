// A process of its own, started and ended by `Painter`: does what it is told to, one job at a time.
import { setPriority } from "node:os";
import process from "node:process";
import { register } from "tsx/esm/api";

// Pictures can wait a moment: half of a busy processor is theirs, the host answers with the rest.
setPriority(3);
register();
const { Refusal } = await import("./refusal.ts");
const { work } = await import("./work.ts");

/** Who waits for files, by the job's id. */
let awaited;

process.on("message", async (message) => {
  const { id } = message;
  if (message.files !== undefined) {
    if (awaited?.id === id) awaited.take(message.files);
    return;
  }
  const fetch = (missing) =>
    new Promise((take) => {
      awaited = { id, take };
      process.send?.({ id, missing });
    });
  try {
    const result = await work(message.job, fetch);
    process.send?.({ id, result, memory: process.memoryUsage.rss() });
  } catch (error) {
    const { code, hint } = error instanceof Refusal ? error : {};
    process.send?.({ id, error: error instanceof Error ? error.message : String(error), code, hint });
  }
});
process.send?.({ ready: true });
// The host is gone: nobody wants anything any more.
process.on("disconnect", () => process.exit());
