import type { Variables } from "./variables.ts";

/** Telegram's limit of a first name. */
export const LONGEST_NAME = 64;

/**
 * What a picture calls somebody. They write it themselves, and the picture is the tenant's: marks of addresses are left out, so that it holds
 * nobody's link.
 */
export function nameFrom(text: string): string {
  const plain = text
    .replace(/[/\\:@<>]|\.(?=\S)/g, " ")
    .replace(/\s+/g, " ")
    .trim();
  return Array.from(plain).slice(0, LONGEST_NAME).join("").trim();
}

/** A picture's values with the name of whoever it is for, in the chat as on the page. A code that brings a name of its own keeps it. */
export function withName(values: Variables, name: string): Variables {
  const called = nameFrom(name);
  return called === "" || values.name !== undefined ? values : { ...values, name: called };
}
