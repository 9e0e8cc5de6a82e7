import type { Transaction } from "@promostack/core";

/** How the whole playground behaves; changed on its page. */
export interface PlaygroundSettings {
  /**
   * Telegram's flood limits. Off by default: the platform paces by its own outbox, and limits that are real in wall
   * time would refuse a replay that runs a week in a minute. `machine` measures on the machine's clock, `platform` on
   * the platform's, which fits any speed of it.
   */
  pacing: "off" | "machine" | "platform";
  /** Keeps every call of a stand-in for inspection: the newest thousand. */
  recordCalls: boolean;
  /** Credits a minute and a day of the Twelve Data key; 0 a day is no limit. */
  creditsPerMinute: number;
  creditsPerDay: number;
}

export const DEFAULTS: PlaygroundSettings = {
  pacing: "off",
  recordCalls: false,
  creditsPerMinute: 1000,
  creditsPerDay: 0,
};

export async function readSettings(trx: Transaction): Promise<PlaygroundSettings> {
  const row = await trx.one<{ value: Partial<PlaygroundSettings> }>(
    "select value from setting where key = 'playground'",
  );
  return { ...DEFAULTS, ...row?.value };
}

export async function changeSettings(
  trx: Transaction,
  change: Partial<PlaygroundSettings>,
): Promise<PlaygroundSettings> {
  const settings = { ...(await readSettings(trx)), ...change };
  await trx.run(
    `insert into setting (key, value) values ('playground', $1::jsonb)
     on conflict (key) do update set value = excluded.value`,
    [JSON.stringify(settings)],
  );
  return settings;
}
