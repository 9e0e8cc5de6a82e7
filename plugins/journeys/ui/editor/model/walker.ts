import type { Person } from "../../../people/api.ts";
import type { RehearsalPerson } from "../../../rehearsal/api.ts";
import { SAMPLE_PERSON } from "../../../rehearsal/samplePerson.ts";

/** Who walks through the draft in the test chat. */
export interface Walker {
  person: Required<Omit<RehearsalPerson, "timezone">> & Pick<RehearsalPerson, "timezone">;
  /** The number that they share when asked for it. */
  phone: string;
  /** Whose values these were; null for nobody's. */
  of: string | null;
}

/** A number that Ofcom keeps for films: it is nobody's. */
const PHONE = "+447700900123";

export const SAMPLE_WALKER: Walker = { person: SAMPLE_PERSON, phone: PHONE, of: null };

/** Somebody known, copied: nothing that happens in a test reaches them. */
export function walkerOf(person: Person): Walker {
  const { id, firstName, lastName, username, language, source, timezone, tags, fields, chats } = person;
  const copied = { firstName, lastName, username, language, source, tags, fields, chats };
  return { person: { ...copied, ...(timezone !== null && { timezone }) }, phone: PHONE, of: id };
}

/** What a tester typed in place of a value, of the same kind where it can be. */
export function retyped(text: string, before: unknown): string | number | boolean {
  if (typeof before === "number" && text.trim() !== "" && Number.isFinite(Number(text))) return Number(text);
  if (typeof before === "boolean" && (text === "true" || text === "false")) return text === "true";
  return text;
}
