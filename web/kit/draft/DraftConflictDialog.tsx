import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { Ago } from "../show/times.tsx";
import { texts } from "./texts.ts";
import type { DraftSaving } from "./useDraftSaving.ts";

interface DraftConflictDialogProps<Draft> {
  saving: DraftSaving<Draft>;
  title: string;
  /** What the two choices do, and what is shown below. */
  text: string;
  /** Takes their draft over, as a change that can be undone. */
  take(theirs: Draft): void;
  /** How their draft and this one differ. */
  children(theirs: Draft): ReactNode;
}

/** Two have edited at once: whose draft goes on is for a person to say. */
export function DraftConflictDialog<Draft>({
  saving,
  title,
  text,
  take,
  children,
}: DraftConflictDialogProps<Draft>) {
  const { conflict } = saving;
  if (conflict === undefined) return null;
  return (
    <Modal
      opened
      onClose={() => undefined}
      withCloseButton={false}
      title={<Text fw={620}>{title}</Text>}
      size="lg"
    >
      <Stack>
        <Text>
          {texts.conflictBy(conflict.by)} <Ago value={conflict.at} />. {text}
        </Text>
        {children(conflict.draft)}
        <Group justify="flex-end" gap="xs">
          <Button
            variant="default"
            onClick={() => {
              saving.taken();
              take(conflict.draft);
            }}
          >
            {texts.takeTheirs}
          </Button>
          <Button onClick={() => void saving.overwrite()}>{texts.keepMine}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
