import { Anchor, Group, Kbd, Modal, Stack, Text } from "@mantine/core";
import { texts } from "../kit/texts.ts";
import { words } from "./texts.ts";

const KEYS: [string[], string][] = [
  [["Ctrl", "K"], words.helpKeys.search],
  [["Ctrl", "S"], words.helpKeys.save],
  [["Esc"], words.helpKeys.closeDialog],
  [["Tab"], words.helpKeys.next],
];

export default function Help({ close }: { close: () => void }) {
  return (
    <Modal
      opened
      onClose={close}
      title={<Text fw={620}>{words.helpTitle}</Text>}
      closeButtonProps={{ "aria-label": texts.close }}
    >
      <Stack gap="sm">
        {KEYS.map(([keys, meaning]) => (
          <Group key={meaning} justify="space-between">
            <Text>{meaning}</Text>
            <Group gap={4}>
              {keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </Group>
          </Group>
        ))}
        <Text c="dimmed">{words.helpText}</Text>
        <Anchor href="/api/openapi.json" target="_blank">
          {words.apiDocs}
        </Anchor>
      </Stack>
    </Modal>
  );
}
