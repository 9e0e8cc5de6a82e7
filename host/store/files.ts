import { PlatformError } from "@promostack/core";
import type { TakenFile } from "./intake.ts";

/** Where files lie, whoever's they are. Keys are `<tenant>/<sha256>.<extension>` and have been checked. */
export interface Files {
  /** Stores a file that lies at `file.path`, which it may move away. Storing the same key again changes nothing. */
  store(key: string, file: TakenFile): Promise<void>;
  /** @throws PlatformError `file.not_found` before the first byte. */
  read(key: string): Promise<AsyncIterable<Uint8Array>>;
  /** Nothing happens where it is gone already. */
  remove(key: string): Promise<void>;
  /** All of a tenant's, also those that nobody has the key of any more. */
  removeAll(tenantId: string): Promise<void>;
  /** An address that works without sign-in until `seconds` are over. */
  address(key: string, seconds: number): Promise<string>;
}

/** Tenant, hash and extension, and nothing that could leave a folder. */
export const KEY = /^[0-9a-f-]{36}\/[0-9a-f]{64}\.[a-z0-9]{1,8}$/;

export function fileNotFound(key: string, cause?: unknown): PlatformError {
  return new PlatformError("There is no such file.", {
    code: "file.not_found",
    status: 404,
    hint: "It may have been deleted; upload it again.",
    details: { key },
    cause,
  });
}
