import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { PlatformError, type Socket } from "@promostack/core";
import { WebSocketServer } from "ws";
import { WsSocket } from "./wsSocket.ts";

/** What the HTTP server hands over when a client asks for another protocol. */
export interface Upgrade {
  connection: Duplex;
  head: Buffer;
}

/** Shakes hands. Raises `socket.handshake` where the client's headers are no WebSocket's; nothing was written to it then. */
export function acceptSocket(
  request: IncomingMessage,
  { connection, head }: Upgrade,
  longestMessage: number,
): Promise<Socket> {
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: longestMessage,
  });
  return new Promise((resolve, reject) => {
    server.once("wsClientError", (cause) => reject(badHandshake(cause)));
    connection.once("close", () => reject(badHandshake(new Error("The client is gone."))));
    server.handleUpgrade(request, connection, head, (ws) => resolve(new WsSocket(ws)));
  });
}

function badHandshake(cause: Error): PlatformError {
  return new PlatformError(`This is no WebSocket handshake: ${cause.message}`, {
    code: "socket.handshake",
    status: 400,
    hint: "Connect with a WebSocket client, version 13.",
    cause,
  });
}
