import type { Transaction } from "@promostack/core";
import { type Fault, spendFault } from "../../switches/faults.ts";
import { DEFAULTS, type PlaygroundSettings } from "../../switches/settings.ts";
import { BOT_COLUMNS, type Bot } from "./bots.ts";

export interface Situation {
  bot: Bot;
  settings: PlaygroundSettings;
  /** The fault that this call shows, used up by one. */
  fault: Fault | undefined;
}

interface Row extends Bot {
  settings: Partial<PlaygroundSettings> | null;
  fault: Fault | null;
}

/**
 * Everything that a call must know first, in one question, because every message of the platform passes here. The commit need
 * not wait for the disk: a crash of the host loses nothing, and one of the database at most the last moment of a playground.
 */
export async function situationOf(
  trx: Transaction,
  token: string,
  method: string,
): Promise<Situation | undefined> {
  const row = await trx.one<Row>(
    `select ${BOT_COLUMNS}, s.value as settings, f.fault, set_config('synchronous_commit', 'off', true) as relaxed
     from bot left join setting s on s.key = 'playground'
     left join lateral (
       select to_jsonb(fault) as fault from fault
       where service = 'telegram' and (bot_id is null or bot_id = bot.id) and (operation is null or lower(operation) = lower($2))
         and (remaining is null or remaining > 0)
       order by fault.id limit 1) f on true
     where token = $1`,
    [token, method],
  );
  if (!row) return undefined;
  const { settings, fault, ...bot } = row;
  const acts = fault !== null && (await spendFault(trx, fault));
  return { bot, settings: { ...DEFAULTS, ...settings }, fault: acts ? fault : undefined };
}
