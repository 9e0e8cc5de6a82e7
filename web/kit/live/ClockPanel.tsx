import { Button, Group, SegmentedControl, Stack, Text, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { PlatformClock } from "../../api/session.ts";
import { call } from "../api/client.ts";
import { refresh, useAct } from "../api/resource.ts";
import { timeText } from "../show/times.tsx";
import { clockTexts as W } from "../texts.ts";
import { setPlatformClock, usePlatformClock, usePlatformNow } from "./clock.ts";

const RATES = [1, 60, 600];

/** Steers the playground's clock: everything that waits for time follows. */
export function useClockRate() {
  const queries = useQueryClient();
  return useAct<{ rate?: number; at?: string }, PlatformClock>({
    act: (body) => call<PlatformClock>("/api/clock", { method: "PUT", body }),
    done: (clock) => W.set(clock.rate),
    onDone: (clock) => {
      setPlatformClock(clock);
      void refresh(queries, ["/api/"]);
    },
  });
}

/** How fast time runs, as a choice. */
export function SpeedChoice() {
  const { rate } = usePlatformClock();
  const steer = useClockRate();
  const rates = RATES.includes(rate) ? RATES : [...RATES, rate].sort((a, b) => a - b);
  return (
    <SegmentedControl
      aria-label={W.rate}
      value={String(rate)}
      onChange={(value) => steer.mutate({ rate: Number(value) })}
      disabled={steer.isPending}
      data={rates.map((each) => ({
        value: String(each),
        label: each === 0 ? W.stopped : `${each.toLocaleString()}×`,
      }))}
    />
  );
}

/** The platform's time, its speed, and a jump forwards. */
export function ClockPanel() {
  const now = usePlatformNow(500);
  const steer = useClockRate();
  const [at, setAt] = useState("");
  const target = Date.parse(`${at}Z`);
  return (
    <Stack gap="lg" align="flex-start">
      <div>
        <Text c="dimmed">{W.now}</Text>
        <Text fz={26} fw={620} className="figure" role="timer">
          {new Date(now).toISOString().slice(0, 19).replace("T", " ")} UTC
        </Text>
        <Text c="dimmed" className="figure">
          {timeText(now, Intl.DateTimeFormat().resolvedOptions().timeZone)} {W.here}
        </Text>
      </div>
      <div>
        <Text fw={550} mb={4}>
          {W.rate}
        </Text>
        <SpeedChoice />
      </div>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (target > now) steer.mutate({ at: new Date(target).toISOString() });
        }}
      >
        <Group align="flex-end" gap="sm">
          <TextInput
            type="datetime-local"
            label={W.jump}
            description={W.jumpHelp}
            value={at}
            onChange={(event) => setAt(event.currentTarget.value)}
            error={at !== "" && !(target > now) ? W.jumpPast : undefined}
          />
          <Button type="submit" variant="default" disabled={!(target > now)} loading={steer.isPending}>
            {W.jumpDo}
          </Button>
        </Group>
      </form>
    </Stack>
  );
}
