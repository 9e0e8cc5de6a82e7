import { Stack, Text } from "@mantine/core";
import { Empty, Explained, LinkButton, SpeedChoice, usePlace } from "@promostack/web/kit";
import { IconChartCandle } from "@tabler/icons-react";
import { words as W } from "./texts.ts";

/** Before the first signal: what will happen, and in the playground how not to wait for it. */
export function NoSignals() {
  const { session } = usePlace();
  return (
    <div className="card">
      <Empty
        icon={<IconChartCandle size={30} stroke={1.6} />}
        title={W.empty}
        action={
          session.playground ? (
            <Stack align="center" gap="sm">
              <Text c="dimmed" maw={460}>
                {W.emptyPlayground}
              </Text>
              <Text fw={550}>
                <Explained meaning={W.speedMeaning}>{W.speed}</Explained>
              </Text>
              <SpeedChoice />
              <LinkButton to="/playground" variant="subtle">
                {W.watch}
              </LinkButton>
            </Stack>
          ) : undefined
        }
      >
        {W.emptyText}
      </Empty>
    </div>
  );
}
