import type { TenantContext } from "@promostack/core";
import type { ShownTemplate } from "../public/parts.ts";
import { keyboard, pressKey } from "./buttons.ts";
import { standing } from "./checking.ts";
import { type Errand, write } from "./errand.ts";
import { type Offer, readOffer } from "./offer.ts";
import { pictureOf, storedPicture } from "./pictures.ts";
import { message, photo, showingWork } from "./saying.ts";

/** Looks that are shown before "More looks": Telegram lets three go out at once, and one a second after. */
const PAGE = 5;
/** Pixels across: a phone's chat shows no more of it. */
const PREVIEW_WIDTH = 640;

/**
 * A page of looks with the person's own code, each a message with its button: albums have none. All are drawn at once, and sent in their order
 * as they are ready.
 */
export async function showLooks(errand: Errand, offerId: string, page: number): Promise<"ended"> {
  const { context, parts, task } = errand;
  const found = await context.db((trx) => readOffer(trx, offerId));
  const offer = found && (await standing(errand, found));
  if (offer === undefined) return "ended";
  const all = await parts.looks(context);
  const shown = all.slice(page * PAGE, (page + 1) * PAGE);
  const more = all.length > (page + 1) * PAGE;
  if (shown.length === 0) {
    return write(errand, async ({ trx, talk, voice }) => {
      await context.send(
        trx,
        message(talk.person, voice.say("lookGone"), undefined, `coupon:${task.id}:gone`),
      );
      return "ended";
    });
  }
  return showingWork(context, task.person, "upload_photo", async () => {
    const drawn = shown.map((look) => preview(context, errand, offer, look));
    // Those behind one that fails are waited for too: nothing is left behind without somebody who hears how it ended.
    const all = Promise.allSettled(drawn);
    let failure: unknown;
    let sent = 0;
    for (const [index, look] of shown.entries()) {
      const last = index === shown.length - 1;
      try {
        const file = await drawn[index];
        if (file === undefined) continue;
        await sendLook(errand, { offer, look, file, more: last && more ? page + 1 : undefined });
        sent++;
      } catch (error) {
        failure ??= error;
        context.log.warn("A look could not be drawn", { template: look.id, error });
      }
    }
    await all;
    if (sent === 0) throw failure;
    return write(errand, async () => "ended");
  });
}

function preview(
  context: TenantContext,
  { parts }: Errand,
  offer: Offer,
  look: ShownTemplate,
): Promise<string> {
  const [size = "square"] = look.template.sizes;
  const request = pictureOf(context.tenantId, offer, look, size);
  return storedPicture(context, parts.renderer, { ...request, width: PREVIEW_WIDTH });
}

async function sendLook(
  errand: Errand,
  { offer, look, file, more }: { offer: Offer; look: ShownTemplate; file: string; more: number | undefined },
): Promise<void> {
  const { context, task } = errand;
  await write(errand, async ({ trx, talk, voice }) => {
    const choose = pressKey(voice.say("choose", { look: look.name }), {
      act: "look",
      offer: offer.id,
      template: look.id,
    });
    const keys = keyboard(
      [choose],
      more === undefined
        ? []
        : [pressKey(voice.say("moreLooks"), { act: "more", offer: offer.id, page: more })],
    );
    await context.send(
      trx,
      photo(talk.person, file, { caption: "", keys, key: `coupon:${task.id}:look:${look.id}` }),
    );
    return "going on";
  });
}
