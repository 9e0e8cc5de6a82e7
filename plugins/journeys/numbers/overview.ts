import type { Transaction } from "@promostack/core";
import type { NumbersOverview, NumbersQuery } from "./api.ts";
import { chosenVersion } from "./chosen.ts";

/** How many began, are under way, and how the others ended. */
export async function overview(
  trx: Transaction,
  journeyId: string,
  query: NumbersQuery,
): Promise<NumbersOverview> {
  const chosen = await chosenVersion(trx, journeyId, query);
  const versions = await trx.many<{ number: number; publishedAt: Date; live: boolean }>(
    `select v.number, v.published_at as "publishedAt", (v.id = j.live_version) is true as live
     from version v join journey j on j.tenant_id = v.tenant_id and j.id = v.journey_id
     where v.journey_id = $1 order by v.number desc`,
    [journeyId],
  );
  const shown = versions.map((each) => ({ ...each, publishedAt: each.publishedAt.toISOString() }));
  if (chosen === undefined) return { version: null, versions: shown, entered: 0, inside: 0, outcomes: [] };
  const counts = await trx.many<{ state: string; outcome: string; walks: number }>(
    `select state, outcome, sum(walks)::float8 as walks from walk_count
     where version_id = $1 and day between $2 and $3 group by 1, 2 having sum(walks) > 0 order by 3 desc, 1, 2`,
    [chosen.versionId, chosen.from, chosen.to],
  );
  const entered = counts.find(({ state }) => state === "")?.walks ?? 0;
  const outcomes = counts.filter(({ state }) => state !== "");
  const over = outcomes.reduce((sum, { walks }) => sum + walks, 0);
  return {
    version: chosen.number,
    versions: shown,
    entered,
    inside: Math.max(0, entered - over),
    outcomes: outcomes.map((each) => ({ ...each, share: entered === 0 ? 0 : each.walks / entered })),
  };
}
