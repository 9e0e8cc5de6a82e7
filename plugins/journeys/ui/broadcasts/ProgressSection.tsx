import { Group, Progress, Stack, Text } from "@mantine/core";
import { lengthText, Section, Time } from "@promostack/web/kit";
import type { Broadcast } from "../../broadcast/api.ts";
import { words as W } from "./texts.ts";

/** How far it is, how long it takes, and who waits for what. */
export function ProgressSection({ broadcast: { state, gatheredAt, progress } }: { broadcast: Broadcast }) {
  const { people, waiting, queued, held, nextDueAt, secondsLeft } = progress;
  const done = people - waiting - queued;
  const share = people === 0 ? (state === "done" ? 100 : 0) : (done / people) * 100;
  return (
    <Section title={W.progress}>
      <Stack gap="xs">
        <Progress.Root size="lg" transitionDuration={0}>
          <Progress.Section value={share} aria-label={W.progress} />
        </Progress.Root>
        <Group justify="space-between" gap="xs">
          <Text className="figure">{W.progressOf(done, people)}</Text>
          {state === "sending" && secondsLeft !== null ? (
            <Text c="dimmed">{W.left(lengthText(secondsLeft))}</Text>
          ) : null}
        </Group>
        {state === "sending" && gatheredAt === null ? <Text c="dimmed">{W.gathering}</Text> : null}
        {state === "done" || state === "cancelled"
          ? null
          : Object.entries(held).map(([why, count]) => (
              <Text key={why} c="dimmed">
                {W.waitsFor(count, W.helds[why] ?? why)}
              </Text>
            ))}
        {state === "sending" && secondsLeft === null && nextDueAt !== null ? (
          <Text c="dimmed">
            {W.nextAt} <Time value={nextDueAt} />
          </Text>
        ) : null}
      </Stack>
    </Section>
  );
}
