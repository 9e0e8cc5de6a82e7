import { randomBytes } from "node:crypto";
import { PlatformError, type Transaction } from "@promostack/core";
import { uuidv7 } from "uuidv7";
import type { Platform } from "./api.ts";
import { emailKey } from "./emailKey.ts";
import { hidden, readForm } from "./formToken.ts";
import { phaseOf } from "./phase.ts";
import { sha256 } from "./ranking.ts";
import { campaignNotFound, lockCampaign, type Stored } from "./store.ts";

/** What somebody sent in. */
export interface Entering {
  form: string;
  email: string;
  links: Partial<Record<Platform, string>>;
  /** Id of their upload. */
  picture?: string | undefined;
  fit: "cover" | "contain";
  consent: boolean;
  consentVersion: number;
  /** A field that people do not see. */
  trap: string;
}

/** Their number, and the code by which they find themselves in the list of a draw. Known to nobody else. */
export interface Receipt {
  number: number;
  receipt: string;
}

/**
 * Takes an entry in. Whoever enters with a second spelling of the same address, or sends the same form twice, is refused by the
 * database. @throws PlatformError `entry.…`, for the page to say in the reader's language.
 */
export async function enter(
  trx: Transaction,
  campaignId: string,
  entering: Entering,
  { now, address }: { now: Date; address: string },
): Promise<Receipt> {
  const campaign = await lockCampaign(trx, campaignId);
  const phase = phaseOf(campaign, now);
  if (phase === "draft") throw campaignNotFound();
  if (phase !== "running") throw refused(phase, 409);
  const nonce = goodForm(campaign, entering, now);
  const links = goodLinks(campaign, entering);
  const upload = await usedUpload(trx, campaign, entering);
  const key = emailKey(entering.email);
  const known = await trx.one<{ byForm: boolean }>(
    `select form_nonce = $3 as "byForm" from entry where campaign_id = $1 and (email_key = $2 or form_nonce = $3) limit 1`,
    [campaignId, key, nonce],
  );
  if (known !== undefined) throw refused(known.byForm ? "sent" : "twice", 409);
  const receipt = randomBytes(10).toString("hex");
  const number = campaign.lastNumber + 1;
  await trx.run("update campaign set last_number = $2 where id = $1", [campaignId, number]);
  await trx.run(
    `insert into entry (tenant_id, id, campaign_id, number, email, email_key, links, upload_id, picture_hash, fit, receipt_hash,
       form_nonce, address_key, consent_version, consent_text, entered_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
    [
      campaign.tenantId,
      uuidv7(),
      campaignId,
      number,
      entering.email.trim(),
      key,
      JSON.stringify(links),
      upload?.id ?? null,
      upload?.hash ?? null,
      entering.fit,
      sha256(receipt),
      nonce,
      hidden(campaign.formKey, address),
      campaign.consentVersion,
      campaign.plan.consent,
      now,
    ],
  );
  return { number, receipt };
}

const REFUSALS = {
  upcoming: "The campaign has not begun.",
  full: "The campaign has all the entries that it takes.",
  ended: "The campaign is over.",
  form: "The form is not one that this page handed out, or too old.",
  early: "That was faster than anybody types.",
  consent: "Nobody can take part without agreeing.",
  "consent-changed": "What is agreed to has changed meanwhile.",
  email: "This is no e-mail address.",
  link: "This is no link to that platform.",
  picture: "A picture is needed.",
  sent: "This form was sent already.",
  twice: "Somebody entered with this address already.",
} as const;
export type EntryRefusal = keyof typeof REFUSALS;

export function refused(why: EntryRefusal, status = 422, details?: Record<string, unknown>): PlatformError {
  return new PlatformError(REFUSALS[why], {
    code: `entry.${why}`,
    status,
    hint: "Look at the page again.",
    ...(details && { details }),
  });
}

function goodForm(
  campaign: Stored,
  { form, trap, consent, consentVersion, email }: Entering,
  now: Date,
): string {
  const read = readForm(campaign.formKey, campaign.id, form, now);
  // A machine that filled in what people do not see is told nothing that would help it.
  if (read.state === "early") throw refused("early");
  if (read.state !== "good" || trap !== "") throw refused("form");
  if (!consent) throw refused("consent");
  if (consentVersion !== campaign.consentVersion) throw refused("consent-changed", 409);
  if (!/^[^\s@<>"(),;:\\]{1,64}@[^\s@<>"(),;:\\]+\.[^\s@<>"(),;:\\.]{2,}$/.test(email.trim()))
    throw refused("email");
  return read.nonce;
}

/** Hosts of each platform. A name without an address is taken as a name there. */
const HOSTS: Readonly<Record<Platform, readonly [string, ...string[]] | undefined>> = {
  instagram: ["instagram.com"],
  tiktok: ["tiktok.com"],
  x: ["x.com", "twitter.com"],
  facebook: ["facebook.com", "fb.com"],
  youtube: ["youtube.com", "youtu.be"],
  telegram: ["t.me", "telegram.me"],
  threads: ["threads.net", "threads.com"],
  website: undefined,
};
const WITH_AT: ReadonlySet<Platform> = new Set(["tiktok", "youtube", "threads"]);

/** `@name` and `example.com/name` become addresses; one of another site is refused. */
export function linkOn(platform: Platform, text: string): string | undefined {
  const hosts = HOSTS[platform];
  const plain = text.trim();
  const name = /^@?([A-Za-z0-9._-]{1,60})$/.exec(plain)?.[1];
  if (
    hosts !== undefined &&
    name !== undefined &&
    !plain.includes("/") &&
    !hosts.some((host) => plain.endsWith(host))
  )
    return `https://${hosts[0]}/${WITH_AT.has(platform) ? "@" : ""}${name}`;
  const url = URL.parse(/^https?:\/\//i.test(plain) ? plain : `https://${plain}`);
  if (url === null || url.username !== "" || !url.hostname.includes(".")) return undefined;
  const host = url.hostname.replace(/^(www|m|mobile)\./, "");
  if (hosts !== undefined && !hosts.includes(host)) return undefined;
  url.protocol = "https:";
  return url.href.slice(0, 300);
}

function goodLinks({ plan }: Stored, { links }: Entering): Partial<Record<Platform, string>> {
  const good: Partial<Record<Platform, string>> = {};
  for (const platform of plan.platforms) {
    const text = links[platform] ?? "";
    if (text.trim() === "") continue;
    const link = linkOn(platform, text);
    if (link === undefined) throw refused("link", 422, { platform });
    good[platform] = link;
  }
  const [first] = plan.platforms;
  if (plan.linksNeeded && first !== undefined && Object.keys(good).length === 0)
    throw refused("link", 422, { platform: first });
  return good;
}

async function usedUpload(
  trx: Transaction,
  campaign: Stored,
  { picture }: Entering,
): Promise<{ id: string; hash: string } | undefined> {
  const found =
    picture &&
    (await trx.one<{ id: string; hash: string }>(
      "select id, hash from upload where id = $1 and campaign_id = $2",
      [picture, campaign.id],
    ));
  if (!found && campaign.plan.pictureNeeded) throw refused("picture");
  return found || undefined;
}
