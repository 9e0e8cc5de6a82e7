import {
  IconArrowsSplit2,
  IconBolt,
  IconClockPause,
  IconCornerUpLeft,
  IconFlag,
  IconGitFork,
  IconHelpCircle,
  IconMessage,
  IconMessageReply,
  IconTag,
  IconVariable,
  type TablerIcon,
} from "@tabler/icons-react";
import type { Step, StepKind } from "../../../graph/step.ts";
import { words as W } from "../texts.ts";

export interface KindLook {
  kind: StepKind;
  Icon: TablerIcon;
  /** What its card is tinted with: by what it does, not by kind. */
  tint: "gold" | "blue" | "amber" | "teal" | "coral" | "gray";
}

/** Kinds of steps as the palette groups them. */
export const PALETTE: readonly { title: string; kinds: readonly KindLook[] }[] = [
  {
    title: W.groups.talk,
    kinds: [
      { kind: "message", Icon: IconMessage, tint: "blue" },
      { kind: "question", Icon: IconHelpCircle, tint: "blue" },
      { kind: "wait_for_reply", Icon: IconMessageReply, tint: "blue" },
    ],
  },
  {
    title: W.groups.flow,
    kinds: [
      { kind: "delay", Icon: IconClockPause, tint: "amber" },
      { kind: "condition", Icon: IconGitFork, tint: "amber" },
      { kind: "split", Icon: IconArrowsSplit2, tint: "amber" },
      { kind: "goto", Icon: IconCornerUpLeft, tint: "amber" },
    ],
  },
  {
    title: W.groups.act,
    kinds: [
      { kind: "tag", Icon: IconTag, tint: "teal" },
      { kind: "set", Icon: IconVariable, tint: "teal" },
      { kind: "action", Icon: IconBolt, tint: "teal" },
      { kind: "end", Icon: IconFlag, tint: "gray" },
    ],
  },
];

const LOOKS = new Map(PALETTE.flatMap(({ kinds }) => kinds.map((look) => [look.kind, look] as const)));

export function lookOf(kind: StepKind): KindLook {
  return LOOKS.get(kind) ?? { kind, Icon: IconMessage, tint: "gray" };
}

/** What people call a step: its own title, or its kind. */
export function titleOf(step: Pick<Step, "kind" | "title">): string {
  return step.title === undefined || step.title.trim() === "" ? W.kinds[step.kind] : step.title;
}

/** Text without Telegram's marks. */
export function plain(html: string): string {
  return html
    .replace(/<[^>]+>/g, "")
    .replace(/\s+/g, " ")
    .trim();
}
