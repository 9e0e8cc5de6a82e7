import { FileButton, Group, Skeleton, Stack, Text, UnstyledButton } from "@mantine/core";
import { call, ErrorState, notify, Section, useAct, useGo, useResource } from "@promostack/web/kit";
import { IconFile, IconUpload, type TablerIcon } from "@tabler/icons-react";
import type { JourneyDetail, NewJourney } from "../../drafts/api.ts";
import type { ShownTemplate } from "../../templates/api.ts";
import { BASE } from "../base.ts";
import classes from "./Gallery.module.css";
import { JourneyPicture } from "./JourneyPicture.tsx";
import { words as W } from "./texts.ts";

/** Where a journey begins: empty, with a template, from a file. */
export function Beginnings() {
  const go = useGo();
  const begin = useAct<NewJourney["from"], JourneyDetail>({
    act: (from) => call<JourneyDetail>(`${BASE}/journeys`, { method: "POST", body: { from } }),
    done: ({ name }, { kind }) => (kind === "file" ? W.imported(name) : W.duplicated(name)),
    changes: [`${BASE}/journeys`],
    onDone: ({ id }) => go(`/journeys/${id}`),
  });
  const take = async (file: File | null) => {
    if (file === null) return;
    try {
      begin.mutate({ kind: "file", file: JSON.parse(await file.text()) });
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      await notify({ tone: "bad", message: W.notJson });
    }
  };
  return (
    <Stack gap="md">
      <div className={classes.grid}>
        <Choice
          Icon={IconFile}
          title={W.blank}
          text={W.blankText}
          act={() => begin.mutate({ kind: "blank" })}
        />
        <FileButton accept=".json,application/json" onChange={(file) => void take(file)}>
          {({ onClick }) => <Choice Icon={IconUpload} title={W.import} text={W.importText} act={onClick} />}
        </FileButton>
      </div>
      <Templates begin={(template) => begin.mutate({ kind: "template", template })} />
    </Stack>
  );
}

function Templates({ begin }: { begin(template: string): void }) {
  const { data, error, refetch } = useResource<{ items: ShownTemplate[] }>(`${BASE}/templates`);
  if (data === undefined && error !== null) return <ErrorState error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Skeleton h={320} />;
  const groups = [...new Set(data.items.map(({ group }) => group))];
  return groups.map((group) => (
    <Section key={group} title={group} plain>
      <div className={classes.grid}>
        {data.items
          .filter((each) => each.group === group)
          .map(({ id, name, summary, steps, journey }) => (
            <UnstyledButton key={id} className={`card ${classes.choice}`} onClick={() => begin(id)}>
              <JourneyPicture journey={journey} />
              <Text fw={600} mt="xs">
                {name}
              </Text>
              <Text size="sm" c="dimmed">
                {summary}
              </Text>
              <Text size="xs" c="dimmed" mt={4}>
                {W.stepCount(steps)}
              </Text>
            </UnstyledButton>
          ))}
      </div>
    </Section>
  ));
}

function Choice({ Icon, title, text, act }: { Icon: TablerIcon; title: string; text: string; act(): void }) {
  return (
    <UnstyledButton className={`card ${classes.choice}`} onClick={act}>
      <Group gap="sm" wrap="nowrap" align="flex-start">
        <Icon size={20} stroke={1.6} aria-hidden className={classes.icon} />
        <Stack gap={2}>
          <Text fw={600}>{title}</Text>
          <Text size="sm" c="dimmed">
            {text}
          </Text>
        </Stack>
      </Group>
    </UnstyledButton>
  );
}
