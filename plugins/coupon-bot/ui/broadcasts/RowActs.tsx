import { Button, Group } from "@mantine/core";
import { Confirm, call, useAct, useMay } from "@promostack/web/kit";
import type { BroadcastRow } from "../../broadcasts/api.ts";
import { BROADCASTS } from "../base.ts";
import { words as W } from "./texts.ts";

type Act = "pause" | "resume" | "cancel";
const DONE: Record<Act, string> = { pause: W.paused, resume: W.resumed, cancel: W.cancelled };

/** What can be done to one that is under way. */
export function RowActs({ row: { id, state, left } }: { row: BroadcastRow }) {
  const may = useMay("member");
  const steer = useAct<Act>({
    act: (act) => call(`${BROADCASTS}/${id}/${act}`, { method: "POST" }),
    done: (_, act) => DONE[act],
    changes: [BROADCASTS],
  });
  const button = (act: Act, label: string) => (
    <Button
      size="compact-sm"
      variant="default"
      loading={steer.isPending && steer.variables === act}
      onClick={() => steer.mutate(act)}
    >
      {label}
    </Button>
  );
  const under = state === "scheduled" || state === "sending" || state === "paused";
  if (!may || !under) return null;
  return (
    <Group gap={6} wrap="nowrap" justify="flex-end">
      {state === "sending" ? button("pause", W.pause) : null}
      {state === "paused" ? button("resume", W.resume) : null}
      <Confirm
        title={W.cancelTitle}
        text={W.cancelText(left)}
        label={W.cancelDo}
        act={() => steer.mutateAsync("cancel")}
      >
        {(open) => (
          <Button size="compact-sm" variant="default" onClick={open}>
            {W.cancel}
          </Button>
        )}
      </Confirm>
    </Group>
  );
}
