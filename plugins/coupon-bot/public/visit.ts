import {
  type PageTenant,
  type PlatformContext,
  PlatformError,
  type RawRequest,
  type Reply,
  reply,
  type TenantContext,
} from "@promostack/core";
import { isLanguage, type Language } from "../texts/language.ts";
import { languageFor, type PublicWords, WORDS } from "../ui-public/texts.ts";
import { Pace } from "./pace.ts";
import type { PublicParts } from "./parts.ts";

/** Acts of one address. Counted by host and tenant, for the life of the process. */
export interface Paces {
  uploads: Pace;
  pictures: Pace;
  /** That are checked: nobody tries them all out. */
  codes: Pace;
  entries: Pace;
  /** Of one inbox, over all campaigns of a tenant. */
  inboxes: Pace;
}

export function newPaces(): Paces {
  return {
    uploads: new Pace(12, 60_000),
    pictures: new Pace(90, 60_000),
    codes: new Pace(20, 60_000),
    entries: new Pace(20, 600_000),
    inboxes: new Pace(10, 3_600_000),
  };
}

/** One request to a public page, with everything around it. */
export interface Visit {
  context: TenantContext;
  parts: PublicParts;
  paces: Paces;
  request: RawRequest;
  tenant: PageTenant;
  /** Path of the tenant's pages: `/t/aurum/coupons`. */
  base: string;
  /** The same as others reach it. */
  address: string;
  language: Language;
  words: PublicWords;
  /** Sites that may show the pages inside of theirs. */
  frames: string[];
}

/** @throws PlatformError `plugin.disabled` where the tenant does not have the plugin, `page.not_found` outside of a tenant's address. */
export async function visitOf(
  platform: PlatformContext,
  request: RawRequest,
  { parts, paces }: { parts: PublicParts; paces: Paces },
): Promise<Visit> {
  const { tenant } = request;
  if (tenant === undefined) throw pageNotFound();
  const context = await platform.tenants.context(tenant.id);
  const wish = request.query.get("lang") ?? "";
  const language = isLanguage(wish) ? wish : languageFor(request.headers["accept-language"], tenant.locale);
  const base = `/t/${tenant.slug}/coupons`;
  return {
    context,
    parts,
    paces,
    request,
    tenant,
    base,
    address: `${platform.publicUrl?.replace(/\/$/, "") ?? request.origin}${base}`,
    language,
    words: WORDS[language],
    frames: framesOf(context.settings.embedHosts),
  };
}

export function pageNotFound(): PlatformError {
  return new PlatformError("There is no page at this address.", {
    code: "page.not_found",
    status: 404,
    hint: "Look at the link again.",
  });
}

export function json(status: number, body: unknown): Reply {
  return reply(status, body, { "cache-control": "no-store" });
}

/** What is sent to a page's addresses comes from the page itself: another site's form is not it. */
export function refuseStrangers({ headers }: RawRequest): void {
  const site = headers["sec-fetch-site"];
  if (site === undefined || site === "same-origin" || site === "none") return;
  throw new PlatformError("This came from another site.", {
    code: "page.cross_site",
    status: 403,
    hint: "Use the page itself.",
  });
}

/** The body, at most so long. What says beforehand that it is longer is not read at all. */
export async function bodyOf({ headers, body }: RawRequest, mostBytes: number): Promise<Uint8Array> {
  if (Number(headers["content-length"] ?? 0) > mostBytes) throw tooLarge(mostBytes);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > mostBytes) throw tooLarge(mostBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function tooLarge(mostBytes: number): PlatformError {
  return new PlatformError("This is more than is taken here.", {
    code: "request.too_large",
    status: 413,
    hint: "Send less.",
    details: { limit: mostBytes },
  });
}

/** `shop.example` stands for its https address; a policy takes nothing else. */
function framesOf(hosts: unknown): string[] {
  if (!Array.isArray(hosts)) return [];
  return hosts.flatMap((host) =>
    typeof host === "string" && /^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(host) ? [`https://${host}`] : [],
  );
}
