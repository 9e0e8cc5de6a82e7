import { Badge } from "@mantine/core";
import { Price, Status } from "@promostack/web/kit";
import { Fragment } from "react";
import type { Signal } from "../api.ts";
import { words } from "./texts.ts";

const REASONS: Record<string, string> = words.reasons;

/** Why a signal or a part of it was closed, in words. */
export function reasonText(reason: string | null): string {
  return reason === null ? "–" : (REASONS[reason] ?? reason);
}

/** Where a signal stands: open, or how it ended, by colour, mark and word. */
export function SignalState({ signal }: { signal: Pick<Signal, "status" | "outcome" | "targetsHit"> }) {
  const { status, outcome, targetsHit } = signal;
  if (status === "failed") return <Status tone="bad">{words.statuses.failed}</Status>;
  if (status === "cancelled") return <Status tone="quiet">{words.statuses.cancelled}</Status>;
  if (status === "draft") return <Status tone="quiet">{words.statuses.draft}</Status>;
  if (status === "open") {
    return (
      <Status tone="info">
        {targetsHit > 0 ? `${words.statuses.open} · T${targetsHit}` : words.statuses.open}
      </Status>
    );
  }
  if (outcome === "win") return <Status tone="good">{words.outcomes.win}</Status>;
  if (outcome === "loss") return <Status tone="bad">{words.outcomes.loss}</Status>;
  return <Badge color="gray">{words.outcomes["break-even"]}</Badge>;
}

export function Targets({ signal }: { signal: Pick<Signal, "targets" | "targetsHit" | "digits"> }) {
  return (
    <>
      {signal.targets.map((target, index) => (
        <Fragment key={target}>
          {index > 0 ? " " : null}
          <span
            className={index < signal.targetsHit ? "buy" : undefined}
            style={{ whiteSpace: "nowrap", marginInlineEnd: 6 }}
          >
            <Price value={target} decimals={signal.digits} />
            {index < signal.targetsHit ? " ✓" : ""}
          </span>
        </Fragment>
      ))}
    </>
  );
}
