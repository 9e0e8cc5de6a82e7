import { Button, Radio, Stack, Textarea, TextInput } from "@mantine/core";
import { Confirm, call, platformNow, useAct, useMay, useTimezone } from "@promostack/web/kit";
import { IconPlayerPause } from "@tabler/icons-react";
import { useState } from "react";
import type { Feed } from "../../api.ts";
import { words as W } from "./texts.ts";

const PATH = "/api/p/forex-signals/pause";
export const CHANGES = ["/api/p/forex-signals"];

type Length = keyof typeof W.lengths;

interface Pause {
  minutes?: number;
  untilDay?: string;
  reason?: string;
}

/** Stops new signals for a while; nothing where they are paused already, because the notice then offers to resume. */
export function PauseSignals({ feed }: { feed: Feed | undefined }) {
  const may = useMay("member");
  const timezone = useTimezone();
  const [length, setLength] = useState<Length>("60");
  const [day, setDay] = useState("");
  const [reason, setReason] = useState("");
  const [asked, setAsked] = useState(false);
  const pause = useAct<Pause>({
    act: (body) => call(PATH, { method: "PUT", body }),
    done: W.pausedNow,
    changes: CHANGES,
  });
  if (!may || feed === undefined || feed.pausedUntil !== null) return null;
  const tomorrow = dayAfter(platformNow(), timezone);
  const dayMissing = length === "day" && day < tomorrow;
  const act = async () => {
    setAsked(true);
    if (dayMissing) throw new Error(W.dayMissing);
    await pause.mutateAsync({
      ...end(length, day, tomorrow),
      ...(reason.trim() && { reason: reason.trim() }),
    });
    setReason("");
    setAsked(false);
  };
  return (
    <Confirm
      title={W.pauseTitle}
      text={W.pauseText}
      label={W.pause}
      color="gold"
      act={act}
      fields={
        <>
          <Radio.Group label={W.howLong} value={length} onChange={(value) => setLength(asLength(value))}>
            <Stack gap={6} mt={6}>
              {Object.entries(W.lengths).map(([value, label]) => (
                <Radio key={value} value={value} label={label} />
              ))}
            </Stack>
          </Radio.Group>
          {length === "day" ? (
            <TextInput
              type="date"
              label={W.day}
              description={timezone}
              min={tomorrow}
              value={day}
              onChange={(event) => setDay(event.currentTarget.value)}
              error={asked && dayMissing ? W.dayMissing : undefined}
            />
          ) : null}
          <Textarea
            label={W.pauseReason}
            description={W.optional}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            maxLength={300}
            autosize
            minRows={2}
          />
        </>
      }
    >
      {(open) => (
        <Button variant="default" leftSection={<IconPlayerPause size={15} aria-hidden />} onClick={open}>
          {W.pause}
        </Button>
      )}
    </Confirm>
  );
}

function end(length: Length, day: string, tomorrow: string): Pause {
  if (length === "day") return { untilDay: day };
  return length === "tomorrow" ? { untilDay: tomorrow } : { minutes: Number(length) };
}

function asLength(value: string): Length {
  return value === "240" || value === "tomorrow" || value === "day" ? value : "60";
}

/** The day after the one that an instant belongs to in a zone, as 2026-11-26. */
function dayAfter(instant: number, timezone: string): string {
  const today = new Intl.DateTimeFormat("en-CA", { timeZone: timezone, dateStyle: "short" }).format(instant);
  return new Date(Date.parse(`${today}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}
