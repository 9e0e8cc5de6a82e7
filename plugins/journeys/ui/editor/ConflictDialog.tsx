import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { Ago } from "@promostack/web/kit";
import { lazy, Suspense } from "react";
import type { Journey } from "../../graph/journey.ts";
import classes from "./Editor.module.css";
import { words as W } from "./texts.ts";
import type { Saving } from "./useSaving.ts";

const ChangeList = lazy(() => import("./panels/ChangeList.tsx"));

/** Two have edited at once: whose draft goes on is for a person to say. Taking theirs can be undone here. */
export function ConflictDialog({
  saving,
  mine,
  take,
}: {
  saving: Saving;
  mine: Journey;
  take(draft: Journey): void;
}) {
  const { conflict } = saving;
  if (conflict === undefined) return null;
  return (
    <Modal
      opened
      onClose={() => undefined}
      withCloseButton={false}
      title={<Text fw={620}>{W.conflict}</Text>}
      size="lg"
    >
      <Stack>
        <Text>
          {W.conflictBy(conflict.by)} <Ago value={conflict.at} />. {W.conflictText}
        </Text>
        <div className={classes.changes}>
          <Suspense fallback={null}>
            <ChangeList before={conflict.draft} after={mine} />
          </Suspense>
        </div>
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
