import { Button } from "@mantine/core";
import { call, useAct, useMay } from "@promostack/web/kit";
import type { SignalDetail } from "../../api.ts";
import { ConfirmWithReason } from "./ConfirmWithReason.tsx";
import { words as W } from "./texts.ts";

/** Takes back a signal that nobody has been told of. */
export function CancelSignal({ id }: { id: string }) {
  const may = useMay("member");
  const cancel = useAct<string, SignalDetail>({
    act: (reason) =>
      call<SignalDetail>(`/api/p/forex-signals/signals/${id}/cancel`, { method: "POST", body: { reason } }),
    done: W.cancelled,
    changes: ["/api/p/forex-signals"],
  });
  if (!may) return null;
  return (
    <ConfirmWithReason
      title={W.cancelTitle}
      text={W.cancelText}
      label={W.cancel}
      act={(reason) => cancel.mutateAsync(reason)}
    >
      {(open) => (
        <Button variant="default" onClick={open}>
          {W.cancel}
        </Button>
      )}
    </ConfirmWithReason>
  );
}
