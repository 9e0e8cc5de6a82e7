import { createHash } from "node:crypto";
import { PlatformError, type Setup, type TenantContext } from "@promostack/core";
import type {
  ActionCall,
  ActionMethods,
  ActionOffer,
  ActionResult,
} from "@promostack/plugin-journeys/api.ts";
import { codeFrom } from "../codes/code.ts";
import { withName } from "../template/personName.ts";
import { SIZE_IDS } from "../template/pixels.ts";
import { noteAnswer } from "./checking.ts";
import { givePicture } from "./giving.ts";
import { addOffer } from "./offer.ts";
import type { ChatParts } from "./parts.ts";
import { pictureOf, storedPicture } from "./pictures.ts";
import { keepCode, meet } from "./talk.ts";
import { voiceFor } from "./voice.ts";

const OFFER: ActionOffer = {
  name: "send-coupon",
  title: "Send a coupon picture",
  description: "Checks a code as the bot does, and sends its picture with your link and buttons to share.",
  icon: "ticket",
  input: {
    type: "object",
    required: ["code"],
    properties: {
      code: {
        type: "string",
        title: "Code",
        description: "Such as SAVE20, or a variable: {code}.",
        minLength: 1,
        maxLength: 200,
      },
      template: {
        type: "string",
        title: "Template",
        description: "The first of your templates where you choose none, or it is gone.",
        "x-from": "own",
        maxLength: 60,
        default: "",
      },
      size: {
        title: "Size",
        oneOf: [
          { const: "first", title: "The template's first" },
          { const: "square", title: "Square" },
          { const: "story", title: "Story" },
          { const: "feed", title: "Portrait" },
          { const: "custom", title: "The template's own" },
        ],
        default: "first",
      },
    },
  },
  outcomes: [
    { id: "invalid", title: "The code is not valid" },
    { id: "unsure", title: "It could not be checked" },
  ],
  answers: [
    { name: "code", title: "The code, as it was sent", sample: "SPRING25" },
    { name: "link", title: "The person's link", sample: "https://example.com/r/sample" },
    { name: "reason", title: "Why it is not valid, in a word" },
  ],
};

/** A step of a journey that checks a code and sends its picture. */
export function sendCouponAction(p: Setup, partsOf: (context: TenantContext) => ChatParts): void {
  p.extend(
    "journeys.action",
    { ...OFFER },
    (context): ActionMethods => ({
      run: (input, call) => sendCoupon(context, partsOf(context), input, call),
      async choices() {
        const looks = await partsOf(context).looks(context);
        return { template: looks.map(({ id, name }) => ({ const: id, title: name })) };
      },
    }),
  );
}

async function sendCoupon(
  context: TenantContext,
  parts: ChatParts,
  input: Record<string, unknown>,
  { key, person }: ActionCall,
): Promise<ActionResult> {
  const { tenantId, clock } = context;
  const { telegramId, firstName, language } = person;
  if (telegramId === undefined) return { failed: "They have never written to the bot." };
  const speaker = { person: telegramId, firstName, language };
  const code = codeFrom(String(input.code));
  if (!/[A-Z0-9]/.test(code)) return { exit: "invalid", values: { code, reason: "unknown" } };
  const answer = await parts.check(context, { code, person: telegramId });
  if (answer.state !== "valid") {
    await context.db(async (trx) => {
      const talk = await meet(trx, tenantId, speaker, clock.now());
      await noteAnswer(tenantId, { trx, talk, now: clock.now() }, code, answer);
    });
    return answer.state === "unsure"
      ? { exit: "unsure", values: { code } }
      : { exit: "invalid", values: { code, reason: answer.reason } };
  }
  const looks = await parts.looks(context);
  const look = looks.find(({ id }) => id === input.template) ?? looks[0];
  const sizes = look?.template.sizes ?? [];
  const size = sizes.find((each) => each === input.size) ?? SIZE_IDS.find((each) => each === sizes[0]);
  if (look === undefined || size === undefined) return { failed: "There is no template for codes." };
  const offer = {
    ...{ id: offerIdOf(key), person: telegramId, code },
    ...{ variables: withName(answer.values, firstName), label: answer.label ?? null },
    checkedAt: clock.now(),
  };
  const file = await drawn(() =>
    storedPicture(context, parts.renderer, pictureOf(tenantId, offer, look, size)),
  );
  if (typeof file !== "string") return file;
  const link = await context.db(async (trx) => {
    const now = clock.now();
    const talk = await meet(trx, tenantId, speaker, now);
    // Another attempt of the same step: it was sent.
    if (!(await addOffer(trx, tenantId, offer))) return undefined;
    await keepCode(trx, telegramId, code);
    await noteAnswer(tenantId, { trx, talk, now }, code, answer);
    const voice = await voiceFor(trx, context.settings, talk);
    const others = looks.length > 1;
    const gift = { offer, look, size, file, others, key: `coupon:journey:${key}` };
    return givePicture(context, { trx, talk, voice, now }, gift);
  });
  return { values: { code, ...(link !== undefined && { link }) } };
}

/** The file, or what the action answers where it could not be drawn. */
async function drawn(work: () => Promise<string>): Promise<string | ActionResult> {
  try {
    return await work();
  } catch (error) {
    if (!PlatformError.is(error)) throw error;
    return error.status >= 500
      ? { again: error.message, afterSeconds: error.retryAfter ?? 5 }
      : { failed: `${error.message} ${error.hint ?? ""}`.trim() };
  }
}

/** The same for each attempt of a step: its offer is added, and its picture sent, once. */
function offerIdOf(key: string): string {
  const hex = createHash("sha256").update(key).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
