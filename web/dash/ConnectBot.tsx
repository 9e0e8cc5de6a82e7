import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { BotRole } from "@promostack/core";
import { useState } from "react";
import type { ConnectionView } from "../api/connections.ts";
import { call } from "../kit/api/client.ts";
import { useAct } from "../kit/api/resource.ts";
import { problemText } from "../kit/show/states.tsx";
import { texts } from "../kit/texts.ts";
import { words } from "./texts.ts";

const W = words.connections;
const TOKEN = /^\d{3,15}:[A-Za-z0-9_-]{20,100}$/;

interface ConnectBotProps {
  role: BotRole;
  label?: string;
  done?(): void;
}

/** A token, checked as it is typed and then with Telegram; what is wrong stands beside the field. */
export function ConnectBot({ role, label = W.connect, done }: ConnectBotProps) {
  const [token, setToken] = useState("");
  const [left, setLeft] = useState(false);
  const connect = useAct<string, ConnectionView>({
    act: (text) => call<ConnectionView>(`/api/connections/${role}`, { method: "PUT", body: { token: text } }),
    done: (view) => W.connected(view.bot?.username ?? ""),
    changes: ["/api/connections"],
    tell: false,
    onDone: () => {
      setToken("");
      done?.();
    },
  });
  const typed = token.trim();
  const wrong = left && typed !== "" && !TOKEN.test(typed) ? W.tokenWrong : undefined;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setLeft(true);
        if (TOKEN.test(typed)) connect.mutate(typed);
      }}
    >
      <Stack gap="sm" align="flex-start">
        <TextInput
          w="100%"
          label={W.token}
          description={W.tokenHelp}
          value={token}
          onChange={(event) => {
            setToken(event.currentTarget.value);
            connect.reset();
          }}
          onBlur={() => setLeft(true)}
          error={wrong ?? problemText(connect.error)}
          autoComplete="off"
          spellCheck={false}
          styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
        />
        <Button type="submit" disabled={typed === ""} loading={connect.isPending}>
          {label}
        </Button>
      </Stack>
    </form>
  );
}

export function ReplaceBot({ role, username }: { role: BotRole; username: string }) {
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button variant="default" onClick={open}>
        {W.replace}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={<Text fw={620}>{W.replaceTitle(username)}</Text>}
        closeButtonProps={{ "aria-label": texts.close }}
      >
        <Stack>
          <Text>{W.replaceText}</Text>
          <Group grow>
            <ConnectBot role={role} label={W.replace} done={close} />
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
