import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { eventually } from "../../../test/kit/waiting.ts";

export interface Received {
  body: Record<string, unknown>;
  secret: string | undefined;
  at: number;
}

/** A webhook that keeps what it gets and answers what a test wants. */
export async function startReceiver(): Promise<{
  url: string;
  received: Received[];
  /** Statuses of the next answers; 200 when used up. */
  answers: { status: number; headers?: Record<string, string>; afterMs?: number }[];
  until(count: number): Promise<Received[]>;
  stop(): Promise<void>;
}> {
  const received: Received[] = [];
  const answers: { status: number; headers?: Record<string, string>; afterMs?: number }[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const secret = request.headers["x-telegram-bot-api-secret-token"];
    received.push({
      body: JSON.parse(Buffer.concat(chunks).toString()),
      secret: Array.isArray(secret) ? secret[0] : secret,
      at: Date.now(),
    });
    const { status, headers = {}, afterMs = 0 } = answers.shift() ?? { status: 200 };
    await sleep(afterMs);
    response.writeHead(status, headers).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    received,
    answers,
    async until(count) {
      return eventually(() => received.length >= count && received);
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
