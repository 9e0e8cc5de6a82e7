import { Button, Textarea } from "@mantine/core";
import { Confirm, call, useAct, useMay } from "@promostack/web/kit";
import { useState } from "react";
import type { SignalDetail } from "../api.ts";
import { words as W } from "./texts.ts";

/** Ends a signal by hand, for a stated reason. */
export function CloseSignal({ id }: { id: string }) {
  const may = useMay("member");
  const [reason, setReason] = useState("");
  const [asked, setAsked] = useState(false);
  const close = useAct<string, SignalDetail>({
    act: (why) =>
      call<SignalDetail>(`/api/p/forex-signals/signals/${id}/close`, {
        method: "POST",
        body: { reason: why },
      }),
    done: W.closedNow,
    changes: ["/api/p/forex-signals"],
  });
  const short = reason.trim().length < 3;
  const act = async () => {
    setAsked(true);
    if (short) throw new Error(W.closeReasonShort);
    await close.mutateAsync(reason.trim());
  };
  if (!may) return null;
  return (
    <Confirm
      title={W.closeTitle}
      text={W.closeText}
      label={W.closeNow}
      act={act}
      fields={
        <Textarea
          label={W.closeReason}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          error={asked && short ? W.closeReasonShort : undefined}
          maxLength={300}
          autosize
          minRows={2}
        />
      }
    >
      {(open) => (
        <Button variant="default" onClick={open}>
          {W.closeNow}
        </Button>
      )}
    </Confirm>
  );
}
