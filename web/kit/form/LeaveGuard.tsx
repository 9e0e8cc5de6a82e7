import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useBlocker } from "@tanstack/react-router";
import { texts } from "../texts.ts";

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
      title={<Text fw={620}>{texts.form.leaveTitle}</Text>}
      closeButtonProps={{ "aria-label": texts.close }}
    >
      <Stack>
        <Text>{texts.form.leaveText}</Text>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={() => reset?.()}>
            {texts.form.stay}
          </Button>
          <Button color="coral.7" onClick={() => proceed?.()}>
            {texts.form.leave}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
