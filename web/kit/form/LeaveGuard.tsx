import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useBlocker } from "@tanstack/react-router";
import { texts as common } from "../texts.ts";
import { texts } from "./texts.ts";

/** Asks before unsaved words are left behind. */
export function LeaveGuard({ on }: { on: boolean }) {
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: ({ current, next }) => on && current.pathname !== next.pathname,
    enableBeforeUnload: on,
    withResolver: true,
  });
  return (
    <Modal
      opened={status === "blocked"}
      onClose={() => reset?.()}
      title={<Text fw={620}>{texts.leaveTitle}</Text>}
      closeButtonProps={{ "aria-label": common.close }}
    >
      <Stack>
        <Text>{texts.leaveText}</Text>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={() => reset?.()}>
            {texts.stay}
          </Button>
          <Button color="coral.7" onClick={() => proceed?.()}>
            {texts.leave}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
