import { Button } from "@mantine/core";
import { Confirm, call, useAct, useGo, useMay } from "@promostack/web/kit";
import type { Broadcast } from "../../broadcast/api.ts";
import { BROADCASTS, broadcast as pathOf } from "./paths.ts";
import { words as W } from "./texts.ts";

type Act = "pause" | "resume" | "cancel" | "unschedule";

const DONE: Record<Act, string> = {
  pause: W.paused,
  resume: W.resumed,
  cancel: W.cancelledDone,
  unschedule: W.unscheduled,
};

/** What can be done to one that has begun. */
export function BroadcastActs({ broadcast: { id, name, state, plan, progress } }: { broadcast: Broadcast }) {
  const may = useMay("member");
  const go = useGo();
  const steer = useAct<Act>({
    act: (act) => call(`${pathOf(id)}/${act}`, { method: "POST" }),
    done: (_, act) => DONE[act],
    changes: [BROADCASTS],
  });
  const copy = useAct<void, Broadcast>({
    act: () =>
      call<Broadcast>(BROADCASTS, { method: "POST", body: { name: W.copyOf(name).slice(0, 120), plan } }),
    done: W.duplicated,
    changes: [BROADCASTS],
    onDone: (made) => go(`/broadcasts/${made.id}`),
  });
  if (!may) return null;
  const button = (act: Act, label: string) => (
    <Button
      variant="default"
      loading={steer.isPending && steer.variables === act}
      onClick={() => steer.mutate(act)}
    >
      {label}
    </Button>
  );
  const under = state === "scheduled" || state === "sending" || state === "paused";
  return (
    <>
      <Button variant="default" loading={copy.isPending} onClick={() => copy.mutate()}>
        {W.duplicate}
      </Button>
      {state === "scheduled" ? button("unschedule", W.unschedule) : null}
      {state === "sending" ? button("pause", W.pause) : null}
      {state === "paused" ? button("resume", W.resume) : null}
      {under ? (
        <Confirm
          title={W.cancelTitle}
          text={W.cancelText(progress.waiting + progress.queued)}
          label={W.cancelDo}
          act={() => steer.mutateAsync("cancel")}
        >
          {(open) => (
            <Button variant="default" onClick={open}>
              {W.cancel}
            </Button>
          )}
        </Confirm>
      ) : null}
    </>
  );
}
