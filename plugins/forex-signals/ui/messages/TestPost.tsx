import { Autocomplete, Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { call, useAct } from "@promostack/web/kit";
import { useState } from "react";
import type { TemplatePlace } from "../../messages/api.ts";
import { BASE } from "./place.ts";
import type { ChannelShown } from "./posted.ts";
import { words as W } from "./texts.ts";

/** Sends the text as it stands to one chat that is named. */
export function TestPost({
  place,
  text,
  channels,
  disabled,
}: {
  place: TemplatePlace;
  text: string;
  channels: readonly ChannelShown[];
  disabled: boolean;
}) {
  const [opened, { open, close }] = useDisclosure(false);
  const [chat, setChat] = useState("");
  const titles = new Map(channels.flatMap(({ chats }) => chats.map((each) => [each.chat, each.title])));
  const send = useAct({
    act: () => call(`${BASE}/message-tests`, { method: "POST", body: { ...place, text, chat } }),
    done: W.testSent,
    changes: [],
    onDone: close,
  });
  const named = titles.get(chat) ?? chat;
  return (
    <>
      <Button variant="default" onClick={open} disabled={disabled}>
        {W.test}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={<Text fw={620}>{W.testTitle}</Text>}
        closeButtonProps={{ "aria-label": W.close }}
      >
        <Stack>
          <Text>{W.testText}</Text>
          <Autocomplete
            label={W.testChat}
            description={W.testChatHelp}
            value={chat}
            onChange={setChat}
            data={[...titles.keys()]}
            renderOption={({ option }) => `${titles.get(option.value) ?? ""} (${option.value})`}
          />
          <Group justify="flex-end">
            <Button
              loading={send.isPending}
              disabled={!/^(-?\d{1,19}|@[A-Za-z]\w{3,31})$/.test(chat)}
              onClick={() => send.mutate()}
            >
              {W.testSend(named)}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
