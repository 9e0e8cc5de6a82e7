// A process of its own, started and ended by the studio: does what it is told to, one picture at a time.
import process from "node:process";
import { register } from "tsx/esm/api";

register();
const { PlatformError } = await import("@promostack/core");
const { cleanLogo } = await import("./cleanLogo.ts");
const { draw } = await import("./draw.ts");

process.on("message", async ({ id, scene, logo }) => {
  try {
    process.send?.({ id, picture: await (scene ? draw(scene) : cleanLogo(logo)) });
  } catch (error) {
    const { code, hint } = PlatformError.is(error) ? error : {};
    process.send?.({ id, error: error instanceof Error ? error.message : String(error), code, hint });
  }
});
// The host is gone: nobody wants a picture any more.
process.on("disconnect", () => process.exit());
