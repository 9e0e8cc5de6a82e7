import { Button, Group, SegmentedControl, Skeleton, Stack, Table, Text } from "@mantine/core";
import {
  call,
  ErrorState,
  Notice,
  Section,
  Status,
  TelegramText,
  useAct,
  useMay,
  useResource,
} from "@promostack/web/kit";
import { useState } from "react";
import type { Preview } from "../../wordsApi.ts";
import { reasonText, skippedText } from "./outcomeText.ts";
import { words as W } from "./texts.ts";
import classes from "./Words.module.css";

type Kind = keyof typeof W.kinds;
type Item = Preview["items"][number];

/** What the next briefing or recap would say, beside the facts that it is made of. */
export function BulletinPreview() {
  const [kind, setKind] = useState<Kind>("briefing");
  const may = useMay("member");
  const path = `/api/p/forex-signals/bulletins/${kind}/preview`;
  const { data, error, refetch } = useResource<Preview>(path, {}, { topics: ["signals"] });
  const [phrased, setPhrased] = useState<Preview>();
  const ask = useAct<void, Preview>({
    act: () => call<Preview>(path, { method: "POST" }),
    onDone: setPhrased,
    changes: ["/api/p/forex-signals/phrasings"],
  });
  const choose = (value: string) => {
    setPhrased(undefined);
    setKind(kindOf(value));
  };
  const shown = phrased ?? data;
  return (
    <Section title={W.preview} intro={W.previewText}>
      <Stack gap="md">
        <Group justify="space-between">
          <SegmentedControl
            aria-label={W.kind}
            value={kind}
            onChange={choose}
            data={Object.entries(W.shortKinds).map(([value, label]) => ({ value, label }))}
          />
          {may && data?.asks === true ? (
            <Button variant="default" loading={ask.isPending} onClick={() => ask.mutate()}>
              {W.askAi}
            </Button>
          ) : null}
        </Group>
        <Text size="sm" c="dimmed">
          {W.kinds[kind]}: {W.due[kind]} {data?.asks === false ? W.noAi : ""}
        </Text>
        {error !== null && data === undefined ? (
          <ErrorState error={error} retry={() => void refetch()} />
        ) : shown === undefined ? (
          <Skeleton h={260} />
        ) : (
          shown.items.map((item) => <PreviewItem key={item.subject} item={item} />)
        )}
      </Stack>
    </Section>
  );
}

function PreviewItem({ item }: { item: Item }) {
  if (item.skipped !== null)
    return (
      <Notice tone="info" title={item.subject === "" ? W.nothing : `${item.subject}: ${W.nothing}`}>
        {skippedText(item.skipped)}
      </Notice>
    );
  return (
    <div className={classes.columns}>
      <Stack gap="xs">
        <Group gap="xs">
          <Status tone={item.writer === "ai" ? "good" : "quiet"}>
            {item.writer === "ai" ? W.byAi : W.byTemplate}
          </Status>
          <Text size="sm" c="dimmed">
            {item.channels.length > 0 ? W.to(item.channels.join(", ")) : W.toNobody}
          </Text>
        </Group>
        {item.refused === null ? null : (
          <Text size="sm" className="warn">
            {W.notTaken(reasonText(item.refused))}
          </Text>
        )}
        <div className={classes.bubble} dir="auto">
          <TelegramText html={item.text} />
        </div>
      </Stack>
      <div>
        <Text fw={600}>{W.facts}</Text>
        <Text size="xs" c="dimmed" mb={4}>
          {W.factsText}
        </Text>
        <Table className="figure" verticalSpacing={3}>
          <Table.Tbody>
            {item.facts.map(({ label, value }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a list's facts repeat their labels, in a fixed order
              <Table.Tr key={index}>
                <Table.Td>{label}</Table.Td>
                <Table.Td ta="end" className={classes.value}>
                  {value}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </div>
  );
}

function kindOf(value: string): Kind {
  return value === "daily-recap" || value === "weekly-recap" ? value : "briefing";
}
