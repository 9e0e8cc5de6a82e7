import type { PersonRow } from "../../people/api.ts";
import { words as W } from "./texts.ts";

/** What a person is called: their name, else their username or number. */
export function nameOf({
  firstName,
  lastName,
  username,
  telegramId,
}: Pick<PersonRow, "firstName" | "lastName" | "username" | "telegramId">): string {
  const name = [firstName, lastName].filter((part) => part !== "").join(" ");
  if (name !== "") return name;
  return username === "" ? (telegramId ?? W.noName) : `@${username}`;
}
