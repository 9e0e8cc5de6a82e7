import { BASE } from "../base.ts";

export const CONVERSATIONS = `${BASE}/conversations`;
export const COUNTS = `${BASE}/conversation-counts`;
/** What changes a thread: what people and journeys say, and what other plugins send. */
export const SAID = ["inbox", "messages"];
/** What an act in the inbox may have changed. */
export const CHANGES = [CONVERSATIONS, COUNTS];

export function conversation(id: string): string {
  return `${CONVERSATIONS}/${id}`;
}
