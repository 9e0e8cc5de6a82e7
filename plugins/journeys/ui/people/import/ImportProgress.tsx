import { Button, Group, Progress, Skeleton, Stack, Text } from "@mantine/core";
import {
  Confirm,
  call,
  ErrorState,
  LinkButton,
  lengthText,
  Notice,
  platformNow,
  Section,
  Status,
  useAct,
  useMay,
  useResource,
} from "@promostack/web/kit";
import type { Import } from "../../../people/imports/api.ts";
import { API, CHANGES, TOPICS } from "../base.ts";
import { Problems } from "./Problems.tsx";
import { words as W } from "./texts.ts";
import { toneOf } from "./tone.ts";

/** How far an import is, and how it ended. */
export function ImportProgress({ id }: { id: string }) {
  const path = `${API}/people-imports/${id}`;
  const { data, error, refetch } = useResource<Import>(path, {}, { topics: TOPICS, every: 2_000 });
  const may = useMay("member");
  const stop = useAct({
    act: () => call(path, { method: "DELETE" }),
    done: W.stopped,
    changes: CHANGES,
  });
  if (error !== null && data === undefined) return <ErrorState error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Skeleton h={160} />;
  const { name, state, rows, done, added, changed, same } = data;
  const running = state === "running";
  return (
    <Section
      title={name}
      actions={
        running && may ? (
          <Confirm title={W.stopTitle} text={W.stopText} label={W.stop} act={() => stop.mutateAsync()}>
            {(open) => (
              <Button variant="default" onClick={open}>
                {W.stop}
              </Button>
            )}
          </Confirm>
        ) : (
          <LinkButton to="/people" variant="default">
            {W.show}
          </LinkButton>
        )
      }
    >
      <Stack gap="xs" role="status">
        <Group gap="xs">
          <Status tone={toneOf(data)}>{W.states[state]}</Status>
          <Text className="figure">{W.progress(done, rows)}</Text>
          {running ? <Text c="dimmed">{leftOf(data)}</Text> : null}
        </Group>
        <Progress value={rows === 0 ? 100 : (100 * done) / rows} animated={running} aria-hidden />
        <Text className="figure">{W.outcome(added, changed, same)}</Text>
        {data.error === null ? null : (
          <Notice tone="bad" title={W.failed}>
            {data.error} {W.failedText}
          </Notice>
        )}
        <Problems problems={data.problems} count={data.wrong + data.duplicates} />
      </Stack>
    </Section>
  );
}

function leftOf({ createdAt, done, rows }: Import): string {
  const seconds = (platformNow() - Date.parse(createdAt)) / 1_000;
  return done === 0 || seconds <= 0 ? "" : W.left(lengthText((seconds * (rows - done)) / done));
}
