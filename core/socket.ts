/** One WebSocket connection, whichever side opened it. Text only: what is not text ends it. */
export interface Socket {
  /** What the other side sends, in order, until the connection is over. For one reader. */
  readonly messages: AsyncIterable<string>;
  /** Resolves when it is over: the other side's code and reason, 1006 where it broke without a goodbye. */
  readonly closed: Promise<SocketEnd>;
  /** What is sent after the end is lost. */
  send(text: string): void;
  /** Says goodbye; a side that does not answer is cut off a moment later. */
  close(code?: number, reason?: string): void;
  /** Ends it without a goodbye. */
  cut(): void;
}

export interface SocketEnd {
  code: number;
  reason: string;
}

/**
 * Opens a connection to `ws:` or `wss:` addresses of allowed hosts. Raises `socket.refused`, with `status` and `body` among its details, where
 * the other side answered something else, and `socket.unreachable` where it did not answer. The signal cuts it off, before and after.
 */
export type Dial = (address: string | URL, signal?: AbortSignal) => Promise<Socket>;
