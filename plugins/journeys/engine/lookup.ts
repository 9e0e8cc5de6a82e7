import { escapeTelegramHtml, namesOf, type Part, parseTemplate } from "@promostack/core";
import type { Value } from "../graph/parts.ts";
import type { Session } from "./session.ts";
import { type FactName, factKey, type World } from "./world.ts";

/** The value of a variable: the walk's own, then the person's custom field, then what is known of everybody, then a plugin's. */
export function lookUp(name: string, session: Session, world: World): Value | undefined {
  const { person, contributed, facts } = world;
  const own = session.variables[name] ?? person.fields[name];
  if (own !== undefined) return own;
  switch (name) {
    case "firstName":
    case "lastName":
    case "username":
    case "language":
    case "source":
      return person[name] === "" ? undefined : person[name];
    case "name":
      return [person.firstName, person.lastName].filter((each) => each !== "").join(" ") || undefined;
  }
  const fact = contributed.get(name);
  return fact === undefined ? undefined : (facts[factKey(fact)] ?? undefined);
}

/** Facts behind the variables of some texts that have not been fetched for this move. */
export function missingFacts(texts: readonly string[], session: Session, world: World): FactName[] {
  const missing = new Map<string, FactName>();
  for (const { name } of texts.flatMap((text) => namesOf(parseTemplate(text).parts))) {
    const fact = world.contributed.get(name);
    if (fact === undefined || factKey(fact) in world.facts) continue;
    if (session.variables[name] !== undefined || world.person.fields[name] !== undefined) continue;
    missing.set(factKey(fact), fact);
  }
  return [...missing.values()];
}

/** A text of a step with its variables filled in. `html` escapes them for Telegram's HTML. */
export function fill(
  text: string,
  session: Session,
  world: World,
  as: "html" | "plain" | "url" = "plain",
): string {
  const escaped = ESCAPES[as];
  const draw = (part: Part): string => {
    if (part.kind === "text") return part.text;
    const value = lookUp(part.name, session, world);
    const present = value !== undefined && value !== "" && value !== false;
    if (part.kind === "value")
      return escaped(value === undefined || value === "" ? (part.fallback ?? "") : String(value));
    return present === part.negated ? "" : part.parts.map(draw).join("");
  };
  return parseTemplate(text).parts.map(draw).join("");
}

const ESCAPES = {
  html: escapeTelegramHtml,
  plain: (text: string) => text,
  url: encodeURIComponent,
};

/** The same for whatever texts a value holds, however deep. */
export function fillAll(value: unknown, session: Session, world: World): unknown {
  if (typeof value === "string") return fill(value, session, world);
  if (Array.isArray(value)) return value.map((each) => fillAll(each, session, world));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, fillAll(each, session, world)]),
  );
}

/** Every text that a value holds, however deep. */
export function textsOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsOf);
}
