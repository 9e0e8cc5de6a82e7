import {
  Badge,
  Box,
  Button,
  Group,
  SegmentedControl,
  Stack,
  Text,
  TextInput,
  Title,
  Tooltip,
} from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import type { ChannelView, ConnectionView } from "../api/connections.ts";
import { call } from "../kit/api/client.ts";
import { useAct } from "../kit/api/resource.ts";
import { FormModal } from "../kit/show/FormModal.tsx";
import { RowAct } from "../kit/show/RowAct.tsx";
import { problemText, Status } from "../kit/show/states.tsx";
import { words } from "./texts.ts";

const W = words.connections;
const KINDS = ["vip", "free", "other"] as const;

/** Channels that a bot posts in, with the rights it has there. */
export function Channels({ connection, mayChange }: { connection: ConnectionView; mayChange: boolean }) {
  const { role, channels } = connection;
  return (
    <Box>
      <Group justify="space-between" mb="xs">
        <Title order={3}>{W.channels}</Title>
        {mayChange ? <AddChannel connection={connection} /> : null}
      </Group>
      {channels.length === 0 ? (
        <Text c="dimmed">{W.noChannels}</Text>
      ) : (
        <Stack component="ul" gap={0} m={0} p={0} style={{ listStyle: "none" }}>
          {channels.map((channel) => (
            <Channel key={channel.id} role={role} channel={channel} mayChange={mayChange} />
          ))}
        </Stack>
      )}
    </Box>
  );
}

function Channel({ role, channel, mayChange }: { role: string; channel: ChannelView; mayChange: boolean }) {
  const remove = useAct({
    act: () => call<void>(`/api/connections/${role}/channels/${channel.id}`, { method: "DELETE" }),
    done: W.channelRemoved,
    changes: ["/api/connections"],
  });
  const state = channel.canPost ? (
    <Status tone="good">{W.canPost}</Status>
  ) : (
    <Status tone="bad">{W.cannotPost}</Status>
  );
  return (
    <Box component="li" py="xs" style={{ borderTop: "1px solid var(--line)" }}>
      <Group wrap="nowrap" gap="sm" justify="space-between">
        <div style={{ minWidth: 0 }}>
          <Group gap={8}>
            <Text fw={550} className="clip">
              {channel.title}
            </Text>
            <Badge color="gray">{W.kinds[channel.kind]}</Badge>
          </Group>
          <Text size="xs" c="dimmed" className="clip">
            {channel.username ? <bdi>@{channel.username}</bdi> : <code>{channel.chat}</code>}
          </Text>
        </div>
        <Group gap="xs" wrap="nowrap">
          {channel.missing.length === 0 ? (
            state
          ) : (
            <Tooltip label={W.missing(channel.missing.join(", "))}>
              <Box component="span" tabIndex={0}>
                {state}
              </Box>
            </Tooltip>
          )}
          {mayChange ? (
            <RowAct
              look="bin"
              label={W.remove}
              of={channel.title}
              title={W.channelRemoveTitle(channel.title)}
              text={W.channelRemoveText}
              act={() => remove.mutateAsync()}
            />
          ) : null}
        </Group>
      </Group>
      {channel.problem ? (
        <Text size="sm" className="warn" mt={4}>
          {channel.problem}
        </Text>
      ) : null}
    </Box>
  );
}

function AddChannel({ connection }: { connection: ConnectionView }) {
  const [opened, { open, close }] = useDisclosure(false);
  const [chat, setChat] = useState("");
  const [kind, setKind] = useState<string>("vip");
  const add = useAct<void, ChannelView>({
    act: () =>
      call<ChannelView>(`/api/connections/${connection.role}/channels`, {
        method: "POST",
        body: { chat: chat.trim(), kind },
      }),
    done: (channel) => W.channelAdded(channel.title),
    changes: ["/api/connections"],
    tell: false,
    onDone: () => {
      setChat("");
      close();
    },
  });
  return (
    <>
      <Button
        variant="default"
        size="compact-sm"
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={open}
      >
        {W.addChannel}
      </Button>
      <FormModal
        opened={opened}
        title={W.addChannel}
        close={close}
        submit={() => add.mutate()}
        label={W.addChannel}
        busy={add.isPending}
        incomplete={chat.trim() === ""}
      >
        <TextInput
          label={W.chat}
          description={W.chatHelp}
          value={chat}
          onChange={(event) => {
            setChat(event.currentTarget.value);
            add.reset();
          }}
          error={problemText(add.error)}
          autoComplete="off"
          data-autofocus
        />
        <div>
          <Text size="sm" fw={500} mb={4} id="channel-kind">
            {W.kind}
          </Text>
          <SegmentedControl
            aria-labelledby="channel-kind"
            value={kind}
            onChange={setKind}
            data={KINDS.map((value) => ({ value, label: W.kinds[value] }))}
          />
        </div>
      </FormModal>
    </>
  );
}
