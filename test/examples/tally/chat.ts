import type { Setup, UpdateContext } from "@promostack/core";
import { count, sumOf } from "./entries.ts";
import type { Figures } from "./index.ts";

const UNDO = "tally:undo:";

/** What people say to the bot: `/count 3`, and the button below its answer. */
export function chat(p: Setup, figures: Figures): void {
  p.command("count", async (context, argument) => {
    const { chat: where, update, role, settings } = context;
    const amount = Number.parseInt(argument, 10);
    if (where === undefined) return;
    await context.db(async (trx) => {
      const id = Number.isNaN(amount) ? undefined : await count(context, trx, amount);
      const text = id === undefined ? "How many? /count 3" : `${await sumOf(trx)} ${settings.unit}`;
      await context.send(trx, {
        role,
        chat: where,
        method: "sendMessage",
        payload: { text, ...(id !== undefined && { reply_markup: undoKeys(id) }) },
        ...(id === undefined
          ? { dedupeKey: `count:${update.update_id}` }
          : { dedupeKey: `told:${id}`, report: "told" }),
      });
    });
    if (!Number.isNaN(amount)) {
      figures.counted.add(amount, { by: "chat" });
      figures.amount.observe(amount);
    }
  });
  p.onUpdate({ role: "message_bot", kinds: ["callback_query"], handle: undo });
  p.onDelivery("told", async (context, { dedupeKey, outcome }) => {
    if (outcome !== "sent") return;
    await context.db((trx) =>
      trx.run("update entry set confirmed = true where id = $1", [dedupeKey.slice("told:".length)]),
    );
  });
}

function undoKeys(id: string) {
  return { inline_keyboard: [[{ text: "Undo", callback_data: `${UNDO}${id}` }]] };
}

/** True where the button was ours. */
async function undo(context: UpdateContext): Promise<boolean> {
  const { data, id } = Object(context.update.callback_query);
  if (typeof data !== "string" || !data.startsWith(UNDO) || context.chat === undefined) return false;
  const { chat: where, role, update } = context;
  await context.db(async (trx) => {
    await trx.run("delete from entry where id = $1", [data.slice(UNDO.length)]);
    await context.send(trx, {
      role,
      chat: where,
      method: "answerCallbackQuery",
      payload: { callback_query_id: String(id), text: "Undone." },
      dedupeKey: `undo:${update.update_id}`,
    });
  });
  return true;
}
