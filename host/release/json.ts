import { parse } from "secure-json-parse";
import { refusal } from "./refusal.ts";

const decoder = new TextDecoder("utf-8", { fatal: true });

/** A stranger's JSON: text that is none, and keys that would change a prototype, are refusals. */
export function readJson(bytes: Uint8Array, path: string): unknown {
  try {
    return parse(decoder.decode(bytes));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw refusal(
      "malformed",
      `${path} is not JSON that may be read: ${reason}.`,
      "Correct the file and pack again.",
      cause,
    );
  }
}
