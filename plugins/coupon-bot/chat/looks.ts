import type { TenantContext } from "@promostack/core";
import type { ShownTemplate } from "../public/parts.ts";
import type { Wording } from "../texts/wording.ts";
import { type Key, keyboard, pressKey } from "./buttons.ts";
import { standing } from "./checking.ts";
import { type Errand, mayRecover, write } from "./errand.ts";
import type { Offer } from "./offer.ts";
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
    const drawn = shown.map((look) => preview(context, errand, offer, look));
    // Those behind one that fails are waited for too: nothing is left behind without somebody who hears how it ended.
    const settled = Promise.allSettled(drawn);
    const failures: unknown[] = [];
    for (const [index, look] of shown.entries()) {
      const next = index === shown.length - 1 && more ? page + 1 : undefined;
      const file = await drawn[index]?.catch((error: unknown) => {
        failures.push(error);
        context.log.warn("A look could not be drawn", { template: look.id, error });
        return undefined;
      });
      if (file !== undefined) await sendLook(errand, { offer, look, file, more: next });
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
    const keys = keyboard([choose], more === undefined ? [] : [moreKey(voice, offer, more)]);
    await context.send(
      trx,
      photo(talk.person, file, { caption: "", keys, key: `coupon:${task.id}:look:${look.id}` }),
    );
    return "going on";
  });
}
