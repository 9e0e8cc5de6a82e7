import { Button, Group, Textarea } from "@mantine/core";
import { Confirm, call, RowAct, useAct, useMay } from "@promostack/web/kit";
import { useState } from "react";
import type { Entry } from "../../campaigns/api.ts";
import { CAMPAIGNS, ENTRIES } from "../base.ts";
import { words as W } from "./texts.ts";

/** What can be decided about an entry. */
export function EntryActs({ entry: { id, number, state }, drawn }: { entry: Entry; drawn: boolean }) {
  const [reason, setReason] = useState("");
  const [member, admin] = [useMay("member"), useMay("admin")];
  const decide = useAct<"in" | "disqualified">({
    act: (next) =>
      call(`${ENTRIES}/${id}/decisions`, {
        method: "POST",
        body: { state: next, reason: next === "in" ? "" : reason },
      }),
    done: W.done,
    changes: [CAMPAIGNS],
  });
  const erase = useAct({
    act: () => call(`${ENTRIES}/${id}`, { method: "DELETE" }),
    done: W.done,
    changes: [CAMPAIGNS],
  });
  if (state === "erased") return null;
  return (
    <Group gap={6} wrap="nowrap" justify="flex-end">
      {member && !drawn && state === "in" ? (
        <Confirm
          title={W.disqualifyTitle(number)}
          text={W.disqualifyText}
          label={W.disqualify}
          fields={
            <Textarea
              label={W.reason}
              value={reason}
              maxLength={500}
              autosize
              minRows={2}
              onChange={({ currentTarget }) => setReason(currentTarget.value)}
            />
          }
          act={() => decide.mutateAsync("disqualified")}
        >
          {(open) => (
            <Button
              size="compact-sm"
              variant="default"
              aria-label={`${W.disqualify}: ${number}`}
              onClick={open}
            >
              {W.disqualify}
            </Button>
          )}
        </Confirm>
      ) : null}
      {member && !drawn && state === "disqualified" ? (
        <RowAct
          label={W.takeBack}
          of={String(number)}
          title={W.takeBackTitle(number)}
          text={W.takeBackText}
          act={() => decide.mutateAsync("in")}
        />
      ) : null}
      {admin ? (
        <RowAct
          look="bin"
          label={W.erase}
          of={String(number)}
          title={W.eraseTitle(number)}
          text={W.eraseText}
          act={() => erase.mutateAsync()}
        />
      ) : null}
    </Group>
  );
}
