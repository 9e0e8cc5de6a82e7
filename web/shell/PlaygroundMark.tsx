import { Popover, Skeleton, Stack, Text, UnstyledButton } from "@mantine/core";
import { IconFlask } from "@tabler/icons-react";
import { lazy, Suspense } from "react";
import { usePlatformClock, usePlatformNow } from "../kit/live/clock.ts";
import { useTimezone } from "../kit/page/place.ts";
import { timeText } from "../kit/show/times.tsx";
import classes from "./Frame.module.css";
import { words } from "./texts.ts";

const SpeedChoice = lazy(async () => ({
  default: (await import("../kit/live/ClockPanel.tsx")).SpeedChoice,
}));

/** Says that nothing here is real, and what time the platform believes it is; opened, it says why and steers how fast time runs. */
export function PlaygroundMark() {
  const { rate } = usePlatformClock();
  const now = usePlatformNow(1000);
  const zone = useTimezone();
  return (
    <Popover width={280} position="top-start" withArrow trapFocus>
      <Popover.Target>
        <UnstyledButton className={classes.playground}>
          <IconFlask size={16} aria-hidden />
          <strong>{words.playground}</strong>
          <span className="figure">
            {timeText(now, zone)}
            {rate === 1 ? "" : ` · ${rate.toLocaleString()}×`}
          </span>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown aria-label={words.playground}>
        <Stack gap="xs">
          <Text size="sm">{words.playgroundMeaning}</Text>
          <Suspense fallback={<Skeleton height={36} />}>
            <SpeedChoice />
          </Suspense>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
