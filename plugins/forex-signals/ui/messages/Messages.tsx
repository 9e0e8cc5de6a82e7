import { Group, NativeSelect, SegmentedControl, Skeleton, Stack, Text } from "@mantine/core";
import { Empty, ErrorState, LinkButton, Notice, Page, useFresh, useResource } from "@promostack/web/kit";
import type { MessageKinds, MessageTemplate } from "../../messages/api.ts";
import { KindList } from "./KindList.tsx";
import classes from "./Messages.module.css";
import { PostedSwitch } from "./PostedSwitch.tsx";
import { BASE, useTextPlace } from "./place.ts";
import { TextEditor } from "./TextEditor.tsx";
import { words as W } from "./texts.ts";

/** `/forex-messages/<kind>/<channel>/<language>`: what channels are told, and how it looks. */
export default function Messages() {
  const { data, error, refetch } = useResource<MessageKinds>(
    `${BASE}/message-kinds`,
    {},
    { topics: ["plugins"] },
  );
  return (
    <Page
      title={W.title}
      intro={W.intro}
      wide
      actions={
        <LinkButton to="/plugins/forex-signals" variant="default">
          {W.rules}
        </LinkButton>
      }
    >
      {error !== null && data === undefined ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : data === undefined ? (
        <Skeleton h={520} />
      ) : (
        <Editor kinds={data} />
      )}
    </Page>
  );
}

function Editor({ kinds }: { kinds: MessageKinds }) {
  const [place, change] = useTextPlace(kinds);
  const { channelKind, language } = place;
  const path = `${BASE}/message-templates/${place.kind}/${channelKind}/${language}`;
  const kind = kinds.kinds.find(({ id }) => id === place.kind);
  const channel = kinds.channels.find((each) => each.kind === channelKind);
  const stored = useFresh<MessageTemplate>(path, { enabled: kind !== undefined });
  if (kind === undefined || channel === undefined)
    return <Empty whole title={W.missing} action={<LinkButton to="/forex-messages">{W.back}</LinkButton>} />;
  const used = kinds.languages.find(({ id }) => id === channel.language)?.name ?? channel.language;
  return (
    <div className={classes.page}>
      <KindList kinds={kinds} place={place} choose={(id) => change({ kind: id, language })} />
      <Stack gap="sm">
        <Group justify="space-between" align="flex-end" gap="sm">
          <div>
            <Text fw={620} fz={17} component="h2" m={0}>
              {kind.title}
            </Text>
            <Text c="dimmed">{kind.summary}</Text>
          </div>
          <Group gap="xs">
            <SegmentedControl
              aria-label={W.channel}
              value={channelKind}
              onChange={(value) => {
                const next = kinds.channels.find((each) => each.kind === value);
                if (next) change({ channelKind: next.kind });
              }}
              data={kinds.channels.map((each) => ({ value: each.kind, label: W.channels[each.kind] }))}
            />
            <NativeSelect
              aria-label={W.language}
              value={language}
              onChange={(event) => {
                const next = kinds.languages.find(({ id }) => id === event.currentTarget.value);
                if (next) change({ language: next.id });
              }}
              data={kinds.languages.map(({ id, name }) => ({
                value: id,
                label: id === channel.language ? W.inUse(name) : name,
              }))}
            />
          </Group>
        </Group>
        <PostedSwitch kind={kind} channel={channel} />
        {language === channel.language ? null : (
          <Notice tone="info" title={W.notInUse}>
            {W.notInUseText(used)}
          </Notice>
        )}
        {channel.hideLevels && kind.variables.some(({ level }) => level) ? (
          <Text size="sm" c="dimmed">
            {W.hidden}
          </Text>
        ) : null}
        {stored.error !== null && stored.data === undefined ? (
          <ErrorState error={stored.error} retry={() => void stored.refetch()} />
        ) : stored.data === undefined ? (
          <Skeleton h={360} />
        ) : (
          <TextEditor key={path} kind={kind} kinds={kinds} place={place} stored={stored.data} />
        )}
      </Stack>
    </div>
  );
}
