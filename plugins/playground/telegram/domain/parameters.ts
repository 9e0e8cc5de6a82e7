import type { Field } from "./field.ts";
import { METHODS } from "./methodTable.ts";
import { badRequest } from "./refusal.ts";

/** A file of a multipart request. */
export interface UploadedFile {
  name: string;
  mime: string;
  bytes: Uint8Array;
}

export type RawParameters = Record<string, unknown>;

/** Telegram's words for a required field that is absent, where it has words of its own. */
const MISSING: Readonly<Record<string, string>> = {
  chat_id: "chat_id is empty",
  from_chat_id: "chat_id is empty",
  text: "message text is empty",
  message_id: "message identifier is not specified",
  message_ids: "message identifiers are not specified",
  user_id: "invalid user_id specified",
  callback_query_id: "query is too old and response timeout expired or query ID is invalid",
  pre_checkout_query_id: "query is too old and response timeout expired or query ID is invalid",
  file_id: "file_id is empty",
  invite_link: "invite_link is empty",
  action: "wrong parameter action in request",
  url: "bad webhook: URL is not specified",
  commands: "can't parse commands: commands are not specified",
  media: "there are no messages to send",
};

/**
 * The parameters of one call: fields of the method table with Telegram's coercions (numbers and booleans may come as
 * text, objects as JSON text). Unknown parameters are ignored, as Telegram ignores them.
 */
export class Parameters {
  readonly #values: ReadonlyMap<string, unknown>;
  readonly files: ReadonlyMap<string, UploadedFile>;

  private constructor(values: ReadonlyMap<string, unknown>, files: ReadonlyMap<string, UploadedFile>) {
    this.#values = values;
    this.files = files;
  }

  /** Checks presence and types. Raises Telegram's refusal. */
  static of(
    method: string,
    raw: RawParameters,
    files: ReadonlyMap<string, UploadedFile> = new Map(),
  ): Parameters {
    const values = new Map<string, unknown>();
    for (const field of METHODS[method] ?? []) {
      const given = files.has(field.name) ? files.get(field.name) : raw[field.name];
      if (isAbsent(given)) {
        // setWebhook with an empty address removes the webhook.
        if (field.required && !(field.name === "url" && given === "")) throw missing(field);
      } else {
        values.set(field.name, coerce(field, given));
      }
    }
    return new Parameters(values, files);
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  value(name: string): unknown {
    return this.#values.get(name);
  }

  text(name: string): string | undefined {
    const value = this.#values.get(name);
    return typeof value === "string" ? value : undefined;
  }

  integer(name: string): number | undefined {
    const value = this.#values.get(name);
    return typeof value === "number" ? value : undefined;
  }

  boolean(name: string): boolean | undefined {
    const value = this.#values.get(name);
    return typeof value === "boolean" ? value : undefined;
  }

  object(name: string): Record<string, unknown> | undefined {
    const value = this.#values.get(name);
    return isRecord(value) ? value : undefined;
  }

  list(name: string): unknown[] | undefined {
    const value = this.#values.get(name);
    return Array.isArray(value) ? value : undefined;
  }

  upload(name: string): UploadedFile | undefined {
    return this.files.get(name);
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || value === "";
}

function missing({ name, types }: Field) {
  const file = types.includes("InputFile") ? `there is no ${name} in the request` : undefined;
  return badRequest(MISSING[name] ?? file ?? `${name} is empty`);
}

function coerce({ name, types }: Field, value: unknown): unknown {
  const [type = ""] = types;
  if (type === "InputFile") return value;
  if (types.length === 2 && types.includes("Integer") && types.includes("String")) {
    return typeof value === "number" ? value : scalarText(name, value);
  }
  if (type === "Integer") return toInteger(name, value);
  if (type === "Boolean") return toBoolean(name, value);
  if (type === "String") return scalarText(name, value);
  return toStructure(name, type, value);
}

function toInteger(name: string, value: unknown): number {
  const text = typeof value === "number" ? String(value) : value;
  if (typeof text === "string" && /^-?\d{1,16}$/.test(text.trim())) return Number(text);
  if (name === "user_id") throw badRequest("invalid user_id specified");
  if (name === "message_id") throw badRequest("message identifier is not specified");
  throw badRequest(`parameter "${name}" must be of type Integer`);
}

/** Telegram takes true, yes, 1 and y for true; whatever else is false. */
function toBoolean(name: string, value: unknown): boolean {
  if (typeof value === "boolean") return value;
  if (typeof value === "number") return value !== 0;
  if (typeof value === "string") return ["true", "yes", "y", "1", "t"].includes(value.trim().toLowerCase());
  throw badRequest(`parameter "${name}" must be of type Boolean`);
}

function scalarText(name: string, value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number") return String(value);
  throw badRequest(`parameter "${name}" must be of type String`);
}

function toStructure(name: string, type: string, value: unknown): unknown {
  const parsed = typeof value === "string" ? parse(name, value) : value;
  const wantsArray = type.startsWith("Array of ");
  if (wantsArray !== Array.isArray(parsed) || (!wantsArray && !isRecord(parsed))) {
    if (name === "reply_markup") throw badRequest("object expected as reply markup");
    throw badRequest(`can't parse ${label(name)}: expected ${wantsArray ? "an Array" : "an Object"}`);
  }
  return parsed;
}

function parse(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The client's mistake, answered in Telegram's words.
    if (name === "reply_markup") throw badRequest("can't parse reply keyboard markup JSON object");
    throw badRequest(`can't parse ${label(name)} JSON object`);
  }
}

function label(name: string): string {
  return name.replaceAll("_", " ");
}
