import { PlatformError, type PublicAnswer, type Static, type TenantContext, Type } from "@promostack/core";
import type { ActionCall, ActionResult } from "../points/api.ts";
import { action, reasonOf } from "./action.ts";
import { mapped, parsedAnswer, saysYes } from "./webhookAnswer.ts";
import { allowedHost } from "./webhookHosts.ts";
import { signature, signingSecret } from "./webhookSecret.ts";

const TIMEOUT_MS = 10_000;
const LARGEST_ANSWER = 100_000;
/** Of those that mean "not now". */
const AGAIN = new Set([408, 425, 429]);

const Input = Type.Object({
  address: Type.String({
    title: "Address",
    description: "Its host must be among the webhook hosts of the settings: https://example.com/hook",
    minLength: 1,
    maxLength: 2_000,
  }),
  data: Type.Optional(
    Type.Record(Type.String(), Type.String({ maxLength: 2_000 }), {
      title: "More to send",
      description: "A line each, as name: value. The person and the variables are always sent.",
      maxProperties: 20,
    }),
  ),
  answers: Type.Optional(
    Type.Record(Type.String({ pattern: "^[A-Za-z][A-Za-z0-9_]{0,39}$" }), Type.String({ maxLength: 200 }), {
      title: "Keep of the answer",
      description: "A line each, as variable: field, of the JSON that comes back: total: order.total",
      maxProperties: 20,
      additionalProperties: false,
    }),
  ),
  outcomeField: Type.Optional(
    Type.String({
      title: "Field that says yes or no",
      description: "true and “yes” go the one way, false and “no” the other; without it the walk goes on.",
      maxLength: 200,
    }),
  ),
});

/** Posts to an address of the tenant's, signed, and waits for the answer. */
export const webhook = action({
  offer: {
    name: "webhook",
    title: "Call a webhook",
    description: "Posts the person and the variables to your server, signed, and keeps what it answers.",
    icon: "webhook",
    input: Input,
    outcomes: [
      { id: "yes", title: "Answer says yes" },
      { id: "no", title: "Answer says no" },
    ],
    answers: [{ name: "status", title: "Status of the answer", sample: 200 }],
    answersMore: true,
  },
  async run(context, input, call) {
    if (!URL.canParse(input.address)) return { failed: `${input.address} is no address.` };
    const { host } = new URL(input.address);
    if (!allowedHost(new URL(input.address), context.settings.webhookHosts))
      return { failed: `${host} is not among the webhook hosts of the settings.` };
    try {
      return taken(await post(context, input.address, bodyOf(input.data ?? {}, call), call.key), input);
    } catch (error) {
      context.signal.throwIfAborted();
      if (!PlatformError.is(error) || !error.code.startsWith("fetch.")) throw error;
      return error.status >= 500 ? { again: reasonOf(error) } : { failed: reasonOf(error) };
    }
  },
});

/** The same for each attempt. */
function bodyOf(data: Readonly<Record<string, string>>, { key, person, variables }: ActionCall): string {
  return JSON.stringify({ key, person, variables, data });
}

async function post(
  context: TenantContext,
  address: string,
  body: string,
  key: string,
): Promise<PublicAnswer> {
  const secret = await signingSecret(context);
  return context.fetchPublic(address, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      accept: "application/json",
      "idempotency-key": key,
      "x-promostack-signature": signature(secret, body, context.clock.now()),
    },
    body,
    maxBytes: LARGEST_ANSWER,
    timeoutMs: TIMEOUT_MS,
  });
}

function taken(
  { status, headers, text }: PublicAnswer,
  { answers = {}, outcomeField = "" }: Pick<Static<typeof Input>, "answers" | "outcomeField">,
): ActionResult {
  if (status >= 500 || AGAIN.has(status)) {
    const seconds = Number(headers["retry-after"]);
    const asked = Number.isFinite(seconds) && seconds > 0 ? { afterSeconds: seconds } : {};
    return { again: `The webhook answered ${status}.`, ...asked };
  }
  if (status >= 300 && status < 400)
    return { failed: `The webhook answered ${status} and sends on to another address: enter that one.` };
  if (status < 200 || status >= 400) return { failed: `The webhook answered ${status}.` };
  const json = parsedAnswer(text);
  const yes = outcomeField.trim() === "" ? undefined : saysYes(json, outcomeField);
  return {
    exit: yes === undefined ? "next" : yes ? "yes" : "no",
    values: { ...mapped(json, answers), status },
  };
}
