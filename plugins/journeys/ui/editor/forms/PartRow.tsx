import { ActionIcon, Group, Stack } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useEditor } from "../editor.ts";
import classes from "./Forms.module.css";
import { words as W } from "./texts.ts";

interface PartRowProps<Part> {
  list: readonly Part[];
  index: number;
  /** Fewer are not allowed. */
  least?: number;
  change(list: Part[]): void;
  children: ReactNode;
}

/** One part of a list that can be moved and removed: a button, an answer, a branch. */
export function PartRow<Part>({ list, index, least = 0, change, children }: PartRowProps<Part>) {
  const { readOnly } = useEditor();
  const move = (to: number) => {
    const part = list[index];
    if (part === undefined) return;
    const others = list.filter((_, at) => at !== index);
    change([...others.slice(0, to), part, ...others.slice(to)]);
  };
  return (
    <div className={classes.part}>
      <Stack gap={6} style={{ flex: 1, minWidth: 0 }}>
        {children}
      </Stack>
      {readOnly ? null : (
        <Group gap={0} wrap="nowrap" align="flex-start">
          <Act label={W.up} off={index === 0} act={() => move(index - 1)}>
            <IconArrowUp size={14} aria-hidden />
          </Act>
          <Act label={W.down} off={index === list.length - 1} act={() => move(index + 1)}>
            <IconArrowDown size={14} aria-hidden />
          </Act>
          <Act
            label={W.remove}
            off={list.length <= least}
            act={() => change(list.filter((_, at) => at !== index))}
          >
            <IconX size={14} aria-hidden />
          </Act>
        </Group>
      )}
    </div>
  );
}

function Act({
  label,
  off,
  act,
  children,
}: {
  label: string;
  off: boolean;
  act(): void;
  children: ReactNode;
}) {
  return (
    <ActionIcon
      className={classes.quiet}
      variant="subtle"
      color="gray"
      size="sm"
      aria-label={label}
      title={label}
      disabled={off}
      onClick={act}
    >
      {children}
    </ActionIcon>
  );
}
