import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import type { TestHost } from "../kit/host.ts";
import type { Load, LoadOrder } from "./httpLoad.ts";

/** Address and secret of the sample tenant's message bot, as the stand-in of Telegram knows them. */
export async function connectedWebhook(host: TestHost): Promise<{ url: string; secret: string }> {
  const [hook] = await host.database.query<{ url: string; secret: string }>(
    `select b.webhook_url as url, b.webhook_secret as secret from p_playground.bot b
     join host.connection c on c.bot_id = b.id where c.role = 'message_bot' limit 1`,
  );
  if (hook === undefined) throw new Error("The sample tenant has no message bot.");
  return hook;
}

/** Sends from a thread of its own, so that the generator does not take turns with what it measures. */
export async function load(order: LoadOrder): Promise<Load> {
  const worker = new Worker(fileURLToPath(new URL("./httpLoadThread.mjs", import.meta.url)), {
    workerData: order,
  });
  const [answer]: [Load] = await Promise.race([
    once(worker, "message") as Promise<[Load]>,
    once(worker, "error").then(([error]) => Promise.reject(error)),
  ]);
  await worker.terminate();
  if (answer.failures > 0) throw new Error(`${answer.failures} requests to ${order.url} failed.`);
  return answer;
}
