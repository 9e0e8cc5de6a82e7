import { Textarea } from "@mantine/core";
import { Confirm } from "@promostack/web/kit";
import { type ReactNode, useState } from "react";
import { words as W } from "./texts.ts";

const FEWEST = 3;

/** Asks before an act that the audit log must give a reason for. */
export function ConfirmWithReason({
  children,
  title,
  text,
  label,
  act,
}: {
  /** The button that opens it. */
  children: (open: () => void) => ReactNode;
  title: string;
  text: string;
  label: string;
  act(reason: string): Promise<unknown>;
}) {
  const [reason, setReason] = useState("");
  const [asked, setAsked] = useState(false);
  const short = reason.trim().length < FEWEST;
  const run = async () => {
    setAsked(true);
    if (short) throw new Error(W.reasonShort);
    await act(reason.trim());
  };
  return (
    <Confirm
      title={title}
      text={text}
      label={label}
      act={run}
      fields={
        <Textarea
          label={W.reason}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          error={asked && short ? W.reasonShort : undefined}
          maxLength={300}
          autosize
          minRows={2}
        />
      }
    >
      {children}
    </Confirm>
  );
}
