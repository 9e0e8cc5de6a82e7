import { pixelsOf, type SizeId } from "../template/pixels.ts";
import type { PublishedTemplate } from "../templates/published.ts";
import type { TextKey } from "../texts/text.ts";
import { keyboard, pressKey } from "./buttons.ts";
import { standing } from "./checking.ts";
import { type Errand, write } from "./errand.ts";
import { givePicture } from "./giving.ts";
import type { Offer } from "./offer.ts";
import { pictureOf, storedPicture } from "./pictures.ts";
import { message, showingWork } from "./saying.ts";

/** A look that somebody chose, in a size where they chose one: the picture, or else the sizes to choose from. */
export async function makePicture(
  errand: Errand,
  { offer: offerId, template, size }: { offer: string; template: string; size?: SizeId },
): Promise<void> {
  const { context, parts } = errand;
  const offer = await standing(errand, offerId);
  if (offer === undefined) return;
  const look = (await parts.looks(context)).find(({ id }) => id === template);
  const sizes = look?.template.sizes ?? [];
  const chosen = size === undefined && sizes.length === 1 ? sizes[0] : sizes.find((each) => each === size);
  if (look === undefined || (size !== undefined && chosen === undefined)) return sayGone(errand);
  return chosen === undefined ? askSize(errand, offer, look) : sendPicture(errand, offer, look, chosen);
}

function sayGone(errand: Errand): Promise<void> {
  const { context, task } = errand;
  return write(errand, async ({ trx, talk, voice }) => {
    await context.send(trx, message(talk.person, voice.say("lookGone"), undefined, `coupon:${task.id}:gone`));
    return "ended";
  });
}

function askSize(errand: Errand, offer: Offer, look: PublishedTemplate): Promise<void> {
  const { context, task } = errand;
  return write(errand, async ({ trx, talk, voice }) => {
    const keys = look.template.sizes.map((size) => {
      const pixels = pixelsOf(size, look.template.custom);
      const measure = pixels === undefined ? "" : ` · ${pixels.width} × ${pixels.height}`;
      return [
        pressKey(`${voice.say(size satisfies TextKey)}${measure}`, {
          act: "size",
          offer: offer.id,
          template: look.id,
          size,
        }),
      ];
    });
    const text = voice.say("chooseSize", { look: look.name });
    await context.send(trx, message(talk.person, text, keyboard(...keys), `coupon:${task.id}:sizes`));
    return "ended";
  });
}

async function sendPicture(
  errand: Errand,
  offer: Offer,
  look: PublishedTemplate,
  size: SizeId,
): Promise<void> {
  const { context, parts, task } = errand;
  const file = await showingWork(context, task.person, "upload_photo", () =>
    storedPicture(context, parts.renderer, pictureOf(context.tenantId, offer, look, size)),
  );
  const others = (await parts.looks(context)).length > 1;
  return write(errand, async (desk) => {
    await givePicture(context, desk, { offer, look, size, file, others, key: `coupon:${task.id}:picture` });
    return "ended";
  });
}
