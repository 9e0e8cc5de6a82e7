import type { ShownTemplate } from "../public/parts.ts";
import type { PictureRequest } from "../render/picture.ts";
import type { Wording } from "../texts/wording.ts";
import { type Key, keyboard, pressKey } from "./buttons.ts";
import { standing } from "./checking.ts";
import { type Errand, mayRecover, write } from "./errand.ts";
import type { Offer } from "./offer.ts";
import { pictureOf, storedPictures } from "./pictures.ts";
import { message, photo, showingWork } from "./saying.ts";

/** Looks that are shown before "More looks": Telegram lets three go out at once, and one a second after. */
const PAGE = 5;
/** Pixels across: a phone's chat shows no more of it. */
const PREVIEW_WIDTH = 640;

/**
 * A page of looks with the person's own code, each a message with its button: albums have none. All are drawn at once, and sent in their order
 * as they are ready.
 */
export async function showLooks(errand: Errand, offerId: string, page: number): Promise<void> {
  const { context, parts, task } = errand;
  const offer = await standing(errand, offerId);
  if (offer === undefined) return;
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
  await showingWork(context, task.person, "upload_photo", async () => {
    const drawn = await storedPictures(
      context,
      parts.renderer,
      shown.map((look) => previewOf(context.tenantId, offer, look)),
    );
    // Those behind one that fails are waited for too: nothing is left behind without somebody who hears how it ended.
    const settled = Promise.allSettled(drawn);
    const failures: unknown[] = [];
    for (const [index, look] of shown.entries()) {
      const last = index === shown.length - 1;
      const file = await drawn[index]?.catch((error: unknown) => {
        failures.push(error);
        context.log.warn("A look could not be drawn", { template: look.id, error });
        return undefined;
      });
      if (file === undefined) continue;
      const next = last && failures.length === 0 ? "ended" : "going on";
      await sendLook(errand, { offer, look, file, more: last && more ? page + 1 : undefined, next });
      if (next === "ended") return;
    }
    await settled;
    // Those that went out do not go out again; one that cannot be drawn at all keeps nobody from the others.
    const trouble = failures.find(mayRecover) ?? (failures.length === shown.length ? failures[0] : undefined);
    if (trouble !== undefined) throw trouble;
    await write(errand, async ({ trx, talk, voice }) => {
      // The button for more stands below the last look: where that one is missing, below a text.
      if (more && (await drawn.at(-1)?.catch(() => undefined)) === undefined) {
        const keys = keyboard([moreKey(voice, offer, page + 1)]);
        await context.send(trx, message(talk.person, voice.say("moreLooks"), keys, `coupon:${task.id}:more`));
      }
      return "ended";
    });
  });
}

function moreKey(voice: Wording, offer: Offer, page: number): Key {
  return pressKey(voice.say("moreLooks"), { act: "more", offer: offer.id, page });
}

function previewOf(tenantId: string, offer: Offer, look: ShownTemplate): PictureRequest {
  const [size = "square"] = look.template.sizes;
  return { ...pictureOf(tenantId, offer, look, size), width: PREVIEW_WIDTH };
}

interface ReadyLook {
  offer: Offer;
  look: ShownTemplate;
  file: string;
  /** Page of the button for more. */
  more: number | undefined;
  /** What becomes of the task with it. */
  next: "ended" | "going on";
}

async function sendLook(errand: Errand, { offer, look, file, more, next }: ReadyLook): Promise<void> {
  const { context, task } = errand;
  await write(errand, async ({ trx, talk, voice }) => {
    const choose = pressKey(voice.say("choose", { look: look.name }), {
      act: "look",
      offer: offer.id,
      template: look.id,
    });
    const keys = keyboard([choose], more === undefined ? [] : [moreKey(voice, offer, more)]);
    await context.send(
      trx,
      photo(talk.person, file, { caption: "", keys, key: `coupon:${task.id}:look:${look.id}` }),
    );
    return next;
  });
}
