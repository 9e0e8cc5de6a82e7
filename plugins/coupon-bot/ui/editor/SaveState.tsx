import { Anchor, Text } from "@mantine/core";
import { Ago, problemText } from "@promostack/web/kit";
import classes from "./Editor.module.css";
import { useEditor } from "./editor.ts";
import { words as W } from "./texts.ts";
import type { Saving } from "./useSaving.ts";

/** Whether everything is saved, and since when. */
export function SaveState({ saving }: { saving: Saving }) {
  const { readOnly } = useEditor();
  const { state, error, editedAt, editedBy, save } = saving;
  if (readOnly) return <span className={classes.saved}>{W.readOnly}</span>;
  if (state === "failed")
    return (
      <Text size="xs" c="var(--ink-sell)" role="alert">
        {W.saveFailed}: {problemText(error ?? null)}{" "}
        <Anchor component="button" size="xs" onClick={() => void save()}>
          {W.saveAgain}
        </Anchor>
      </Text>
    );
  return (
    <span className={classes.saved} role="status">
      {state === "saved" ? W.saved : state === "saving" ? W.saving : W.unsaved}
      {state === "saved" ? (
        <>
          {" "}
          ·{" "}
          <span title={editedBy === "" ? undefined : W.by(editedBy)}>
            <Ago value={editedAt} />
          </span>
        </>
      ) : null}
    </span>
  );
}
