import { Button, Text } from "@mantine/core";
import { IconMessagePlus } from "@tabler/icons-react";
import { useEditor } from "../editor.ts";
import { words as W } from "../texts.ts";
import classes from "./Canvas.module.css";

export function EmptyCanvas() {
  const { add } = useEditor();
  return (
    <div className={classes.nothing}>
      <Text c="dimmed">{W.emptyText}</Text>
      <Button leftSection={<IconMessagePlus size={16} aria-hidden />} onClick={() => add("message")}>
        {W.emptyTitle}
      </Button>
    </div>
  );
}
