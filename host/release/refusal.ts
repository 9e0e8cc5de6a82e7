import { PlatformError } from "@promostack/core";

/** What an archive broke, by the stable codes that authors and tests branch on. */
export type ArchiveFault =
  | "malformed"
  | "too_large"
  | "bomb"
  | "too_many_files"
  | "path"
  | "link"
  | "not_a_file"
  | "duplicate"
  | "manifest_too_large"
  | "missing_file"
  | "unlisted_file"
  | "wrong_hash"
  | "wrong_list"
  | "unsigned"
  | "wrong_signature"
  | "wrong_kind"
  | "install_script"
  | "native_module"
  | "unbundled"
  | "forbidden_sql";

/** A refusal of `release.<fault>`: which file, why, and what its author does about it. Always the sender's fault. */
export function refusal(fault: ArchiveFault, message: string, hint: string, cause?: unknown): PlatformError {
  return new PlatformError(message, { code: `release.${fault}`, status: 422, hint, cause });
}
