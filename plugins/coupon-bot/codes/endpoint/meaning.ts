import type { PublicAnswer } from "@promostack/core";
import type { Answer, Cause } from "../answer.ts";
import type { EndpointPlan, Meaning } from "../plans.ts";

/** Answers that say "not now" or "not you": no rule of a tenant's makes a refusal of a code of them. */
const NEVER = new Set([401, 403, 407, 408, 425, 429]);
const DEEPEST = 32;
const LONGEST_VALUE = 200;

/** What an endpoint's answer means by the tenant's rules: the first that fits. Where none does, it is not known. */
export function meaningOf(
  { meanings, values, texts }: EndpointPlan,
  { status, headers, text }: Pick<PublicAnswer, "status" | "headers" | "text">,
): Answer {
  if (status >= 500 || NEVER.has(status))
    return unsure(`It answered ${status}.`, status >= 500 ? "failing" : "unclear");
  if (status >= 300 && status < 400)
    return unsure(`It answered ${status} and sends on to another address: enter that one.`);
  if (/\bhtml\b/i.test(headers["content-type"] ?? "")) return unsure("It answered a web page.");
  const json = parsed(text);
  const fitting = meanings.find((each) => fits(each, status, json));
  if (fitting === undefined) return unsure(`Nothing is said about an answer like this (${status}).`);
  const { means } = fitting;
  if (means === "valid") return { state: "valid", values: valuesIn(json, values) };
  const message = texts[means]?.trim();
  return { state: "invalid", reason: means, ...(message && { message }) };
}

function unsure(why: string, cause: Cause = "unclear"): Answer {
  return { state: "unsure", why, cause };
}

function fits({ statuses, path, equals }: Meaning, status: number, json: unknown): boolean {
  if (statuses.trim() !== "" && !statuses.split(",").some((each) => isStatus(each.trim(), status)))
    return false;
  if (path.trim() === "") return true;
  const found = valueAt(json, path);
  if (equals.trim() === "") return found !== undefined && found !== null && found !== false && found !== "";
  const said = plain(found)?.toLowerCase();
  return said !== undefined && equals.split(",").some((each) => each.trim().toLowerCase() === said);
}

function isStatus(wanted: string, status: number): boolean {
  return wanted.endsWith("xx") ? wanted[0] === String(status)[0] : wanted === String(status);
}

function valuesIn(json: unknown, values: EndpointPlan["values"]): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [name, path] of Object.entries(values)) {
    const value = plain(valueAt(json, path));
    if (value !== undefined) found[name] = value;
  }
  return found;
}

/** Of what holds no more than a value. */
function plain(value: unknown): string | undefined {
  if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") return undefined;
  return String(value)
    .replace(/[\p{Cc}\s]+/gu, " ")
    .trim()
    .slice(0, LONGEST_VALUE);
}

/** By a path such as `items.0.name`. */
function valueAt(json: unknown, path: string): unknown {
  let at = json;
  for (const name of path.trim().split(".")) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, name)) return undefined;
    at = Reflect.get(at, name);
  }
  return at;
}

/** Undefined for what is no JSON, or is nested deeper than any answer has reason to be. */
function parsed(text: string): unknown {
  if (tooDeep(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Brackets within texts count too, so that nothing has to be read twice: an answer has no reason for that many. */
function tooDeep(text: string): boolean {
  let depth = 0;
  for (const letter of text) {
    if (letter === "[" || letter === "{") depth += 1;
    else if (letter === "]" || letter === "}") depth -= 1;
    if (depth > DEEPEST) return true;
  }
  return false;
}
