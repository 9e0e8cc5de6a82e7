import { type Reply, reply } from "@promostack/core";
import type { CodeAnswer } from "../codes/answer.ts";
import { codeFrom } from "../codes/code.ts";
import { checkCode } from "../codes/codeDesk.ts";
import type { PublicWords } from "../ui-public/texts.ts";
import { noteCheck } from "../uses/noting.ts";
import { bodyOf, json, refuseStrangers, type Visit } from "./visit.ts";

const MOST_BYTES = 4_000;
const FORM = "application/x-www-form-urlencoded";

/** What the page says of a code that is not valid; "unsure" is no refusal. */
export const SAID = ["none", "unknown", "not_yet", "expired", "used_up", "refused", "unsure"] as const;
export type Said = (typeof SAID)[number];

/**
 * Checks a code that a visitor typed. The page's script gets the answer, with a grant for its pictures where it is valid; a form that was
 * sent without the script gets the page again, with the grant or with what is wrong in its address.
 */
export async function takeCode(visit: Visit): Promise<Reply> {
  const { context, paces, request, words: W, base } = visit;
  refuseStrangers(request);
  paces.codes.take(`${context.tenantId} ${request.address}`);
  const body = Buffer.from(await bodyOf(request, MOST_BYTES)).toString("utf8");
  const form = request.headers["content-type"]?.startsWith(FORM) === true;
  const sent = form ? new URLSearchParams(body) : undefined;
  const code = codeFrom(sent === undefined ? typedIn(body) : (sent.get("code") ?? ""));
  const answer = code === "" ? undefined : await checked(visit, code);
  const valid = answer?.state === "valid" ? answer : undefined;
  const said: Said = answer === undefined ? "none" : answer.state === "invalid" ? answer.reason : "unsure";
  if (sent === undefined)
    return valid === undefined
      ? json(200, { state: said, code, text: textOf(W, said, answer) })
      : json(200, { state: "valid", code, grant: await visit.parts.grants.issue(context, valid.values) });
  const query = new URLSearchParams({ code });
  for (const name of ["template", "size", "name", "lang"]) {
    const value = sent.get(name);
    if (value !== null) query.set(name, value);
  }
  if (valid === undefined) query.set("said", said);
  else query.set("grant", await visit.parts.grants.issue(context, valid.values));
  return reply(303, undefined, { location: `${base}?${query}`, "cache-control": "no-store" });
}

/** The tenant's own words for a reason come before ours. */
function textOf(W: PublicWords, said: Said, answer: CodeAnswer | undefined): string {
  return (answer?.state === "invalid" && answer.message) || W.codes[said];
}

async function checked({ context, parts, request }: Visit, code: string): Promise<CodeAnswer> {
  const asker = await parts.grants.visitor(context, request.address);
  const answer = await checkCode(parts.codes, context, { code, asker, source: "public" });
  const { tenantId, clock } = context;
  await context.db((trx) =>
    noteCheck(trx, {
      ...{ tenantId, person: null, source: "public", at: clock.now() },
      ...{ code, outcome: answer.state, validator: answer.validator ?? null },
      reason: answer.state === "valid" ? "" : answer.state === "unsure" ? answer.cause : answer.reason,
    }),
  );
  return answer;
}

function typedIn(body: string): string {
  try {
    const { code }: { code?: unknown } = Object(JSON.parse(body));
    return typeof code === "string" ? code : "";
  } catch (error) {
    if (error instanceof SyntaxError) return "";
    throw error;
  }
}
