import { PlatformError, type Transaction } from "@promostack/core";
import type { Draw, Draws } from "./api.ts";
import { phaseOf } from "./phase.ts";
import { drawList, type Listed, ranking, sha256 } from "./ranking.ts";
import { campaignNotFound, lockCampaign } from "./store.ts";

interface Drawing {
  by: string;
  at: Date;
}

interface DrawRow extends Omit<Draw, "drawnAt"> {
  list: string | null;
  listHash: string | null;
  drawnAt: Date;
}

/** The first draw: keeps the list of all entries that count, and the winners that the seed and the list decide. Once. */
export async function drawWinners(trx: Transaction, campaignId: string, { by, at }: Drawing): Promise<void> {
  const campaign = await lockCampaign(trx, campaignId);
  const { tenantId, seed, plan } = campaign;
  if (phaseOf(campaign, at) !== "ended")
    throw new PlatformError("The campaign is not over.", {
      code: "draw.early",
      status: 409,
      hint: "Wait for its end, or close it.",
    });
  if ((await rowsOf(trx, campaignId)).length > 0)
    throw new PlatformError("Winners are drawn already.", {
      code: "draw.done",
      status: 409,
      hint: "Draw a winner again, with the reason.",
    });
  const entries = await trx.many<Listed>(
    `select number, receipt_hash as "receiptHash" from entry where campaign_id = $1 and state = 'in'`,
    [campaignId],
  );
  if (entries.length === 0) throw nobodyLeft();
  const list = drawList(entries);
  await trx.run(
    `insert into draw (tenant_id, campaign_id, number, list, list_hash, winners, drawn_at, drawn_by) values ($1, $2, 1, $3, $4, $5, $6, $7)`,
    [tenantId, campaignId, list, sha256(list), ranking(seed, list).slice(0, plan.winners), at, by],
  );
}

/** Draws one winner's place again: the next of the same ranking who has not won. Who was replaced, and why, stands for good. */
export async function drawAgain(
  trx: Transaction,
  campaignId: string,
  { replaces, reason }: { replaces: number; reason: string },
  { by, at }: Drawing,
): Promise<{ winner: number }> {
  const { tenantId, seed } = await lockCampaign(trx, campaignId);
  const rows = await rowsOf(trx, campaignId);
  const list = rows[0]?.list;
  if (!list || !standing(rows).includes(replaces))
    throw new PlatformError("This entry is not among the winners.", {
      code: "draw.no_winner",
      status: 409,
      hint: "Load the draw again.",
    });
  const drawn = new Set(rows.flatMap(({ winners }) => winners));
  const erased = await trx.many<{ number: number }>(
    "select number from entry where campaign_id = $1 and state = 'erased'",
    [campaignId],
  );
  const out = new Set(erased.map(({ number }) => number));
  // Whoever was erased after the first draw cannot be written to; anybody can see in the list that they were passed over.
  const winner = ranking(seed, list).find((number) => !drawn.has(number) && !out.has(number));
  if (winner === undefined) throw nobodyLeft();
  await trx.run(
    `insert into draw (tenant_id, campaign_id, number, winners, replaces, reason, drawn_at, drawn_by) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [tenantId, campaignId, rows.length + 1, [winner], replaces, reason.trim(), at, by],
  );
  return { winner };
}

/** Everything about the draws of a campaign; the seed only once it has decided. */
export async function readDraws(trx: Transaction, campaignId: string): Promise<Draws> {
  const campaign = await trx.one<{ seed: string }>("select seed from campaign where id = $1", [campaignId]);
  if (campaign === undefined) throw campaignNotFound();
  const { seed } = campaign;
  const rows = await rowsOf(trx, campaignId);
  const [first] = rows;
  const numbers = standing(rows);
  const people = await trx.many<{ number: number; email: string | null; entryId: string }>(
    `select number, email, id as "entryId" from entry where campaign_id = $1 and number = any($2::int[])`,
    [campaignId, numbers],
  );
  return {
    seedHash: sha256(seed),
    ...(first && { seed, listHash: first.listHash ?? "", list: first.list ?? "" }),
    draws: rows.map(({ number, winners, replaces, reason, drawnAt, drawnBy }) => ({
      number,
      winners,
      replaces,
      reason,
      drawnAt: drawnAt.toISOString(),
      drawnBy,
    })),
    winners: numbers.flatMap((number) => people.find((each) => each.number === number) ?? []),
  };
}

/** Winners whose place was not drawn again, in the order of their places. */
function standing(rows: readonly DrawRow[]): number[] {
  const [first, ...again] = rows;
  let places = first?.winners ?? [];
  for (const { replaces, winners } of again)
    places = places.map((number) => (number === replaces ? (winners[0] ?? number) : number));
  return places;
}

function rowsOf(trx: Transaction, campaignId: string): Promise<DrawRow[]> {
  return trx.many<DrawRow>(
    `select number, list, list_hash as "listHash", winners, replaces, reason, drawn_at as "drawnAt", drawn_by as "drawnBy"
     from draw where campaign_id = $1 order by number`,
    [campaignId],
  );
}

function nobodyLeft(): PlatformError {
  return new PlatformError("There is no entry left to draw.", {
    code: "draw.nobody",
    status: 409,
    hint: "Nobody else has entered, or every entry is out.",
  });
}
