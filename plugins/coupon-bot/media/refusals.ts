import { PlatformError } from "@promostack/core";

export function tooLarge(what: "picture" | "font", mostBytes: number): PlatformError {
  return new PlatformError(`The ${what} is larger than ${mostBytes / 1_048_576} MB.`, {
    code: "upload.too_large",
    status: 422,
    hint: "Upload a smaller one.",
  });
}

/** Of a file that took the process down that opened it, or kept it busy beyond its time or memory. */
export function tooHard(cause: unknown): PlatformError {
  return new PlatformError("The file could not be opened within its time and memory.", {
    code: "upload.too_hard",
    status: 422,
    hint: "Open it, save it anew in a simpler form, and upload that.",
    cause,
  });
}
