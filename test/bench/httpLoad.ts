import http from "node:http";

export interface Load {
  perSecond: number;
  /** Milliseconds from the request's first byte to the answer's last, one for each request. */
  latencies: number[];
  failures: number;
}

export interface LoadOrder {
  url: string;
  headers: Record<string, string>;
  connections: number;
  total: number;
  /** `update_id` of the first update; each is one more than the last. */
  firstUpdate: number;
}

/** Sends `total` updates over `connections` kept-alive connections, each the next as soon as its answer is read. */
export async function httpLoad(options: LoadOrder): Promise<Load> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: options.connections });
  const latencies: number[] = [];
  let failures = 0;
  let next = 0;
  const begun = performance.now();
  const connection = async () => {
    for (let index = next++; index < options.total; index = next++) {
      const body = JSON.stringify(update(options.firstUpdate + index));
      const sent = performance.now();
      const status = await post(options.url, agent, options.headers, body);
      latencies.push(performance.now() - sent);
      if (status !== 200) failures++;
    }
  };
  await Promise.all(Array.from({ length: options.connections }, connection));
  const seconds = (performance.now() - begun) / 1_000;
  agent.destroy();
  return { perSecond: options.total / seconds, latencies, failures };
}

/** A message as Telegram sends it, from one of a thousand people. */
function update(id: number) {
  const person = {
    id: 5_000_000 + (id % 1_000),
    is_bot: false,
    first_name: "Load",
    username: `load_${id % 1_000}`,
    language_code: "en",
  };
  const chat = { id: person.id, type: "private", first_name: "Load" };
  return {
    update_id: id,
    message: { message_id: id, from: person, chat, date: 1_700_000_000, text: "SUMMER-2026 please" },
  };
}

function post(
  url: string,
  agent: http.Agent,
  headers: Record<string, string>,
  body: string,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = http.request(
      url,
      { method: "POST", agent, headers: { ...headers, "content-length": Buffer.byteLength(body) } },
      (response) => {
        response.resume();
        response.on("end", () => resolve(response.statusCode ?? 0));
      },
    );
    request.on("error", reject);
    request.setTimeout(30_000, () => request.destroy(new Error("no answer in 30 s")));
    request.end(body);
  });
}
