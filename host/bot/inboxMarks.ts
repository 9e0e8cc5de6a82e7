import type { UpdateMarks } from "../plugin/ports.ts";
import type { ClaimedUpdate } from "./inboxQueue.ts";

/** The marks of one update of the inbox. */
export function inboxMarks({
  tenantId,
  botId,
  updateId,
}: Pick<ClaimedUpdate, "tenantId" | "botId" | "updateId">): UpdateMarks {
  return {
    async add(trx, hearer) {
      const added = await trx.run(
        `insert into host.inbox_mark (tenant_id, bot_id, update_id, plugin) values ($1, $2, $3, $4) on conflict do nothing`,
        [tenantId, botId, updateId, hearer],
      );
      if (added === 1) return "new";
      const known = await trx.one<{ stopped: boolean }>(
        "select stopped from host.inbox_mark where tenant_id = $1 and bot_id = $2 and update_id = $3 and plugin = $4",
        [tenantId, botId, updateId, hearer],
      );
      return known?.stopped ? "stopped" : "handed on";
    },
    async stop(trx, hearer) {
      await trx.run(
        "update host.inbox_mark set stopped = true where tenant_id = $1 and bot_id = $2 and update_id = $3 and plugin = $4",
        [tenantId, botId, updateId, hearer],
      );
    },
  };
}
