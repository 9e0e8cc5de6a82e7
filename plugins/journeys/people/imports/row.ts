import type { Value } from "../../graph/parts.ts";
import type { Field } from "../fieldsApi.ts";
import { readField } from "../fieldValue.ts";
import type { ImportInput, Target } from "./api.ts";

/** A checked row, named as the columns of `person`. */
export interface ImportRow {
  telegram_id: string | null;
  username: string;
  first_name: string;
  last_name: string;
  language: string;
  timezone: string | null;
  source: string;
  tags: string[];
  fields: Record<string, Value>;
}

type Read<Result> = { value: Result } | { problem: string };
type Settings = Pick<ImportInput, "columns" | "key" | "tag">;

const TAG = /^[\p{L}\p{N}][\p{L}\p{N} _.:-]{0,39}$/u;

/** How each target is read from a cell that is not empty. Problems never repeat what stands there. */
const READERS: { [Each in Target]: (text: string, row: ImportRow) => string | undefined } = {
  telegramId(text, row) {
    if (!/^[1-9]\d{0,14}$/.test(text)) return "The Telegram id is no number.";
    row.telegram_id = text;
    return undefined;
  },
  username(text, row) {
    const name = text.replace(/^(https?:\/\/)?(t\.me\/|@)?/i, "");
    if (!/^[A-Za-z][A-Za-z0-9_]{3,31}$/.test(name)) return "The username is none that Telegram allows.";
    row.username = name;
    return undefined;
  },
  firstName(text, row) {
    row.first_name = text.slice(0, 64);
    return undefined;
  },
  lastName(text, row) {
    row.last_name = text.slice(0, 64);
    return undefined;
  },
  language(text, row) {
    if (!/^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$/.test(text))
      return "The language is no code such as en or es-MX.";
    row.language = text.replaceAll("_", "-").toLowerCase();
    return undefined;
  },
  timezone(text, row) {
    if (!isZone(text)) return "The time zone is none, such as Europe/Madrid.";
    row.timezone = text;
    return undefined;
  },
  source(text, row) {
    row.source = text.slice(0, 64);
    return undefined;
  },
  tags(text, row) {
    const tags = text
      .split(/[,;|]/)
      .map((tag) => tag.trim())
      .filter((tag) => tag !== "");
    if (!tags.every((tag) => TAG.test(tag))) return "A tag has signs that tags may not have, or is too long.";
    row.tags.push(...tags);
    return undefined;
  },
};

/** Reads a line by what its columns are. */
export function readRow(
  cells: readonly string[],
  { columns, key, tag }: Settings,
  fields: ReadonlyMap<string, Field>,
): Read<ImportRow> {
  const row: ImportRow = {
    telegram_id: null,
    username: "",
    first_name: "",
    last_name: "",
    language: "",
    timezone: null,
    source: "import",
    tags: tag === undefined ? [] : [tag],
    fields: {},
  };
  for (const [at, target] of columns.entries()) {
    const text = bare(cells[at] ?? "");
    if (text === "" || target === "") continue;
    const problem = isTarget(target) ? READERS[target](text, row) : readCustom(target, text, row, fields);
    if (problem !== undefined) return { problem };
  }
  if (key === "telegramId" && row.telegram_id === null) return { problem: "There is no Telegram id." };
  if (key === "username" && row.username === "") return { problem: "There is no username." };
  return { value: { ...row, tags: [...new Set(row.tags)].sort() } };
}

/** By what two lines are about the same person. */
export function keyOf({ telegram_id, username }: ImportRow, key: ImportInput["key"]): string {
  return key === "telegramId" ? (telegram_id ?? "") : username.toLowerCase();
}

/** As an export wrote it: what would run as a formula is marked as text. A database takes no NUL. */
function bare(cell: string): string {
  const text = cell.replaceAll("\0", "").trim();
  return /^'[=+\-@]/.test(text) ? text.slice(1) : text;
}

function isTarget(target: string): target is Target {
  return Object.hasOwn(READERS, target);
}

function readCustom(
  target: string,
  text: string,
  row: ImportRow,
  fields: ReadonlyMap<string, Field>,
): string | undefined {
  const name = target.slice("field:".length);
  const field = fields.get(name);
  const read = readField(field, text.slice(0, 4_096));
  if ("problem" in read) return `${field?.label ?? name}: ${read.problem}`;
  row.fields[name] = read.value;
  return undefined;
}

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "";
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
