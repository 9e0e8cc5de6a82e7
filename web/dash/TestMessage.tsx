import { Autocomplete, Button, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconSend } from "@tabler/icons-react";
import { useState } from "react";
import type { ConnectionView, TestResult } from "../api/connections.ts";
import { call } from "../kit/api/client.ts";
import { useAct } from "../kit/api/resource.ts";
import { FormModal } from "../kit/show/FormModal.tsx";
import { Notice, problemText } from "../kit/show/states.tsx";
import { words } from "./texts.ts";

const W = words.connections;

/** Posts one message to a chat that the reader names, and says what Telegram answered. */
export function TestMessage({ connection }: { connection: ConnectionView }) {
  const [opened, { open, close }] = useDisclosure(false);
  const [chat, setChat] = useState(connection.channels[0]?.chat ?? "");
  const test = useAct<string, TestResult>({
    act: (to) =>
      call<TestResult>(`/api/connections/${connection.role}/test`, { method: "POST", body: { chat: to } }),
    tell: false,
  });
  const result = test.data;
  return (
    <>
      <Button variant="default" leftSection={<IconSend size={15} aria-hidden />} onClick={open}>
        {W.test}
      </Button>
      <FormModal
        opened={opened}
        title={W.testTitle}
        close={close}
        submit={() => test.mutate(chat.trim())}
        label={W.send}
        busy={test.isPending}
        incomplete={chat.trim() === ""}
      >
        <Text>{W.testText}</Text>
        <Autocomplete
          label={W.testChat}
          description={W.chatHelp}
          data={connection.channels.map((channel) => channel.chat)}
          value={chat}
          onChange={setChat}
          error={problemText(test.error)}
        />
        <div role="status">
          {result === undefined ? null : (
            <Notice tone={result.ok ? "good" : "bad"} title={result.message}>
              {result.hint}
            </Notice>
          )}
        </div>
      </FormModal>
    </>
  );
}
