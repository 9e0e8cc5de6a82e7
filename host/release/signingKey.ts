import { createPrivateKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { PlatformError } from "@promostack/core";

/** Makes an Ed25519 key and keeps it in a file that only its owner reads. Raises `key.exists` rather than overwrite one. */
export async function createSigningKey(file: string): Promise<KeyObject> {
  const { privateKey } = generateKeyPairSync("ed25519");
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(file, privateKey.export({ type: "pkcs8", format: "pem" }), {
    mode: 0o600,
    flag: "wx",
  }).catch((cause: unknown) => {
    if (Object(cause).code !== "EEXIST") throw cause;
    throw new PlatformError(`There is a key in ${file} already.`, {
      code: "key.exists",
      status: 409,
      hint: "Installations know you by it, so it is not replaced. Give another file with --key.",
      cause,
    });
  });
  return privateKey;
}

/** Reads a key, and refuses one that others on the machine could have read. */
export async function readSigningKey(file: string): Promise<KeyObject> {
  const pem = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new PlatformError(`There is no readable key in ${file}.`, {
      code: "key.missing",
      status: 404,
      hint: "Make one with `promostack keys create`, or name yours with --key.",
      cause,
    });
  });
  const { mode } = await stat(file);
  if (process.platform !== "win32" && (mode & 0o077) !== 0) {
    throw new PlatformError(`Others may read the key in ${file}.`, {
      code: "key.exposed",
      status: 409,
      hint: `Run: chmod 600 ${file}. Where others had access, make a new key.`,
    });
  }
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === "ed25519") return key;
    throw new TypeError(`it is of type ${key.asymmetricKeyType}`);
  } catch (cause) {
    throw new PlatformError(`${file} holds no Ed25519 key in PEM form.`, {
      code: "key.unreadable",
      status: 400,
      hint: "Name the file that `promostack keys create` made.",
      cause,
    });
  }
}
