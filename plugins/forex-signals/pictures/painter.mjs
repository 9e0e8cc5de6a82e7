// A process of its own, started and ended by the studio: draws what it is told to, one picture at a time.
import process from "node:process";
import { register } from "tsx/esm/api";

register();
const { draw } = await import("./draw.ts");

process.on("message", async ({ id, scene }) => {
  try {
    process.send?.({ id, picture: await draw(scene) });
  } catch (error) {
    process.send?.({ id, error: error instanceof Error ? error.message : String(error) });
  }
});
// The host is gone: nobody wants a picture any more.
process.on("disconnect", () => process.exit());
