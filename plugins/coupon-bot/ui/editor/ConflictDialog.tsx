import { Button, Group, Modal, SimpleGrid, Stack, Text } from "@mantine/core";
import { Ago } from "@promostack/web/kit";
import type { Template } from "../../template/template.ts";
import classes from "./Editor.module.css";
import { firstSize, useEditor } from "./editor.ts";
import { Picture } from "./preview/Picture.tsx";
import { words as W } from "./texts.ts";
import type { Saving } from "./useSaving.ts";

/** Two have edited at once: both pictures, and a person says whose goes on. Taking theirs can be undone here. */
export function ConflictDialog({ saving }: { saving: Saving }) {
  const { template, change } = useEditor();
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
        <SimpleGrid cols={2}>
          <Side title={W.conflictTheirs} template={conflict.draft} />
          <Side title={W.conflictMine} template={template} />
        </SimpleGrid>
        <Group justify="flex-end" gap="xs">
          <Button
            variant="default"
            onClick={() => {
              saving.taken();
              change(() => conflict.draft);
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

function Side({ title, template }: { title: string; template: Template }) {
  return (
    <figure className={classes.side}>
      <figcaption>{title}</figcaption>
      <Picture template={template} size={firstSize(template)} width={480} alt={title} />
    </figure>
  );
}
