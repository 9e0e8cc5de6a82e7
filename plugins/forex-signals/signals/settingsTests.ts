import { randomUUID } from "node:crypto";
import type { Clock, PlatformContext, Setup, TenantContext } from "@promostack/core";
import { checkChoice } from "./choiceCheck.ts";
import { forexSettings } from "./settings.ts";

/** Buttons in the settings form: what is typed is tried before it is saved. */
export function settingsTests(p: Setup, platformOf: (at: { clock: Clock }) => PlatformContext): void {
  p.settingsTest("parameters", async (context) => {
    await checkChoice(platformOf(context), context.settings);
    const { strategy, symbols } = forexSettings(context.settings);
    return { ok: true, message: `${strategy} runs with these parameters on ${symbols.join(", ")}.` };
  });
  p.settingsTest("test-post", testPost);
}

/** One message to each channel that these settings post to, now and whatever their quiet hours say. */
async function testPost(context: TenantContext) {
  const settings = forexSettings(context.settings);
  const { channels } = await context.bot("signal_bot");
  const told = channels.filter(({ kind }) => settings[kind].post !== "nothing");
  if (told.length === 0) {
    const message =
      channels.length === 0
        ? "No channel is connected. Add one under Connections."
        : "These settings post to none of your channels. Choose what VIP, free or other channels get.";
    return { ok: false, message };
  }
  const press = randomUUID();
  await context.db(async (trx) => {
    for (const { chat } of told) {
      await context.send(trx, {
        role: "signal_bot",
        chat,
        method: "sendMessage",
        payload: {
          text: `Test: signals of ${settings.strategy} for ${settings.symbols.join(", ")} go here.`,
        },
        dedupeKey: `test-post:${press}:${chat}`,
        priority: 1,
      });
    }
  });
  const names = told.map(({ title }) => title).join(", ");
  return { ok: true, message: `A test post is on its way to ${names}. Messages shows how it ended.` };
}
