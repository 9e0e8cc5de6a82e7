import { Conditions, listPage, PlatformError, type Transaction } from "@promostack/core";
import { unnameFiles } from "../media/unnamedFiles.ts";
import { ENTRIES, type EntriesPage, type EntriesQuery, type Entry } from "./api.ts";

const WON = `exists (select 1 from draw d where d.tenant_id = e.tenant_id and d.campaign_id = e.campaign_id and e.number = any(d.winners))
  and not exists (select 1 from draw d where d.tenant_id = e.tenant_id and d.campaign_id = e.campaign_id and d.replaces = e.number)`;
const alike = (column: string) => `(select count(*)::int from entry o where o.tenant_id = e.tenant_id
  and o.campaign_id = e.campaign_id and o.${column} = e.${column} and o.id <> e.id)`;

export async function entriesPage(
  trx: Transaction,
  campaignId: string,
  { state, seen, ...query }: EntriesQuery,
): Promise<EntriesPage> {
  const conditions = new Conditions([campaignId])
    .always("e.campaign_id = $1")
    .add(state, (place) => `e.state = ${place}`);
  if (seen === "alike") conditions.always(`(${alike("picture_hash")} > 0 or ${alike("address_key")} > 0)`);
  const page = await listPage<Omit<Entry, "enteredAt"> & { enteredAt: Date }>(
    trx,
    ENTRIES,
    {
      select: `e.id, e.number, e.state, e.email, e.links, e.upload_id is not null as picture,
        ${alike("picture_hash")} as "samePicture", ${alike("address_key")} as "sameNetwork",
        e.consent_version as "consentVersion", e.consent_text as "consentText", e.entered_at as "enteredAt",
        e.reason, e.decided_by as "decidedBy", (${WON}) as won`,
      from: "entry e",
      conditions,
    },
    query,
  );
  return { ...page, items: page.items.map((row) => ({ ...row, enteredAt: row.enteredAt.toISOString() })) };
}

/** Whether an entry counts. After the first draw the list stands: a winner is drawn again instead. */
export async function decideEntry(
  trx: Transaction,
  id: string,
  { state, reason }: { state: "in" | "disqualified"; reason: string },
  { by, at }: { by: string; at: Date },
): Promise<{ number: number; campaignId: string }> {
  const before = await lockEntry(trx, id);
  if (before.state === "erased") throw erased();
  if (state === "disqualified" && reason.trim().length < 3)
    throw new PlatformError("A reason is missing.", {
      code: "entry.reason",
      status: 422,
      hint: "Say in a few words why the entry does not count.",
    });
  const drawn = await trx.one("select 1 from draw where campaign_id = $1 and number = 1", [
    before.campaignId,
  ]);
  if (drawn !== undefined)
    throw new PlatformError("Winners are drawn: the list they were drawn from stands.", {
      code: "campaign.drawn",
      status: 409,
      hint: "Draw a winner again, with the reason.",
    });
  await trx.run("update entry set state = $2, reason = $3, decided_by = $4, decided_at = $5 where id = $1", [
    id,
    state,
    state === "in" ? "" : reason.trim(),
    by,
    at,
  ]);
  return before;
}

/** Takes everything of the person out of an entry; its number and its line in a list that was drawn from stay. Answers a file that nobody needs any more. */
export async function eraseEntry(
  trx: Transaction,
  id: string,
  { by, at }: { by: string; at: Date },
): Promise<{ number: number; campaignId: string; fileKey: string | undefined }> {
  const { number, campaignId, uploadId } = await lockEntry(trx, id);
  await trx.run(
    `update entry set state = 'erased', email = null, email_key = null, links = '{}', upload_id = null, picture_hash = null,
       address_key = null, reason = '', decided_by = $2, decided_at = $3 where id = $1`,
    [id, by, at],
  );
  const fileKey = uploadId === null ? undefined : await dropUpload(trx, uploadId);
  return { number, campaignId, fileKey };
}

/** Deletes the row of an upload that no entry has. Answers its file, to be deleted after the transaction. */
async function dropUpload(trx: Transaction, id: string): Promise<string | undefined> {
  const gone = await trx.one<{ tenantId: string; fileKey: string }>(
    `delete from upload u where u.id = $1 and not exists
       (select 1 from entry e where e.tenant_id = u.tenant_id and e.upload_id = u.id)
     returning tenant_id as "tenantId", file_key as "fileKey"`,
    [id],
  );
  if (gone !== undefined) await unnameFiles(trx, [gone]);
  return gone?.fileKey;
}

async function lockEntry(trx: Transaction, id: string) {
  const row = await trx.one<{ number: number; campaignId: string; state: string; uploadId: string | null }>(
    `select number, campaign_id as "campaignId", state, upload_id as "uploadId" from entry where id = $1 for update`,
    [id],
  );
  if (row !== undefined) return row;
  throw new PlatformError("There is no such entry.", {
    code: "entry.not_found",
    status: 404,
    hint: "Load the list again.",
  });
}

function erased(): PlatformError {
  return new PlatformError("The entry is erased.", {
    code: "entry.erased",
    status: 409,
    hint: "Nothing of it is left to decide about.",
  });
}
