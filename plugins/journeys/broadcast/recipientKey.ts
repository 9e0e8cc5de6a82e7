/** The outbox's key of one person's message. One that was taken back gets another: the outbox never sends a key twice. */
export function recipientKey(broadcastId: string, personId: string, takes: number): string {
  return `broadcast:${broadcastId}:${personId}${takes === 0 ? "" : `:${takes}`}`;
}

/** Reads `recipientKey`. */
export function readRecipientKey(
  key: string,
): { broadcastId: string; personId: string; takes: number } | undefined {
  const [kind, broadcastId, personId, takes = "0"] = key.split(":");
  return kind === "broadcast" && broadcastId !== undefined && personId !== undefined
    ? { broadcastId, personId, takes: Number(takes) }
    : undefined;
}
