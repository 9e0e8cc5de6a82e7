import { Button } from "@mantine/core";
import { call, useAct } from "@promostack/web/kit";
import { words as W } from "./texts.ts";

const MARKET = "/api/p/forex-signals/admin/market";

/** Lifts what blocks the budget, counts credits anew and asks for open gaps. */
export function Retry({ label = W.retry }: { label?: string }) {
  const retry = useAct({
    act: () => call(`${MARKET}/retries`, { method: "POST" }),
    done: W.retried,
    changes: [MARKET],
  });
  return (
    <Button variant="default" loading={retry.isPending} onClick={() => retry.mutate()}>
      {label}
    </Button>
  );
}
