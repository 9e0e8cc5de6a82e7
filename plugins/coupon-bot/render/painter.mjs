// A process of its own, started and ended by `Painter`: draws what it is told to, one picture at a time.
import process from "node:process";
import { register } from "tsx/esm/api";

register();
const { Easel } = await import("./easel/easel.ts");
const { Refusal } = await import("./easel/refusal.ts");

const easel = new Easel();
/** Who waits for files, by the order's id. */
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
    const picture = await easel.draw(message.order, fetch);
    process.send?.({ id, picture, memory: process.memoryUsage.rss() });
  } catch (error) {
    const { code, hint } = error instanceof Refusal ? error : {};
    process.send?.({ id, error: error instanceof Error ? error.message : String(error), code, hint });
  }
});
// The host is gone: nobody wants a picture any more.
process.on("disconnect", () => process.exit());
