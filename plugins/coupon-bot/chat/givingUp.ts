import { PlatformError } from "@promostack/core";
import { notePicture } from "../uses/noting.ts";
import { keyboard, type Press, pressKey } from "./buttons.ts";
import { type Desk, type Errand, write } from "./errand.ts";
import { readOffer } from "./offer.ts";
import { message } from "./saying.ts";
import type { Work } from "./task.ts";

/** What could not be done is said, with a button that tries it again. */
export async function giveUp(errand: Errand, error: unknown): Promise<void> {
  const { context, task } = errand;
  const { what } = task;
  await write(errand, async (desk) => {
    const { trx, talk, voice } = desk;
    await noteFailure(errand, desk, error);
    const text = what.kind === "check" ? voice.say("unsure", { code: what.code }) : voice.say("failed");
    const keys = keyboard([pressKey(voice.say("tryAgain"), pressOf(what))]);
    await context.send(trx, message(talk.person, text, keys, `coupon:${task.id}:failed`));
    return "ended";
  });
}

export async function sayBusy(errand: Errand): Promise<void> {
  const { context, task } = errand;
  await write(errand, async ({ trx, talk, voice }) => {
    await context.send(trx, message(talk.person, voice.say("busy"), undefined, `coupon:${task.id}:busy`));
    return "going on";
  });
}

/** That a picture which somebody asked for could not be made, for the tenant's figures. */
async function noteFailure({ context, parts, task }: Errand, { trx, talk, now }: Desk, error: unknown) {
  const { what } = task;
  if (what.kind !== "look" && what.kind !== "picture") return;
  const offer = await readOffer(trx, what.offer);
  const look = (await parts.looks(context)).find(({ id }) => id === what.template);
  if (offer === undefined || look === undefined) return;
  const size = what.kind === "picture" ? what.size : (look.template.sizes[0] ?? "square");
  const reason = PlatformError.is(error) ? error.code.replace(/^.*\./, "") : "failed";
  await notePicture(trx, {
    ...{ tenantId: context.tenantId, person: talk.person, source: "chat", at: now, code: offer.code },
    ...{ templateId: look.id, version: look.version, size, outcome: "failed", reason },
  });
}

/** The press that asks for the same work. */
function pressOf(work: Work): Press {
  switch (work.kind) {
    case "check":
      return { act: "again", code: work.code };
    case "looks":
      return { act: "more", offer: work.offer, page: work.page };
    case "look":
      return { act: "look", offer: work.offer, template: work.template };
    case "picture":
      return { act: "size", offer: work.offer, template: work.template, size: work.size };
  }
}
