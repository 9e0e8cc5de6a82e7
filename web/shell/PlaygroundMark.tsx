import { Box, Tooltip } from "@mantine/core";
import { IconFlask } from "@tabler/icons-react";
import { usePlatformClock, usePlatformNow } from "../kit/live/clock.ts";
import { useTimezone } from "../kit/page/place.ts";
import { timeText } from "../kit/show/times.tsx";
import classes from "./Frame.module.css";
import { words } from "./texts.ts";

/** Says that nothing here is real, and what time the platform believes it is. */
export function PlaygroundMark() {
  const { rate } = usePlatformClock();
  const now = usePlatformNow(1000);
  const zone = useTimezone();
  return (
    <Tooltip label={words.playgroundMeaning} maw={280}>
      <Box className={classes.playground} tabIndex={0}>
        <IconFlask size={16} aria-hidden />
        <strong>{words.playground}</strong>
        <span className="figure">
          {timeText(now, zone)}
          {rate === 1 ? "" : ` · ${rate.toLocaleString()}×`}
        </span>
      </Box>
    </Tooltip>
  );
}
