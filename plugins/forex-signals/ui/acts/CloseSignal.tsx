import { Button } from "@mantine/core";
import { call, useAct, useMay } from "@promostack/web/kit";
import type { SignalDetail } from "../../api.ts";
import { ConfirmWithReason } from "./ConfirmWithReason.tsx";
import { words as W } from "./texts.ts";

/** Ends a signal by hand, for a stated reason. */
export function CloseSignal({ id }: { id: string }) {
  const may = useMay("member");
  const close = useAct<string, SignalDetail>({
    act: (reason) =>
      call<SignalDetail>(`/api/p/forex-signals/signals/${id}/close`, { method: "POST", body: { reason } }),
    done: W.closed,
    changes: ["/api/p/forex-signals"],
  });
  if (!may) return null;
  return (
    <ConfirmWithReason
      title={W.closeTitle}
      text={W.closeText}
      label={W.close}
      act={(reason) => close.mutateAsync(reason)}
    >
      {(open) => (
        <Button variant="default" onClick={open}>
          {W.close}
        </Button>
      )}
    </ConfirmWithReason>
  );
}
