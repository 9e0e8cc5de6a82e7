import { sign } from "node:crypto";
import type { IssuerKey } from "./key.ts";

const HOURS = 12;

export interface Subject {
  sub: string;
  email: string;
  name?: string;
}

/** A session token of the kind that Clerk signs: RS256, 12 hours of the machine's clock, as tokens always are. */
export function signToken(
  key: IssuerKey,
  issuer: string,
  azp: string | undefined,
  subject: Subject,
  nowMs: number,
): string {
  const now = Math.floor(nowMs / 1000);
  const header = { alg: "RS256", typ: "JWT", kid: key.kid };
  const claims = {
    iss: issuer,
    sub: subject.sub,
    sid: `sess_${subject.sub}`,
    email: subject.email,
    email_verified: true,
    ...(subject.name !== undefined && { name: subject.name }),
    ...(azp !== undefined && { azp }),
    iat: now,
    nbf: now - 5,
    exp: now + HOURS * 3600,
  };
  const input = `${encode(header)}.${encode(claims)}`;
  return `${input}.${sign("sha256", Buffer.from(input), key.privateKey).toString("base64url")}`;
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
