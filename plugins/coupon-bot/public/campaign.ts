import { type Reply, Type } from "@promostack/core";
import { Ajv2020 } from "ajv/dist/2020.js";
import type { Campaign } from "../campaigns/api.ts";
import { PLATFORMS } from "../campaigns/api.ts";
import { readDraws } from "../campaigns/drawing.ts";
import { emailKey } from "../campaigns/emailKey.ts";
import { type Entering, enter, refused } from "../campaigns/entering.ts";
import { issueForm } from "../campaigns/formToken.ts";
import { campaignBySlug, readCampaign, type Stored } from "../campaigns/store.ts";
import { campaignPage, lookOf } from "./campaignPage.ts";
import { pageReply } from "./html.ts";
import { cardRequest, fittedRequest } from "./overlay.ts";
import type { ShownTemplate } from "./parts.ts";
import { pictureReply, widthIn } from "./pictureReply.ts";
import { takeUpload, uploadAsset } from "./uploads.ts";
import { bodyOf, json, pageNotFound, refuseStrangers, type Visit } from "./visit.ts";

const PICTURE_KINDS: ReadonlySet<string> = new Set(["png", "jpeg"]);
const MOST_ENTRY_BYTES = 20_000;

interface Found {
  stored: Stored;
  campaign: Campaign;
}

/** Everything below a campaign's address: `""` the page itself. */
export async function campaignAnswer(visit: Visit, slug: string, below: string): Promise<Reply> {
  const found = await campaignAt(visit, slug);
  const { method } = visit.request;
  const read = method === "GET" || method === "HEAD";
  const [, what = "", id = ""] = below.split("/");
  if (read && what === "") return page(visit, found);
  if (read && what === "card") return card(visit, found);
  if (read && what === "draw") return draw(visit, found);
  if (read && what === "example") return picture(visit, found, undefined);
  if (read && what === "pictures") return picture(visit, found, id);
  if (method !== "POST") throw pageNotFound();
  if (what === "form") return form(visit, found);
  if (what === "pictures") return upload(visit, found);
  if (what === "entries") return entry(visit, found);
  throw pageNotFound();
}

async function campaignAt({ context }: Visit, slug: string): Promise<Found> {
  return context.db(async (trx) => {
    const stored = await campaignBySlug(trx, slug);
    if (stored === undefined || stored.state === "draft") throw pageNotFound();
    return { stored, campaign: await readCampaign(trx, stored.id, context.clock.now()) };
  });
}

async function page(visit: Visit, { campaign }: Found): Promise<Reply> {
  const { context, base, address, tenant, language, words, frames } = visit;
  const draws = await context.db((trx) => readDraws(trx, campaign.id));
  const own = `${base}/c/${campaign.slug}`;
  const look = lookOf(campaign, {
    draws,
    tenantName: tenant.name,
    zone: context.timezone,
    language,
    words,
    base: own,
    address: `${address}/c/${campaign.slug}`,
    example: `${own}/example?w=760&v=${campaign.etag.replaceAll('"', "")}`,
  });
  return pageReply(200, campaignPage(look), { frames, cache: "public, max-age=15" });
}

function card(visit: Visit, { campaign: { plan } }: Found): Promise<Reply> {
  return pictureReply(visit, cardRequest(visit.context.tenantId, plan), {
    fileName: undefined,
    cache: "public, max-age=300",
  });
}

/** The list that was drawn from, the seed and every draw: all that a check needs, without anybody's address. */
async function draw({ context }: Visit, { campaign }: Found): Promise<Reply> {
  const { winners, draws, ...rest } = await context.db((trx) => readDraws(trx, campaign.id));
  return json(200, {
    campaign: campaign.plan.title,
    places: campaign.plan.winners,
    ...rest,
    draws: draws.map(({ drawnBy: _drawnBy, ...each }) => each),
    winners: winners.map(({ number }) => number),
  });
}

async function picture(visit: Visit, { campaign }: Found, id: string | undefined): Promise<Reply> {
  const { context, request } = visit;
  const { query } = request;
  const theirs = id === undefined ? undefined : await uploadAsset(visit, id, campaign.id);
  if (id !== undefined && theirs === undefined) throw pageNotFound();
  const wanted = fittedRequest(context.tenantId, {
    picture: theirs,
    fit: query.get("fit") === "contain" ? "contain" : "cover",
    overlay: await overlayOf(visit, campaign),
    width: widthIn(query) ?? 2_000,
  });
  return pictureReply(visit, wanted, {
    fileName: query.has("download") ? `${campaign.slug}.jpg` : undefined,
    cache: id === undefined ? "public, max-age=300" : "private, max-age=300",
  });
}

async function overlayOf({ context, parts }: Visit, { plan }: Campaign): Promise<ShownTemplate | undefined> {
  if (plan.overlay === undefined) return undefined;
  return parts.template(context, plan.overlay);
}

async function form({ context, request }: Visit, { stored, campaign }: Found): Promise<Reply> {
  refuseStrangers(request);
  refuseClosed(campaign);
  return json(201, { form: issueForm(stored.formKey, stored.id, context.clock.now()) });
}

async function upload(visit: Visit, { campaign }: Found): Promise<Reply> {
  refuseClosed(campaign);
  const { id } = await takeUpload(visit, campaign.id, PICTURE_KINDS);
  return json(201, { id });
}

async function entry(visit: Visit, { campaign }: Found): Promise<Reply> {
  const { context, paces, request } = visit;
  refuseStrangers(request);
  paces.entries.take(`${context.tenantId} ${request.address}`);
  const entering = enteringIn(await bodyOf(request, MOST_ENTRY_BYTES));
  paces.inboxes.take(`${context.tenantId} ${emailKey(entering.email)}`);
  const receipt = await context.db((trx) =>
    enter(trx, campaign.id, entering, { now: context.clock.now(), address: request.address }),
  );
  return json(201, receipt);
}

function refuseClosed({ phase }: Campaign): void {
  if (phase === "upcoming" || phase === "full" || phase === "ended") throw refused(phase, 409);
}

const Words = Type.String({ maxLength: 300 });
const Sent = Type.Object({
  form: Words,
  email: Type.String({ maxLength: 200 }),
  links: Type.Partial(Type.Object(Object.fromEntries(PLATFORMS.map((platform) => [platform, Words])))),
  picture: Type.Optional(Type.String({ maxLength: 40 })),
  fit: Type.Unsafe<"cover" | "contain">({ enum: ["cover", "contain"] }),
  consent: Type.Boolean(),
  consentVersion: Type.Integer(),
  trap: Words,
});
const isSent = new Ajv2020({ strict: false }).compile<Entering>(Sent);

function enteringIn(body: Uint8Array): Entering {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(body).toString("utf8"));
  } catch (error) {
    if (error instanceof SyntaxError) throw refused("form", 400);
    throw error;
  }
  if (!isSent(value)) throw refused("form", 400);
  return value;
}
