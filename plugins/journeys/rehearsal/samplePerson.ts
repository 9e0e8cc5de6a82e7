import type { RehearsalPerson } from "./api.ts";

/** Who walks where the tester names nobody. */
export const SAMPLE_PERSON: Required<Omit<RehearsalPerson, "timezone">> = {
  firstName: "Alex",
  lastName: "Example",
  username: "alex_example",
  language: "en",
  source: "",
  tags: [],
  fields: {},
  chats: [],
};
