import { Button } from "@mantine/core";
import { Confirm, call, useAct, useMay } from "@promostack/web/kit";
import type { Campaign } from "../../campaigns/api.ts";
import { CAMPAIGNS, campaign as pathOf } from "../base.ts";
import { words as W } from "./texts.ts";

/** Opens and closes it. Nothing once winners are drawn. */
export function CampaignActs({ campaign: { id, phase, entries, winnersDrawn } }: { campaign: Campaign }) {
  const may = useMay("member");
  const steer = useAct<"open" | "close" | "withdraw">({
    act: (act) => call(`${pathOf(id)}/${act}`, { method: "POST" }),
    done: W.done,
    changes: [CAMPAIGNS],
  });
  if (!may || winnersDrawn > 0) return null;
  if (phase === "draft")
    return (
      <Confirm
        title={W.openTitle}
        text={W.openText}
        label={W.open}
        color="gold"
        act={() => steer.mutateAsync("open")}
      >
        {(open) => <Button onClick={open}>{W.open}</Button>}
      </Confirm>
    );
  if (phase === "ended")
    return (
      <Button variant="default" loading={steer.isPending} onClick={() => steer.mutate("open")}>
        {W.reopen}
      </Button>
    );
  return (
    <>
      {entries === 0 ? (
        <Button variant="default" loading={steer.isPending} onClick={() => steer.mutate("withdraw")}>
          {W.withdraw}
        </Button>
      ) : null}
      <Confirm title={W.closeTitle} text={W.closeText} label={W.close} act={() => steer.mutateAsync("close")}>
        {(open) => (
          <Button variant="default" onClick={open}>
            {W.close}
          </Button>
        )}
      </Confirm>
    </>
  );
}
