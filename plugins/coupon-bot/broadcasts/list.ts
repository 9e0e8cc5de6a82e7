import { type ListPage, listPage, type TenantContext } from "@promostack/core";
import type { BroadcastsService } from "@promostack/plugin-journeys/api.ts";
import { BROADCASTS, type BroadcastRow, type BroadcastsQuery } from "./api.ts";
import { SERVICE } from "./making.ts";

type Kept = Pick<BroadcastRow, "id" | "name" | "code" | "template" | "size" | "madeBy" | "journeysId"> & {
  madeAt: Date;
};

/** Broadcasts of pictures, each with how far journeys are with it. */
export async function broadcastsPage(
  context: TenantContext,
  query: BroadcastsQuery,
): Promise<ListPage<BroadcastRow>> {
  const { items, ...rest } = await context.db((trx) =>
    listPage<Kept>(
      trx,
      BROADCASTS,
      {
        select: `b.id, b.name, b.code, b.template_name as template, b.size, b.made_at as "madeAt", b.made_by as "madeBy",
          b.journeys_id as "journeysId"`,
        from: "broadcast b",
      },
      query,
    ),
  );
  const journeys = context.service<BroadcastsService>(SERVICE);
  const rows: BroadcastRow[] = [];
  for (const { madeAt, ...kept } of items) {
    const { state, startsAt, progress } = await journeys.progress(kept.journeysId);
    const { people, waiting, queued, sent, blocked, failed, unknown, clicked, secondsLeft } = progress;
    rows.push({
      ...{ ...kept, madeAt: madeAt.toISOString(), state, startsAt },
      ...{ people, left: waiting + queued, sent, blocked, failed: failed + unknown, clicked, secondsLeft },
    });
  }
  return { ...rest, items: rows };
}
