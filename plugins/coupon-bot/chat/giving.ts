import type { TenantContext } from "@promostack/core";
import type { SizeId } from "../template/size.ts";
import type { PublishedTemplate } from "../templates/published.ts";
import { notePicture } from "../uses/noting.ts";
import { type Key, keyboard, pressKey } from "./buttons.ts";
import type { Desk } from "./errand.ts";
import type { Offer } from "./offer.ts";
import { photo } from "./saying.ts";
import { personalLink, shareKeys } from "./shareLink.ts";

/** A picture that is ready to go out. */
export interface Gift {
  offer: Offer;
  look: PublishedTemplate;
  size: SizeId;
  /** Where it is stored. */
  file: string;
  /** There are other looks to choose. */
  others: boolean;
  /** The same twice is one message. */
  key: string;
}

/** Sends a picture with the tenant's text, the person's link and buttons to share it, and notes that they got it. Answers the link. */
export async function givePicture(
  context: TenantContext,
  { trx, talk, voice, now }: Desk,
  { offer, look, size, file, others, key }: Gift,
): Promise<string | undefined> {
  const { code } = offer;
  const label = offer.label ?? undefined;
  const link = await personalLink(context, code, talk.mark);
  const caption = voice.say("caption", { code, label, firstName: talk.firstName, link });
  const share =
    link === undefined ? [] : shareKeys(voice.say("share"), voice.say("shareText", { code, label }), link);
  const again: Key[] = [];
  if (others) again.push(pressKey(voice.say("otherLook"), { act: "more", offer: offer.id, page: 0 }));
  if (look.template.sizes.length > 1)
    again.push(pressKey(voice.say("otherSize"), { act: "look", offer: offer.id, template: look.id }));
  const keys = keyboard(...share, again);
  await context.send(trx, photo(talk.person, file, { caption, keys, key }));
  await notePicture(trx, {
    ...{ tenantId: context.tenantId, person: talk.person, source: "chat", at: now },
    ...{ code, templateId: look.id, version: look.version, size, outcome: "sent", reason: "" },
  });
  return link;
}
