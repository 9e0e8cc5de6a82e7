import { Readable } from "node:stream";
import { isReply } from "@promostack/core";
import type { Call } from "./call.ts";

/** A call whose answer is a socket lasts as long as the socket does. */
export function keepServing(result: unknown, call: Call): boolean {
  if (!isReply(result) || result.socket === undefined) return false;
  const { socket: serve } = result;
  call.lasting = true;
  result.socket = async (socket) => {
    try {
      await serve(socket);
    } finally {
      call.close();
    }
  };
  return true;
}

/** A stream outlives its handler: its call, and with it the signal, stays open until the stream ends. */
export function keepOpen(result: unknown, call: Call): boolean {
  if (!isReply(result)) return false;
  if (result.body instanceof Readable) return keepOpenFor(result.body, call);
  if (result.events === undefined) return false;
  const { events } = result;
  call.lasting = true;
  result.events = (async function* closing() {
    try {
      yield* events;
    } finally {
      call.close();
    }
  })();
  return true;
}

function keepOpenFor(stream: Readable, call: Call): boolean {
  if (stream.closed) return false;
  const { signal } = call;
  const stop = () => stream.destroy(signal.reason instanceof Error ? signal.reason : undefined);
  signal.addEventListener("abort", stop, { once: true });
  stream.once("close", () => {
    signal.removeEventListener("abort", stop);
    call.close();
  });
  return true;
}
