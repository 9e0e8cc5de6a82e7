import { Button } from "@mantine/core";
import { Confirm, call, lengthText, useAct, useTimezone } from "@promostack/web/kit";
import { IconSend } from "@tabler/icons-react";
import type { AudienceCount, Broadcast, BroadcastDraft } from "../../broadcast/api.ts";
import { BROADCASTS, broadcast } from "./paths.ts";
import { words as W } from "./texts.ts";
import { isWhole } from "./useAudienceCount.ts";

interface SendButtonProps {
  id: string;
  draft: BroadcastDraft;
  count: AudienceCount | undefined;
  saveFirst(): Promise<void>;
}

/** Sends or schedules it, after saying to how many. */
export function SendButton({ id, draft: { name, plan }, count, saveFirst }: SendButtonProps) {
  const zone = useTimezone();
  const { when, audience } = plan;
  const now = when.kind === "now";
  const send = useAct<void, Broadcast>({
    act: async () => {
      await saveFirst();
      return call<Broadcast>(`${broadcast(id)}/start`, { method: "POST" });
    },
    done: now ? W.started : W.scheduled,
    changes: [BROADCASTS],
  });
  const people = count?.count ?? 0;
  const say =
    when.kind === "local"
      ? W.whenLocal(when.time)
      : W.whenClock(when.kind === "clock" ? when.time : when.kind === "at" ? when.at : "", zone);
  return (
    <Confirm
      title={now ? W.sendTitle(name) : W.scheduleTitle(name)}
      text={now ? W.sendText(people, lengthText(count?.seconds ?? 0)) : W.scheduleText(people, say)}
      label={now ? W.send : W.schedule}
      color=""
      act={() => send.mutateAsync()}
    >
      {(open) => (
        <Button
          leftSection={<IconSend size={16} aria-hidden />}
          disabled={!isWhole(audience) || count === undefined || (now && people === 0)}
          onClick={open}
        >
          {now ? W.send : W.schedule}
        </Button>
      )}
    </Confirm>
  );
}
