/** A UUID in 22 letters, and back. */
function shortId(id: string): string {
  return Buffer.from(id.replaceAll("-", ""), "hex").toString("base64url");
}

function longId(short: string): string {
  const hex = Buffer.from(short, "base64url").toString("hex");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** What a counted link of a broadcast ends with: the broadcast, the person and the button. */
export function broadcastToken(broadcastId: string, personId: string, button: string): string {
  return `${shortId(broadcastId)}.${shortId(personId)}.${button}`;
}

/** The button of one person's message that a counted link stands for. */
export interface BroadcastLink {
  broadcastId: string;
  personId: string;
  button: string;
}

/** Reads `broadcastToken`; undefined for what is none. */
export function readBroadcastToken(token: string): BroadcastLink | undefined {
  const found = /^([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{22})\.([a-z0-9]{1,12})$/.exec(token);
  if (found === null) return undefined;
  const [, broadcast = "", person = "", button = ""] = found;
  return { broadcastId: longId(broadcast), personId: longId(person), button };
}

const PREFIX = "b";

/** What a button that enters a journey brings back: 38 bytes at most. */
export function pressData(broadcastId: string, button: string): string {
  return `${PREFIX}:${shortId(broadcastId)}:${button}`;
}

/** Reads `pressData`; undefined for what is not one of ours. */
export function readPressData(data: string): { broadcastId: string; button: string } | undefined {
  const found = /^b:([A-Za-z0-9_-]{22}):([a-z0-9]{1,12})$/.exec(data);
  if (found === null) return undefined;
  const [, broadcast = "", button = ""] = found;
  return { broadcastId: longId(broadcast), button };
}
