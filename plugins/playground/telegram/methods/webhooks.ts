import { UPDATE_KINDS } from "@promostack/core";
import { badRequest, conflict } from "../domain/refusal.ts";
import { unixTime } from "../domain/shapes.ts";
import { acknowledge, countUpdates, dropUpdates, pendingUpdates, updateObject } from "../store/updates.ts";
import { type Call, Described, type Handler } from "./call.ts";

const LOOPBACK = new Set(["127.0.0.1", "localhost", "[::1]"]);
const PORTS = new Set(["", "80", "88", "443", "8443"]);

export const setWebhook: Handler = async (call) => {
  const { trx, bot, parameters } = call;
  const url = parameters.text("url") ?? "";
  if (url === "") return deleteWebhook(call);
  checkAddress(url);
  const secret = parameters.text("secret_token");
  if (secret !== undefined && !/^[A-Za-z0-9_-]{1,256}$/.test(secret)) {
    throw badRequest(
      secret.length > 256 ? "secret token is too long" : "secret token contains unallowed characters",
    );
  }
  const connections = parameters.integer("max_connections") ?? 40;
  if (connections < 1 || connections > 100) throw badRequest("max_connections must be between 1 and 100");
  if (parameters.boolean("drop_pending_updates")) await dropUpdates(trx, bot.id);
  const same = bot.webhook_url === url;
  await trx.run(
    `update bot set webhook_url = $2, webhook_secret = $3, max_connections = $4, webhook_ip = $5, has_certificate = $6,
       last_error = null, last_error_at = null, poller = null where id = $1`,
    [
      bot.id,
      url,
      secret ?? null,
      connections,
      parameters.text("ip_address") ?? "127.0.0.1",
      parameters.upload("certificate") !== undefined,
    ],
  );
  await keepAllowedUpdates(call);
  // What waited while the last address failed is tried at once at the new one.
  await trx.run("update pending_update set attempts = 0, next_at = '-infinity' where bot_id = $1", [bot.id]);
  return new Described(true, same ? "Webhook is already set" : "Webhook was set");
};

export const deleteWebhook: Handler = async ({ trx, bot, parameters }) => {
  if (parameters.boolean("drop_pending_updates")) await dropUpdates(trx, bot.id);
  if (bot.webhook_url === "") return new Described(true, "Webhook is already deleted");
  await trx.run(
    "update bot set webhook_url = '', webhook_secret = null, last_error = null, last_error_at = null where id = $1",
    [bot.id],
  );
  return new Described(true, "Webhook was deleted");
};

export const getWebhookInfo: Handler = async ({ trx, bot }) => ({
  url: bot.webhook_url,
  has_custom_certificate: bot.has_certificate,
  pending_update_count: await countUpdates(trx, bot.id),
  ...(bot.webhook_url !== "" && {
    max_connections: bot.max_connections,
    ip_address: bot.webhook_ip ?? "127.0.0.1",
  }),
  ...(bot.allowed_updates !== null && { allowed_updates: bot.allowed_updates }),
  ...(bot.last_error_at !== null && {
    last_error_date: unixTime(bot.last_error_at),
    last_error_message: bot.last_error,
  }),
});

/** One look for getUpdates; the waiting is the caller's, outside of any transaction. */
export const lookForUpdates: Handler = async (call) => {
  const { trx, bot, parameters } = call;
  if (bot.webhook_url !== "") {
    throw conflict(
      "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    );
  }
  const limit = parameters.integer("limit") ?? 100;
  if (limit < 1 || limit > 100) throw badRequest("limit must be between 1 and 100");
  const offset = parameters.integer("offset") ?? 0;
  await keepAllowedUpdates(call);
  if (offset > 0) await acknowledge(trx, bot.id, offset);
  if (offset < 0) await keepLast(call, -offset);
  return (await pendingUpdates(trx, bot.id, limit)).map(updateObject);
};

/** A negative offset forgets all but the last so many. */
async function keepLast({ trx, bot }: Call, count: number): Promise<void> {
  await trx.run(
    `delete from pending_update where bot_id = $1 and update_id not in (
       select update_id from pending_update where bot_id = $1 order by update_id desc limit $2)`,
    [bot.id, count],
  );
}

/** Absent: as before. Empty: back to the default. Unknown kinds are ignored, as Telegram ignores them. */
async function keepAllowedUpdates({ trx, bot, parameters }: Call): Promise<void> {
  const list = parameters.list("allowed_updates");
  if (!list) return;
  if (list.some((kind) => typeof kind !== "string")) {
    throw badRequest("can't parse allowed_updates: expected an Array of String");
  }
  const kinds = list.map(String).filter((kind) => UPDATE_KINDS.has(kind));
  await trx.run("update bot set allowed_updates = $2 where id = $1", [
    bot.id,
    kinds.length === 0 ? null : kinds,
  ]);
}

/** HTTPS on Telegram's ports; plain HTTP only on this machine, as Telegram's own local server allows it. */
function checkAddress(text: string): void {
  if (!URL.canParse(text)) throw badRequest("bad webhook: Failed to parse URL");
  const url = new URL(text);
  if (LOOPBACK.has(url.hostname)) return;
  if (url.protocol !== "https:") throw badRequest("bad webhook: An HTTPS URL must be provided for webhook");
  if (!PORTS.has(url.port)) {
    throw badRequest("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443");
  }
}
