import { Easel, type FetchFiles } from "./easel/easel.ts";
import type { Job, Result } from "./order.ts";

const easel = new Easel();

/** Does a job in this process. What looks at uploads is loaded when there is one. @throws Refusal */
export async function work(job: Job, fetch: FetchFiles): Promise<Result> {
  if ("draw" in job) return { drawn: await easel.draw(job.draw, fetch) };
  if ("takePicture" in job) {
    const { takePicture } = await import("../media/takePicture.ts");
    return { picture: await takePicture(job.takePicture) };
  }
  const { takeFont } = await import("../media/takeFont.ts");
  return { font: await takeFont(job.takeFont) };
}
