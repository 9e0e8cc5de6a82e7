import { badRequest } from "../domain/refusal.ts";
import type { Handler } from "./call.ts";

const TOO_OLD = "query is too old and response timeout expired or query ID is invalid";

/** Once, within 150 seconds; at most 200 characters. */
export const answerCallbackQuery: Handler = async ({ trx, bot, parameters }) => {
  const text = parameters.text("text");
  const url = parameters.text("url");
  if (text !== undefined && [...text].length > 200) throw badRequest("MESSAGE_TOO_LONG");
  // Bots without games may only open themselves.
  if (url !== undefined && !/^(https:\/\/t\.me|tg:\/\/)/.test(url)) throw badRequest("URL_INVALID");
  const answer = { text, url, show_alert: parameters.boolean("show_alert") ?? false };
  const answered = await trx.run(
    `update callback_query set answered_at = clock_timestamp(), answer = $3::jsonb
     where id = $1 and bot_id = $2 and answered_at is null and asked_at > clock_timestamp() - interval '150 seconds'`,
    [parameters.text("callback_query_id") ?? "", bot.id, JSON.stringify(answer)],
  );
  if (answered === 0) throw badRequest(TOO_OLD);
  return true;
};

/** Once, within 10 seconds. A refusal needs a reason for the person. */
export const answerPreCheckoutQuery: Handler = async ({ trx, bot, parameters }) => {
  const ok = parameters.boolean("ok") ?? false;
  const reason = parameters.text("error_message");
  if (!ok && reason === undefined) throw badRequest("error_message is empty");
  const answered = await trx.run(
    `update pre_checkout_query set answer = $3::jsonb
     where id = $1 and bot_id = $2 and answer is null and asked_at > clock_timestamp() - interval '10 seconds'`,
    [parameters.text("pre_checkout_query_id") ?? "", bot.id, JSON.stringify({ ok, reason })],
  );
  if (answered === 0) throw badRequest(TOO_OLD);
  return true;
};
