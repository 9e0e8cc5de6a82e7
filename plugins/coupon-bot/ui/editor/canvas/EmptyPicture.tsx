import { Button, FileButton, Group, Stack, Text } from "@mantine/core";
import { IconPhotoPlus } from "@tabler/icons-react";
import { useEditor } from "../editor.ts";
import { PICTURE_TYPES } from "../fileTypes.ts";
import { words as W } from "../texts.ts";
import { usePlacing } from "../usePlacing.ts";
import classes from "./Canvas.module.css";

/** What to begin with, while nothing is in the picture. */
export function EmptyPicture({ over }: { over: boolean }) {
  const { insert } = useEditor();
  const place = usePlacing();
  return (
    // Presses here are no presses on the picture.
    <div className={classes.empty} onPointerDown={(event) => event.stopPropagation()}>
      <Stack align="center" gap={6} className={classes.emptyCard} data-over={over || undefined}>
        <IconPhotoPlus size={30} stroke={1.5} aria-hidden />
        <Text fw={620}>{over ? W.dropHere : W.emptyTitle}</Text>
        <Text size="sm" c="dimmed" ta="center">
          {W.emptyText}
        </Text>
        <Group gap={6} justify="center" mt={4}>
          <FileButton accept={PICTURE_TYPES} onChange={(file) => file !== null && void place(file, "image")}>
            {(props) => (
              <Button {...props} size="xs">
                {W.emptyPhoto}
              </Button>
            )}
          </FileButton>
          <Button size="xs" variant="default" onClick={() => insert("heading")}>
            {W.emptyHeading}
          </Button>
          <Button size="xs" variant="default" onClick={() => insert("code")}>
            {W.emptyCode}
          </Button>
        </Group>
      </Stack>
    </div>
  );
}
