import { type IncomingMessage, ServerResponse } from "node:http";
import { Socket as Connection } from "node:net";
import { type Log, PlatformError, type Reply, type Socket } from "@promostack/core";
import type { Context } from "koa";
import { acceptSocket, type Upgrade } from "../socket/acceptSocket.ts";

type Serve = NonNullable<Reply["socket"]>;

/**
 * The WebSockets of this process. A request that asks for one goes the way of every request, limits and refusals included, and
 * becomes a socket where a mount's answer is one; they are told goodbye when the server drains.
 */
export class Sockets {
  readonly #log: Log;
  readonly #asked = new WeakMap<IncomingMessage, Upgrade & { connection: Connection }>();
  readonly #open = new Set<Socket>();

  constructor(log: Log) {
    this.#log = log;
  }

  /** Takes a request that Node has let go of, and hands it on with a response that closes its connection. */
  receive(
    request: IncomingMessage,
    upgrade: Upgrade,
    answer: (request: IncomingMessage, response: ServerResponse) => unknown,
  ): void {
    const { connection, head } = upgrade;
    if (!(connection instanceof Connection)) {
      connection.destroy();
      return;
    }
    connection.on("error", () => connection.destroy());
    const response = new ServerResponse(request);
    response.shouldKeepAlive = false;
    response.assignSocket(connection);
    response.once("finish", () => connection.end());
    this.#asked.set(request, { connection, head });
    answer(request, response);
  }

  wanted({ req }: Context): boolean {
    return this.#asked.has(req) && req.headers.upgrade?.toLowerCase() === "websocket";
  }

  /** Accepts and serves until either side ends it. Raises `socket.required` (426) where the client asked for no WebSocket. */
  async serve(context: Context, serve: Serve, longestMessage: number, over: () => void): Promise<void> {
    const asked = this.#asked.get(context.req);
    if (asked === undefined || !this.wanted(context)) throw notAsked();
    const socket = await acceptSocket(context.req, asked, longestMessage);
    context.respond = false;
    context.status = 101;
    context.res.detachSocket(asked.connection);
    this.#open.add(socket);
    void socket.closed.then(() => {
      this.#open.delete(socket);
      over();
    });
    try {
      await serve(socket);
      socket.close();
    } catch (error) {
      this.#log.error("A WebSocket failed.", { error });
      socket.close(1011, "Something went wrong here.");
    }
  }

  closeAll(): void {
    for (const socket of this.#open) socket.close(1001, "The server stops.");
  }
}

function notAsked(): PlatformError {
  return new PlatformError("This address speaks WebSocket only.", {
    code: "socket.required",
    status: 426,
    hint: "Connect with a WebSocket client.",
  });
}
