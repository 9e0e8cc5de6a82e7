import { createHash } from "node:crypto";
import type { TenantContext } from "@promostack/core";
import { uuidv7 } from "uuidv7";
import type { TenantFacts } from "../run/tenantFacts.ts";
import type { BroadcastsService } from "./api.ts";
import { NEW_PLAN } from "./plan.ts";
import { sendTest } from "./preview.ts";
import { cancelBroadcast, pauseBroadcast, resumeBroadcast, startBroadcast } from "./steering.ts";
import { addBroadcast, readBroadcast } from "./store.ts";

/** `journeys.broadcasts@1` */
export function broadcastsService(
  context: TenantContext,
  factsOf: (context: TenantContext) => Promise<TenantFacts>,
): BroadcastsService {
  const { db, clock, tenantId } = context;
  return {
    send: ({ plugin, key, name, when = { kind: "now" }, doors = {}, audience, content }) =>
      db(async (trx) => {
        const id = idOf(tenantId, plugin, key);
        const known = await trx.one("select from broadcast where id = $1", [id]);
        if (known !== undefined) return id;
        const plan = { ...NEW_PLAN, audience, content, doors, when };
        await addBroadcast(trx, { name, plan }, { tenantId, by: plugin, at: clock.now(), owner: plugin }, id);
        await startBroadcast(context, trx, id);
        return id;
      }),
    async test({ content, person }) {
      const facts = await factsOf(context);
      await db((trx) => sendTest(context, trx, { id: uuidv7(), content }, person, facts));
    },
    progress: (id) =>
      db(async (trx) => {
        const { state, startsAt, progress } = await readBroadcast(trx, id, clock.now());
        return { state, startsAt, progress };
      }),
    pause: (id) => db(async (trx) => void (await pauseBroadcast(context, trx, id))),
    resume: (id) => db(async (trx) => void (await resumeBroadcast(context, trx, id))),
    cancel: (id) => db(async (trx) => void (await cancelBroadcast(context, trx, id))),
  };
}

/** The same broadcast for the same key: a caller may ask again after a crash. A UUID of version 8. */
function idOf(tenantId: string, plugin: string, key: string): string {
  const hex = createHash("sha256").update(`${tenantId} ${plugin} ${key}`).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
