import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

/** Nobody reads, chooses a picture and types an address faster. */
export const LEAST_MS = 2_500;
const MOST_MS = 3 * 3_600_000;

/** A form that was handed out: `<issued>.<nonce>.<signature>`. */
export function issueForm(key: string, campaignId: string, now: Date): string {
  const body = `${now.getTime().toString(36)}.${randomBytes(12).toString("base64url")}`;
  return `${body}.${signed(key, campaignId, body)}`;
}

export type FormState = { state: "good"; nonce: string } | { state: "early" | "late" | "forged" };

/** What becomes of a form that comes back. Each is good for one entry; the entry's row sees to that by the nonce. */
export function readForm(key: string, campaignId: string, token: string, now: Date): FormState {
  const [issued = "", nonce = "", signature = ""] = token.split(".");
  const wanted = Buffer.from(signed(key, campaignId, `${issued}.${nonce}`));
  const given = Buffer.from(signature);
  if (wanted.length !== given.length || !timingSafeEqual(wanted, given)) return { state: "forged" };
  const age = now.getTime() - Number.parseInt(issued, 36);
  if (age < LEAST_MS) return { state: "early" };
  return age > MOST_MS ? { state: "late" } : { state: "good", nonce };
}

/** Tells whether two are the same, and nothing of what they are. */
export function hidden(key: string, what: string): string {
  return createHmac("sha256", key).update(what).digest("base64url").slice(0, 22);
}

function signed(key: string, campaignId: string, body: string): string {
  return createHmac("sha256", key).update(`form ${campaignId} ${body}`).digest("base64url");
}
