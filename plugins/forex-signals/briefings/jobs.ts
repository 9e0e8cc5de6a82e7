import type { JobRun, PlatformContext } from "@promostack/core";
import type { Market } from "../market/market.ts";
import { sweepPictures } from "../pictures/pictureFiles.ts";
import type { BulletinKind } from "./bulletin.ts";
import { sendBulletins } from "./send.ts";
import type { Writer } from "./writer.ts";

const DAY = 86_400_000;

/**
 * A briefing's or a recap's window. One that is made up for after downtime is said on the day that it was for; a briefing of a day that is
 * over is no news any more.
 */
export function bulletinJob(
  market: Market,
  writerFor: (context: PlatformContext) => Writer,
  kind: BulletinKind,
) {
  return async (context: PlatformContext, run: JobRun): Promise<void> => {
    const day = new Date(Math.floor(run.at.getTime() / DAY) * DAY);
    if (kind === "briefing" && context.clock.now().getTime() >= day.getTime() + DAY) {
      context.log.info("The briefing's day is over", { day });
      return;
    }
    const sent = await sendBulletins(context, market, writerFor(context), kind, day);
    context.log.info("Bulletins are written", { kind, day, sent });
    if (kind === "daily-recap") await sweepPictures(context);
  };
}
