import { ActionIcon, Tooltip } from "@mantine/core";
import { IconCopy, IconTrash } from "@tabler/icons-react";
import { useEditor } from "../editor.ts";
import { words as W } from "../texts.ts";

/** Duplicate and delete what is chosen. */
export function StepActs() {
  const { selected, readOnly, duplicate, remove } = useEditor();
  if (readOnly) return null;
  return (
    <>
      <Tooltip label={`${W.duplicateStep} (Ctrl D)`}>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={W.duplicateStep}
          onClick={() => duplicate(selected)}
        >
          <IconCopy size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={`${W.deleteSteps(selected.size)} (Delete)`}>
        <ActionIcon variant="subtle" color="gray" aria-label={W.deleteStep} onClick={() => remove(selected)}>
          <IconTrash size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </>
  );
}
