import type { IncomingMessage } from "node:http";
import { PlatformError, type Socket } from "@promostack/core";
import { WebSocket } from "ws";
import { WsSocket } from "./wsSocket.ts";

const HANDSHAKE_MS = 15_000;
const LONGEST_MESSAGE = 1_000_000;
/** As much of a refusal's body as anybody reads. */
const SHOWN_BYTES = 4_000;

/** Opens a WebSocket as `Dial` says; the signal's abort cuts it off at any time. Redirects are not followed. */
export async function dialSocket(address: string | URL, signal: AbortSignal): Promise<Socket> {
  signal.throwIfAborted();
  const ws = new WebSocket(address, {
    handshakeTimeout: HANDSHAKE_MS,
    maxPayload: LONGEST_MESSAGE,
    perMessageDeflate: false,
  });
  const socket = new WsSocket(ws);
  const cut = () => socket.cut();
  signal.addEventListener("abort", cut, { once: true });
  void socket.closed.then(() => signal.removeEventListener("abort", cut));
  await new Promise<void>((resolve, reject) => {
    ws.once("open", resolve);
    ws.once("error", (cause) => reject(signal.aborted ? signal.reason : unreachable(address, cause)));
    ws.once("unexpected-response", (_request, response) => {
      refusal(address, response).then(reject, reject).finally(cut);
    });
  });
  return socket;
}

function unreachable(address: string | URL, cause: Error): PlatformError {
  return new PlatformError(`${new URL(address).host} did not open a connection: ${cause.message}.`, {
    code: "socket.unreachable",
    status: 502,
    hint: "Try again in a moment.",
    cause,
  });
}

async function refusal(address: string | URL, response: IncomingMessage): Promise<PlatformError> {
  const status = response.statusCode ?? 0;
  let body = "";
  for await (const chunk of response) {
    body += String(chunk);
    if (body.length > SHOWN_BYTES) break;
  }
  return new PlatformError(`${new URL(address).host} refused the connection with status ${status}.`, {
    code: "socket.refused",
    status: 502,
    hint: "The details carry what it answered.",
    details: { status, body: body.slice(0, SHOWN_BYTES) },
  });
}
