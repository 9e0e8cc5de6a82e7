import { escapeTelegramHtml } from "@promostack/core";
import { uuidv7 } from "uuidv7";
import type { CodeAnswer } from "../codes/answer.ts";
import { withName } from "../template/personName.ts";
import type { TextKey } from "../texts/text.ts";
import { noteCheck } from "../uses/noting.ts";
import { keyboard, pressKey } from "./buttons.ts";
import { type Desk, type Errand, write } from "./errand.ts";
import { addOffer, type Offer, readOffer, renewOffer } from "./offer.ts";
import { atWork, message, showingWork } from "./saying.ts";
import { keepCode } from "./talk.ts";

/** An offer is as good as its check for this long: then a press checks the code once more. */
const FRESH_MS = 300_000;

/** A code that somebody sent: what is said of it, and what comes next where it is valid. */
export async function check(errand: Errand, code: string): Promise<void> {
  const { context, parts, task } = errand;
  const [answer, looks] = await Promise.all([asked(errand, code), parts.looks(context)]);
  await write(errand, async (desk) => {
    await noteAnswer(context.tenantId, desk, code, answer);
    if (answer.state !== "valid") return refuse(errand, desk, code, answer);
    const { trx, talk, voice, now } = desk;
    await keepCode(trx, talk.person, code);
    const offer = uuidv7();
    await addOffer(trx, context.tenantId, {
      id: offer,
      person: talk.person,
      code,
      variables: withName(answer.values, talk.firstName),
      label: answer.label ?? null,
      checkedAt: now,
    });
    const [first, second] = looks;
    const key: TextKey = first === undefined ? "noLooks" : second === undefined ? "validOnly" : "valid";
    const text = voice.say(key, { code, label: answer.label, firstName: talk.firstName });
    await context.send(trx, message(talk.person, text, undefined, `coupon:${task.id}:answer`));
    if (first === undefined) return "ended";
    await context.send(trx, atWork(talk.person, "upload_photo", now));
    return second === undefined
      ? { kind: "look", offer, template: first.id }
      : { kind: "looks", offer, page: 0 };
  });
}

/**
 * An offer, its code checked once more where the check is old. Undefined where there is none any more, or the code is not valid: then that was
 * said, and the task is over.
 */
export async function standing(errand: Errand, offerId: string): Promise<Offer | undefined> {
  const { context, task } = errand;
  const offer = await context.db((trx) => readOffer(trx, offerId));
  if (offer === undefined) {
    await write(errand, async ({ trx, talk, voice }) => {
      await context.send(trx, message(talk.person, voice.say("old"), undefined, `coupon:${task.id}:old`));
      return "ended";
    });
    return undefined;
  }
  if (context.clock.now().getTime() - offer.checkedAt.getTime() < FRESH_MS) return offer;
  const answer = await asked(errand, offer.code);
  if (answer.state !== "valid") {
    await write(errand, (desk) => refuse(errand, desk, offer.code, answer));
    return undefined;
  }
  const renewed = {
    variables: withName(answer.values, offer.variables.name ?? ""),
    label: answer.label ?? null,
    checkedAt: context.clock.now(),
  };
  await context.db((trx) => renewOffer(trx, offer.id, renewed));
  return { ...offer, ...renewed };
}

function asked({ context, parts, task }: Errand, code: string): Promise<CodeAnswer> {
  return showingWork(context, task.person, "typing", () =>
    parts.check(context, { code, person: task.person }),
  );
}

const REFUSALS = {
  unknown: "unknown",
  not_yet: "notYet",
  expired: "expired",
  used_up: "usedUp",
  refused: "refused",
} as const satisfies Record<Extract<CodeAnswer, { state: "invalid" }>["reason"], TextKey>;

/** Not being able to check is never told as an invalid code. */
async function refuse(
  { context, task }: Errand,
  { trx, talk, voice }: Desk,
  code: string,
  answer: Exclude<CodeAnswer, { state: "valid" }>,
): Promise<"ended"> {
  const unsure = answer.state === "unsure";
  const text = unsure
    ? voice.say("unsure", { code })
    : // The validator's own words stand in place of the bot's.
      escapeTelegramHtml(answer.message ?? "") ||
      voice.say(REFUSALS[answer.reason], { code, label: answer.label });
  const again = keyboard([pressKey(voice.say("tryAgain"), { act: "again", code })]);
  await context.send(trx, message(talk.person, text, unsure ? again : undefined, `coupon:${task.id}:answer`));
  return "ended";
}

/** What a check came to, for the tenant's figures. */
export function noteAnswer(
  tenantId: string,
  { trx, talk, now }: Pick<Desk, "trx" | "talk" | "now">,
  code: string,
  answer: CodeAnswer,
): Promise<void> {
  const reason = answer.state === "valid" ? "" : answer.state === "unsure" ? answer.cause : answer.reason;
  return noteCheck(trx, {
    ...{ tenantId, person: talk.person, source: "chat", at: now },
    ...{ code, outcome: answer.state, reason, validator: answer.validator ?? null },
  });
}
