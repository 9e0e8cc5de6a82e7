import { Badge, Box, Tooltip } from "@mantine/core";
import { IconFlask } from "@tabler/icons-react";
import { usePlatformClock, usePlatformNow } from "../kit/live/clock.ts";
import { useTimezone } from "../kit/page/place.ts";
import { timeText } from "../kit/show/times.tsx";
import { words } from "./texts.ts";

/** Says that nothing here is real, and what time the platform believes it is. */
export function PlaygroundMark() {
  const { rate } = usePlatformClock();
  const now = usePlatformNow(1000);
  const zone = useTimezone();
  return (
    <Box px="sm" pb="xs">
      <Tooltip label={words.playgroundMeaning} maw={280}>
        <Badge
          color="amber"
          variant="light"
          fullWidth
          size="lg"
          leftSection={<IconFlask size={13} aria-hidden />}
          rightSection={
            <span className="figure">
              {rate === 1
                ? timeText(now, zone, "time")
                : `${timeText(now, zone)} · ${rate.toLocaleString()}×`}
            </span>
          }
          styles={{ label: { flex: 1, textAlign: "start" } }}
          tabIndex={0}
        >
          {rate === 1 ? words.playground : ""}
        </Badge>
      </Tooltip>
    </Box>
  );
}
