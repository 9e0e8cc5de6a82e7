import { Button } from "@mantine/core";
import { call, Notice, Time, useAct, useMay } from "@promostack/web/kit";
import { IconPlayerPlay } from "@tabler/icons-react";
import type { Feed } from "../../api.ts";
import { CHANGES } from "./PauseSignals.tsx";
import { words as W } from "./texts.ts";

/** That no new signals come, until when, by whom and why, and the way on. */
export function PauseNotice({ feed }: { feed: Feed | undefined }) {
  const may = useMay("member");
  const resume = useAct({
    act: () => call("/api/p/forex-signals/pause", { method: "DELETE" }),
    done: W.resumed,
    changes: CHANGES,
  });
  if (feed === undefined || feed.pausedUntil === null) return null;
  const { pausedUntil, pauseReason, pausedBy } = feed;
  return (
    <Notice
      tone="warn"
      title={W.paused}
      action={
        may ? (
          <Button
            variant="default"
            leftSection={<IconPlayerPlay size={15} aria-hidden />}
            loading={resume.isPending}
            onClick={() => resume.mutate()}
          >
            {W.resume}
          </Button>
        ) : undefined
      }
    >
      {W.pausedUntil} <Time value={pausedUntil} />. {pausedBy === null ? null : W.by(pausedBy)} {pauseReason}
    </Notice>
  );
}
