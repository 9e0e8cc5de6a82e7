import { on } from "node:events";
import type { Socket, SocketEnd } from "@promostack/core";
import type { WebSocket } from "ws";

/** How long a goodbye may stay unanswered. */
const GOODBYE_MS = 2_000;
/** Messages that may wait for their reader; then the other side is not read from. */
const MOST_WAITING = 1_000;

/** The contract's socket over the library's, from before it is open. */
export class WsSocket implements Socket {
  readonly messages: AsyncIterable<string>;
  readonly closed: Promise<SocketEnd>;
  readonly #ws: WebSocket;

  constructor(ws: WebSocket) {
    this.#ws = ws;
    let failure = "";
    // An error is followed by the close, which carries it.
    ws.on("error", (error) => {
      failure = error.message;
    });
    this.closed = new Promise((resolve) => {
      ws.once("close", (code, reason) => resolve({ code, reason: reason.toString() || failure }));
    });
    this.messages = texts(ws);
  }

  send(text: string): void {
    if (this.#ws.readyState === this.#ws.OPEN) this.#ws.send(text);
  }

  close(code = 1000, reason = ""): void {
    const late = setTimeout(() => this.cut(), GOODBYE_MS);
    void this.closed.then(() => clearTimeout(late));
    this.#ws.close(code, reason);
  }

  cut(): void {
    this.#ws.terminate();
  }
}

/** Listens at once, so that nothing said before the first look is lost. */
function texts(ws: WebSocket): AsyncIterable<string> {
  const arriving = on(ws, "message", { close: ["close"], highWaterMark: MOST_WAITING });
  return (async function* () {
    try {
      for await (const [data, binary] of arriving) {
        if (binary) {
          ws.close(1003, "Only text is spoken here.");
          return;
        }
        yield String(data);
      }
    } catch {
      // Only the library's error comes here, and `closed` says it.
    } finally {
      // A paused connection would never see its end.
      ws.resume();
    }
  })();
}
