import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { Ago } from "@promostack/web/kit";
import type { Journey } from "../../graph/journey.ts";
import { words as W } from "./texts.ts";
import type { Saving } from "./useSaving.ts";

/** Two have edited at once: whose draft goes on is for a person to say. Taking theirs can be undone here. */
export function ConflictDialog({ saving, take }: { saving: Saving; take(draft: Journey): void }) {
  const { conflict } = saving;
  if (conflict === undefined) return null;
  return (
    <Modal
      opened
      onClose={() => undefined}
      withCloseButton={false}
      title={<Text fw={620}>{W.conflict}</Text>}
    >
      <Stack>
        <Text>
          {W.conflictBy(conflict.by)} <Ago value={conflict.at} />. {W.conflictText}
        </Text>
        <Group justify="flex-end" gap="xs">
          <Button
            variant="default"
            onClick={() => {
              saving.taken();
              take(conflict.draft);
            }}
          >
            {W.takeTheirs}
          </Button>
          <Button onClick={() => void saving.overwrite()}>{W.keepMine}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
