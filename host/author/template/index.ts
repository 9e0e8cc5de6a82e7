import { definePlugin, type TenantContext, type UpdateContext } from "@promostack/core";
import { removeOlder, writeNote } from "./notes.ts";
import { noteRoutes } from "./routes.ts";

const DAY_MS = 86_400_000;

/** Everything declared here is announced in plugin.json, and the host holds the two against each other. */
export default definePlugin({
  setup(p) {
    noteRoutes(p);
    p.command("note", takeNote);
    p.tenantJob("tidy", tidy);
    p.subscribe("{{id}}.note-written@1", countNote);
  },
});

/** `/note buy milk` in the tenant's bot. The note and the answer are rows of one transaction. */
async function takeNote(context: UpdateContext, text: string): Promise<void> {
  const { chat, update, role } = context;
  if (chat === undefined) return;
  await context.db(async (trx) => {
    if (text !== "") await writeNote(context, trx, { text, author: "Telegram" });
    await context.send(trx, {
      role,
      chat,
      method: "sendMessage",
      payload: {
        text: text === "" ? "Write it behind the command: /note buy milk" : context.settings.thanks,
      },
      // Made from what caused it: however often this update comes, it is answered once.
      dedupeKey: `answer:${update.update_id}`,
    });
  });
}

/** Each night, for each tenant: what is older than the tenant wants to keep goes. */
async function tidy(context: TenantContext): Promise<void> {
  const keep = Number(context.settings.keepDays) * DAY_MS;
  const than = new Date(context.clock.now().getTime() - keep);
  const removed = await context.db((trx) => removeOlder(trx, than));
  if (removed > 0) context.log.info("Notes removed", { removed });
}

/** A subscriber, here to its own event: whatever crashes when, each note is counted once. */
async function countNote(context: TenantContext): Promise<void> {
  await context.db((trx) =>
    trx.run(
      `insert into tally (tenant_id, notes) values ($1, 1)
       on conflict (tenant_id) do update set notes = tally.notes + 1`,
      [context.tenantId],
    ),
  );
}
