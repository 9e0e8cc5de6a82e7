import { randomBytes } from "node:crypto";
import { Conditions, listPage, PlatformError, type Transaction } from "@promostack/core";
import { uuidv7 } from "uuidv7";
import {
  CAMPAIGNS,
  type Campaign,
  type CampaignDraft,
  type CampaignPlan,
  type CampaignRow,
  type CampaignsPage,
  type CampaignsQuery,
} from "./api.ts";
import { momentIn } from "./moment.ts";
import { phaseOf, type Standing } from "./phase.ts";
import { sha256 } from "./ranking.ts";

/** A campaign as its row has it. */
export interface Stored extends Standing {
  tenantId: string;
  id: string;
  slug: string;
  plan: CampaignPlan;
  consentVersion: number;
  seed: string;
  formKey: string;
  revision: number;
  editedBy: string;
}

/** Who makes or saves it, when, and by which clock its dates are meant. */
export interface Saving {
  tenantId: string;
  by: string;
  at: Date;
  zone: string;
}

const COLUMNS = `c.tenant_id as "tenantId", c.id, c.slug, c.state, c.plan, c.starts_at as "startsAt", c.ends_at as "endsAt",
  c.consent_version as "consentVersion", c.last_number as "lastNumber", c.seed, c.form_key as "formKey", c.revision,
  c.edited_by as "editedBy"`;

const FIGURES = `(select count(*)::int from entry e where e.tenant_id = c.tenant_id and e.campaign_id = c.id and e.state = 'in') as entries,
  (select count(*)::int from (select unnest(winners) from draw d where d.tenant_id = c.tenant_id and d.campaign_id = c.id) w)
  - (select count(replaces)::int from draw d where d.tenant_id = c.tenant_id and d.campaign_id = c.id) as "winnersDrawn"`;

/** The phase as `phaseOf` has it, for rows. */
const phaseSql = (now: string) => `case when c.state = 'draft' then 'draft'
  when c.state = 'closed' or c.ends_at <= ${now} then 'ended'
  when c.starts_at > ${now} then 'upcoming'
  when c.last_number >= (c.plan->>'mostEntries')::int then 'full' else 'running' end`;

export const NEW_CONSENT =
  "I agree that my e-mail address, my links and my picture are kept to run this campaign and to tell me if I win. I can take this back at any time.";
const NEW_PRIVACY =
  "We use what you enter for this campaign only, tell nobody else, and delete it when the prize is handed over.";

export async function addCampaign(
  trx: Transaction,
  { title }: { title: string },
  { tenantId, by, at }: Saving,
): Promise<string> {
  const id = uuidv7();
  const plan: CampaignPlan = {
    title: title.trim(),
    text: "",
    prize: "",
    platforms: ["instagram"],
    linksNeeded: false,
    pictureNeeded: true,
    winners: 1,
    consent: NEW_CONSENT,
    privacy: NEW_PRIVACY,
  };
  await trx.run(
    `insert into campaign (tenant_id, id, slug, plan, seed, form_key, edited_at, edited_by, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $7)`,
    [tenantId, id, await freeSlug(trx, title), JSON.stringify(plan), secret(), secret(), at, by],
  );
  return id;
}

/** Raises `campaign.not_found`. */
export async function lockCampaign(trx: Transaction, id: string): Promise<Stored> {
  const row = await trx.one<Stored>(`select ${COLUMNS} from campaign c where c.id = $1 for update`, [id]);
  if (row === undefined) throw campaignNotFound();
  return row;
}

export function campaignBySlug(trx: Transaction, slug: string): Promise<Stored | undefined> {
  return trx.one<Stored>(`select ${COLUMNS} from campaign c where c.slug = $1`, [slug]);
}

export async function readCampaign(trx: Transaction, id: string, now: Date): Promise<Campaign> {
  const row = await trx.one<Stored & Pick<Campaign, "entries" | "winnersDrawn">>(
    `select ${COLUMNS}, ${FIGURES} from campaign c where c.id = $1`,
    [id],
  );
  if (row === undefined) throw campaignNotFound();
  const { slug, plan, seed, consentVersion, entries, winnersDrawn, editedBy } = row;
  return {
    id,
    slug,
    phase: phaseOf(row, now),
    plan,
    startsAt: row.startsAt?.toISOString() ?? null,
    endsAt: row.endsAt?.toISOString() ?? null,
    seedHash: sha256(seed),
    consentVersion,
    entries,
    winnersDrawn,
    etag: etagOf(row),
    editedBy,
    path: `/coupons/c/${slug}`,
  };
}

/**
 * Raises `campaign.slug_taken` 409, `campaign.dates` and `campaign.drawn` 422 or 409, and, where somebody was faster, `edit.conflict` 412
 * with what they saved.
 */
