import { createHash, hkdfSync, randomBytes } from "node:crypto";
import { link, mkdir, readFile, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PlatformError } from "@promostack/core";
import type { Config } from "../config/config.ts";

const FILE = "secrets.key";

/** 32 bytes, known by a short id that may be stored beside what they encrypted. */
export interface SecretsKey {
  id: string;
  bytes: Buffer;
}

type KeyConfig = Pick<Config, "dataDir" | "secretsKey" | "secretsKeyPrevious">;

/** SECRETS_KEY, else the key in DATA_DIR, which is made at the first start, readable by its owner only. */
export async function readKey(config: KeyConfig): Promise<SecretsKey> {
  return parseKey(config.secretsKey ?? (await keptKey(config.dataDir)), "SECRETS_KEY");
}

/** SECRETS_KEY_PREVIOUS; where a kept key is replaced by SECRETS_KEY, the kept one counts as previous by itself. */
export async function readPreviousKeys(config: KeyConfig): Promise<SecretsKey[]> {
  const texts = [config.secretsKeyPrevious];
  if (config.secretsKey) texts.push(await existingKey(config.dataDir));
  const current = await readKey(config);
  return texts
    .flatMap((text) => (text ? [parseKey(text, "SECRETS_KEY_PREVIOUS")] : []))
    .filter((key) => key.id !== current.id);
}

/** A key for another purpose (a database role's password, signed addresses), derived so that it betrays nothing of the secrets key. */
export function deriveKey(key: SecretsKey, purpose: string): Buffer {
  return Buffer.from(hkdfSync("sha256", key.bytes, "promostack", purpose, 32));
}

function parseKey(text: string, name: string): SecretsKey {
  const bytes = /^[0-9a-f]{64}$/i.test(text.trim())
    ? Buffer.from(text.trim(), "hex")
    : Buffer.from(text.trim(), "base64");
  if (bytes.length !== 32) {
    throw new PlatformError(`${name} must be 32 bytes in hex or base64.`, {
      code: "config.invalid",
      hint: "Make one with: openssl rand -hex 32",
    });
  }
  return { id: createHash("sha256").update(bytes).digest("hex").slice(0, 12), bytes };
}

async function existingKey(dataDir: string): Promise<string | undefined> {
  try {
    return await readFile(join(dataDir, FILE), "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

async function keptKey(dataDir: string): Promise<string> {
  const kept = await existingKey(dataDir);
  if (kept) return kept;
  await mkdir(dataDir, { recursive: true });
  const made = join(dataDir, `${FILE}.${randomBytes(6).toString("hex")}`);
  await writeFile(made, randomBytes(32).toString("hex"), { mode: 0o600 });
  try {
    // A link fails where another host was first, and then that host's key is the key.
    await link(made, join(dataDir, FILE));
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  } finally {
    await unlink(made);
  }
  return readFile(join(dataDir, FILE), "utf8");
}
