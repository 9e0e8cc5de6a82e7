import { createHash, type KeyObject, randomUUID, sign } from "node:crypto";
import { PlatformError } from "@promostack/core";
import { isSignedBy, PUBLIC_KEY_PATTERN, publicKeyOf, SIGNATURE_PATTERN } from "./publicKey.ts";

/** How far the two clocks may be apart, and so how long a nonce must be remembered. */
export const PATIENCE_MS = 5 * 60_000;

const PURPOSE = "promostack request";

/** What a signature stands for: this request to this installation, and no other. */
export interface RequestFacts {
  method: string;
  /** Host header of the installation, with its port. */
  host: string;
  /** Path and query. */
  path: string;
  body: string;
}

/** A request that a publisher signed. The nonce must not have been seen: whoever keeps them checks that. */
export interface RequestSender {
  publicKey: string;
  nonce: string;
  at: Date;
}

export function signRequest(facts: RequestFacts, privateKey: KeyObject, now = new Date()): string {
  const sender = { publicKey: publicKeyOf(privateKey), nonce: randomUUID(), at: now };
  const signature = sign(null, message(facts, sender), privateKey).toString("base64url");
  return [sender.publicKey, now.toISOString(), sender.nonce, signature].join(";");
}

const FORM = new RegExp(
  `^(${PUBLIC_KEY_PATTERN.slice(1, -1)});(\\d{4}-\\d\\d-\\d\\dT[\\d:.]{8,12}Z);([0-9a-f-]{36});(${SIGNATURE_PATTERN.slice(1, -1)})$`,
);

/** Who sent it. Raises `publisher.unsigned`, `publisher.wrong_signature` or `publisher.clock` (401). */
export function checkRequest(
  facts: RequestFacts,
  header: string | undefined,
  now = new Date(),
): RequestSender {
  const parts = FORM.exec(header ?? "");
  if (parts === null) {
    throw refused("publisher.unsigned", "The request is not signed by a publisher.");
  }
  const [, publicKey = "", time = "", nonce = "", signature = ""] = parts;
  const sender = { publicKey, nonce, at: new Date(time) };
  const genuine =
    !Number.isNaN(sender.at.getTime()) && isSignedBy(publicKey, message(facts, sender), signature);
  if (!genuine) throw refused("publisher.wrong_signature", "The signature is not one of this request.");
  if (Math.abs(now.getTime() - sender.at.getTime()) > PATIENCE_MS) {
    throw refused(
      "publisher.clock",
      `The request was signed at ${time}, and here it is ${now.toISOString()}.`,
    );
  }
  return sender;
}

function message(
  { method, host, path, body }: RequestFacts,
  { publicKey, nonce, at }: RequestSender,
): Buffer {
  const hash = createHash("sha256").update(body).digest("hex");
  return Buffer.from([PURPOSE, method, host, path, hash, publicKey, at.toISOString(), nonce].join("\n"));
}

function refused(code: string, message: string): PlatformError {
  return new PlatformError(message, {
    code,
    status: 401,
    hint: "Send it with `promostack strategy …` from a machine whose clock is right, straight to the installation's address.",
  });
}
