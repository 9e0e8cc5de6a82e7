import http from "node:http";
import { setTimeout as delay } from "node:timers/promises";

export interface Load {
  perSecond: number;
  /** Milliseconds from the request's first byte to the answer's last, one for each request. */
  latencies: number[];
  /** When each request was begun, by its place in the order; milliseconds since 1970 with fractions. */
  sentAt: number[];
  failures: number;
}

export interface LoadOrder {
  url: string;
  headers: Record<string, string>;
  connections: number;
  total: number;
  /** `update_id` of the first update; each is one more than the last. */
  firstUpdate: number;
  /** What the messages say, with the update's place for `{n}`. */
  text?: string;
  /** A GET asks without a body; an update is posted when absent. */
  method?: "GET";
  /** Begins so many requests a second, evenly; as many as the connections carry when absent. */
  perSecond?: number;
}

/** Person behind the update, one of a thousand. */
export function personOf(updateId: number): number {
  return 5_000_000 + (updateId % 1_000);
}

/** Sends `total` updates over `connections` kept-alive connections, each the next as soon as its answer is read. */
export async function httpLoad(options: LoadOrder): Promise<Load> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: options.connections });
  const latencies: number[] = [];
  const sentAt: number[] = [];
  let failures = 0;
  let next = 0;
  const begun = performance.now();
  const connection = async () => {
    for (let index = next++; index < options.total; index = next++) {
      const body =
        options.method === "GET"
          ? undefined
          : JSON.stringify(update(options.firstUpdate + index, textOf(options, index)));
      if (options.perSecond !== undefined) {
        const wait = begun + (index * 1_000) / options.perSecond - performance.now();
        if (wait > 0) await delay(wait);
      }
      const sent = performance.now();
      sentAt[index] = performance.timeOrigin + sent;
      const status = await send(options.url, agent, options.headers, body);
      latencies.push(performance.now() - sent);
      if (status !== 200) failures++;
    }
  };
  await Promise.all(Array.from({ length: options.connections }, connection));
  const seconds = (performance.now() - begun) / 1_000;
  agent.destroy();
  return { perSecond: options.total / seconds, latencies, sentAt, failures };
}

function textOf({ text = "SUMMER-2026 please" }: LoadOrder, index: number): string {
  return text.replace("{n}", String(index));
}

/** A message as Telegram sends it, from one of a thousand people. */
function update(id: number, text: string) {
  const person = {
    id: personOf(id),
    is_bot: false,
    first_name: "Load",
    username: `load_${id % 1_000}`,
    language_code: "en",
  };
  const chat = { id: person.id, type: "private", first_name: "Load" };
  return {
    update_id: id,
    message: { message_id: id, from: person, chat, date: 1_700_000_000, text },
  };
}

function send(
  url: string,
  agent: http.Agent,
  headers: Record<string, string>,
  body: string | undefined,
): Promise<number> {
  const order =
    body === undefined
      ? { method: "GET", agent, headers }
      : { method: "POST", agent, headers: { ...headers, "content-length": Buffer.byteLength(body) } };
  return new Promise((resolve, reject) => {
    const request = http.request(url, order, (response) => {
      response.resume();
      response.on("end", () => resolve(response.statusCode ?? 0));
    });
    request.on("error", reject);
    request.setTimeout(30_000, () => request.destroy(new Error("no answer in 30 s")));
    request.end(body);
  });
}
