import type { Field } from "../fieldsApi.ts";
import type { ImportPreview, Target } from "./api.ts";
import { readLines } from "./reader.ts";

const SAMPLES = 3;

/** What columns are called elsewhere, in letters only. */
const NAMES: Readonly<Record<string, Target>> = {
  telegramid: "telegramId",
  tgid: "telegramId",
  userid: "telegramId",
  chatid: "telegramId",
  telegram: "telegramId",
  username: "username",
  telegramusername: "username",
  handle: "username",
  nickname: "username",
  firstname: "firstName",
  name: "firstName",
  givenname: "firstName",
  lastname: "lastName",
  surname: "lastName",
  familyname: "lastName",
  language: "language",
  languagecode: "language",
  lang: "language",
  locale: "language",
  timezone: "timezone",
  tz: "timezone",
  source: "source",
  tags: "tags",
  tag: "tags",
  labels: "tags",
};

/** Columns of a file with what they seem to be and what stands in them first. */
export async function suggestColumns(
  csv: string,
  fields: ReadonlyMap<string, Field>,
): Promise<ImportPreview> {
  const lines: string[][] = [];
  for await (const { cells } of readLines(csv)) {
    lines.push(cells);
    if (lines.length > SAMPLES) break;
  }
  const [headers = [], ...samples] = lines;
  const taken = new Set<string>();
  const columns = headers.map((header, at) => {
    const wanted = targetOf(header, fields);
    const target = taken.has(wanted) ? "" : wanted;
    taken.add(target);
    return { header, target, samples: samples.map((cells) => cells[at] ?? "").filter((text) => text !== "") };
  });
  return { columns };
}

function targetOf(header: string, fields: ReadonlyMap<string, Field>): string {
  const bare = lettersOf(header);
  const known = Object.hasOwn(NAMES, bare) ? NAMES[bare] : undefined;
  if (known !== undefined) return known;
  const field = [...fields.values()].find(
    ({ name, label }) => lettersOf(name) === bare || lettersOf(label) === bare,
  );
  return field === undefined ? "" : `field:${field.name}`;
}

function lettersOf(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}