export async function saveCampaign(
  trx: Transaction,
  id: string,
  { slug, plan }: CampaignDraft,
  etag: string,
  { by, at, zone }: Saving,
): Promise<void> {
  const before = await lockCampaign(trx, id);
  if (etagOf(before) !== etag)
    throw new PlatformError(`${before.editedBy} saved this campaign meanwhile.`, {
      code: "edit.conflict",
      status: 412,
      hint: "Look at what they saved, then save yours over it or take theirs.",
      details: { theirs: { slug: before.slug, plan: before.plan }, version: etagOf(before) },
    });
  await refuseDrawn(trx, id);
  const startsAt = plan.starts === undefined ? null : momentIn(plan.starts, zone);
  const endsAt = plan.ends === undefined ? null : momentIn(plan.ends, zone);
  if (startsAt !== null && endsAt !== null && endsAt <= startsAt)
    throw new PlatformError("The campaign ends before it starts.", {
      code: "campaign.dates",
      status: 422,
      hint: "Choose a later end.",
    });
  if (slug !== before.slug && (await campaignBySlug(trx, slug))) throw slugTaken(slug);
  const asked = (each: CampaignPlan) => JSON.stringify([each.consent, each.privacy]);
  await trx.run(
    `update campaign set slug = $2, plan = $3, starts_at = $4, ends_at = $5, consent_version = $6,
       revision = revision + 1, edited_at = $7, edited_by = $8 where id = $1`,
    [
      id,
      slug,
      JSON.stringify(plan),
      startsAt,
      endsAt,
      before.consentVersion + (asked(plan) === asked(before.plan) ? 0 : 1),
      at,
      by,
    ],
  );
}

/** Opens a draft, closes one that runs, opens it again. Raises `campaign.drawn` once winners are drawn. */
export async function setState(
  trx: Transaction,
  id: string,
  state: "draft" | "open" | "closed",
  { by, at }: Saving,
): Promise<void> {
  const { lastNumber } = await lockCampaign(trx, id);
  await refuseDrawn(trx, id);
  if (state === "draft" && lastNumber > 0)
    throw new PlatformError("People have entered this campaign.", {
      code: "campaign.entered",
      status: 409,
      hint: "Close it instead.",
    });
  await trx.run(
    "update campaign set state = $2, revision = revision + 1, edited_at = $3, edited_by = $4 where id = $1",
    [id, state, at, by],
  );
}

export async function campaignsPage(
  trx: Transaction,
  { phase, ...query }: CampaignsQuery,
  now: Date,
): Promise<CampaignsPage> {
  const conditions = new Conditions([now]).add(phase, (place) => `${phaseSql("$1")} = ${place}`);
  const page = await listPage<
    Omit<CampaignRow, "startsAt" | "endsAt" | "createdAt"> &
      Record<"startsAt" | "endsAt", Date | null> & { createdAt: Date }
  >(
    trx,
    CAMPAIGNS,
    {
      select: `c.id, c.slug, c.plan->>'title' as title, ${phaseSql("$1::timestamptz")} as phase, c.starts_at as "startsAt",
        c.ends_at as "endsAt", ${FIGURES}, c.created_at as "createdAt", c.edited_by as "editedBy"`,
      from: "campaign c",
      conditions,
    },
    query,
  );
  const items = page.items.map((row) => ({
    ...row,
    startsAt: row.startsAt?.toISOString() ?? null,
    endsAt: row.endsAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  }));
  return { ...page, items };
}

export function campaignNotFound(): PlatformError {
  return new PlatformError("There is no such campaign.", {
    code: "campaign.not_found",
    status: 404,
    hint: "Look at the list of campaigns.",
  });
}

function slugTaken(slug: string): PlatformError {
  return new PlatformError("Another campaign has this address.", {
    code: "campaign.slug_taken",
    status: 409,
    hint: "Choose another.",
    details: { slug },
  });
}

async function refuseDrawn(trx: Transaction, id: string): Promise<void> {
  if ((await trx.one("select 1 from draw where campaign_id = $1 and number = 1", [id])) === undefined) return;
  throw new PlatformError("Winners are drawn: what they were drawn for stands.", {
    code: "campaign.drawn",
    status: 409,
    hint: "Make a new campaign.",
  });
}

function etagOf({ revision }: Stored): string {
  return `"${revision}"`;
}

function secret(): string {
  return randomBytes(32).toString("hex");
}

/** Made of the title; with a number behind it where that is taken. */
async function freeSlug(trx: Transaction, title: string): Promise<string> {
  const plain = title.normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "");
  const words = plain
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 50)
    .replace(/-$/, "");
  const base = words.length < 2 ? "campaign" : words;
  const taken = new Set(
    (await trx.many<{ slug: string }>("select slug from campaign where slug like $1", [`${base}%`])).map(
      ({ slug }) => slug,
    ),
  );
  let slug = base;
  for (let more = 2; taken.has(slug); more++) slug = `${base}-${more}`;
  return slug;
}
