import type { MessageView } from "../api/work.ts";
import { Status, type Tone } from "../kit/show/states.tsx";
import { messageWords as W } from "./texts.ts";

const TONE: Record<MessageView["state"], Tone> = {
  pending: "quiet",
  sending: "info",
  sent: "good",
  unknown: "warn",
  expired: "warn",
  blocked: "warn",
  dead: "bad",
};

export function MessageState({ state }: { state: MessageView["state"] }) {
  return <Status tone={TONE[state]}>{W.state[state]}</Status>;
}
