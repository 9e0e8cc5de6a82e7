import { Group, Select, Text } from "@mantine/core";
import type { WidgetProps } from "@rjsf/utils";
import type { ChannelView, ConnectionView } from "../../api/connections.ts";
import type { Page } from "../../api/list.ts";
import { useResource } from "../api/resource.ts";
import { PageLink } from "../page/PageLink.tsx";
import { Status } from "../show/states.tsx";
import { texts } from "./texts.ts";

/** One of the tenant's channels, by the id of its chat; `x-bot` keeps to those of one of its bots. */
export function ChannelWidget({
  id,
  value,
  label,
  schema,
  required,
  disabled,
  readonly,
  rawErrors,
  onChange,
}: WidgetProps) {
  const { data, error, isPending } = useResource<Page<ConnectionView>>(
    "/api/connections",
    {},
    { topics: ["connections"] },
  );
  const bot = "x-bot" in schema ? String(schema["x-bot"]) : undefined;
  const channels = new Map(
    (data?.items ?? [])
      .filter(({ role }) => bot === undefined || role === bot)
      .flatMap((connection) => connection.channels)
      .map((channel) => [channel.chat, channel]),
  );
  const chosen = typeof value === "string" && value !== "" ? value : null;
  const gone = chosen !== null && !channels.has(chosen) && !isPending && error === null;
  const listed = [...channels.values()].map(({ chat, title }) => ({ value: chat, label: title }));
  const all =
    chosen === null || channels.has(chosen) ? listed : [{ value: chosen, label: chosen }, ...listed];
  const problem = gone ? texts.channelGone : error === null ? undefined : error.message;
  return (
    <Select
      id={id}
      label={label}
      description={
        <>
          {schema.description}{" "}
          {data !== undefined && channels.size === 0 ? (
            <>
              {texts.noChannels} <PageLink to="/connections">{texts.addChannel}</PageLink>
            </>
          ) : null}
        </>
      }
      data={all}
      renderOption={({ option }) => <ChannelLine chat={option.value} channel={channels.get(option.value)} />}
      value={chosen}
      onChange={(chat) => onChange(chat ?? undefined)}
      searchable
      clearable={!required}
      required={required}
      disabled={disabled || readonly}
      error={rawErrors?.join(" ") ?? problem}
      placeholder={texts.chooseChannel}
    />
  );
}

function ChannelLine({ chat, channel }: { chat: string; channel: ChannelView | undefined }) {
  return (
    <Group justify="space-between" gap="xs" wrap="nowrap" style={{ flex: 1 }}>
      <div>
        <Text size="sm">{channel?.title ?? chat}</Text>
        <Text size="xs" c="dimmed">
          <bdi>{channel?.username ? `@${channel.username}` : chat}</bdi>
        </Text>
      </div>
      {channel !== undefined && !channel.canPost ? <Status tone="warn">{texts.cannotPost}</Status> : null}
    </Group>
  );
}
