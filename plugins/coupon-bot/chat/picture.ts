import { PlatformError } from "@promostack/core";
import { pixelsOf, type SizeId } from "../template/size.ts";
import type { PublishedTemplate } from "../templates/published.ts";
import type { TextKey } from "../texts/text.ts";
import { notePicture } from "../uses/noting.ts";
import { keyboard, pressKey } from "./buttons.ts";
import { standing } from "./checking.ts";
import { type Desk, type Errand, write } from "./errand.ts";
import { givePicture } from "./giving.ts";
import { type Offer, readOffer } from "./offer.ts";
import { pictureOf, storedPicture } from "./pictures.ts";
import { message, showingWork } from "./saying.ts";
import type { Work } from "./task.ts";

/** A look that somebody chose, in a size where they chose one: the picture, or else the sizes to choose from. */
export async function makePicture(
  errand: Errand,
  { offer: offerId, template, size }: { offer: string; template: string; size?: SizeId },
): Promise<"ended"> {
  const { context, parts } = errand;
  const found = await context.db((trx) => readOffer(trx, offerId));
  const offer = found && (await standing(errand, found));
  if (offer === undefined) return "ended";
  const look = (await parts.looks(context)).find(({ id }) => id === template);
  const sizes = look?.template.sizes ?? [];
  const chosen = size === undefined && sizes.length === 1 ? sizes[0] : sizes.find((each) => each === size);
  if (look === undefined || (size !== undefined && chosen === undefined)) return sayGone(errand);
  return chosen === undefined ? askSize(errand, offer, look) : sendPicture(errand, offer, look, chosen);
}

function sayGone(errand: Errand): Promise<"ended"> {
  const { context, task } = errand;
  return write(errand, async ({ trx, talk, voice }) => {
    await context.send(trx, message(talk.person, voice.say("lookGone"), undefined, `coupon:${task.id}:gone`));
    return "ended";
  });
}

function askSize(errand: Errand, offer: Offer, look: PublishedTemplate): Promise<"ended"> {
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
): Promise<"ended"> {
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

/** That a picture which somebody asked for could not be made. */
export async function noteFailure(
  { context, parts }: Errand,
  { trx, talk, now }: Desk,
  work: Work,
  error: unknown,
): Promise<void> {
  if (work.kind !== "look" && work.kind !== "picture") return;
  const offer = await readOffer(trx, work.offer);
  const look = (await parts.looks(context)).find(({ id }) => id === work.template);
  if (offer === undefined || look === undefined) return;
  const size = work.kind === "picture" ? work.size : (look.template.sizes[0] ?? "square");
  const reason = PlatformError.is(error) ? error.code.replace(/^.*\./, "") : "failed";
  await notePicture(trx, {
    ...{ tenantId: context.tenantId, person: talk.person, source: "chat", at: now, code: offer.code },
    ...{ templateId: look.id, version: look.version, size, outcome: "failed", reason },
  });
}
