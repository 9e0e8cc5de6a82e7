import type { PublicRequest } from "@promostack/core";
import type { CodeQuestion } from "../answer.ts";
import type { EndpointPlan } from "../plans.ts";

/** Answers are a few fields; more is not read. */
const LARGEST_ANSWER = 64_000;

/** The call of an endpoint for a code: blanks filled in, each written as its place needs it. The same for every attempt. */
export function callOf(
  plan: EndpointPlan,
  { code, asker = "", source }: CodeQuestion,
  secret: string | undefined,
  key: string,
): { address: string; request: Omit<PublicRequest, "timeoutMs"> } {
  // What stands for a visitor of the public page is nobody that the endpoint knows.
  const blanks = { code, person: source === "chat" ? asker : "" };
  const own = plan.headers.map(({ name, value }) => [name.toLowerCase(), filled(value, blanks, plainly)]);
  const type = plan.bodyType === "json" ? "application/json" : "application/x-www-form-urlencoded";
  const post = plan.method === "POST";
  return {
    address: filled(plan.address, blanks, encodeURIComponent),
    request: {
      method: plan.method,
      maxBytes: LARGEST_ANSWER,
      headers: {
        accept: "application/json",
        ...(post && { "content-type": type, "idempotency-key": key }),
        ...Object.fromEntries(own),
        ...(plan.secretHeader !== "" &&
          secret !== undefined && { [plan.secretHeader.toLowerCase()]: secret }),
      },
      ...(post && {
        body: filled(plan.body, blanks, plan.bodyType === "json" ? inJson : encodeURIComponent),
      }),
    },
  };
}

const plainly = (text: string) => text;
/** Between the quotes that the template has. */
const inJson = (text: string) => JSON.stringify(text).slice(1, -1);

function filled(
  template: string,
  { code, person }: { code: string; person: string },
  written: (text: string) => string,
): string {
  return template.replace(/\{(code|person)\}/g, (_, name) => written(name === "code" ? code : person));
}
