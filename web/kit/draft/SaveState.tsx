import { Anchor, Text } from "@mantine/core";
import { problemText } from "../show/states.tsx";
import { Ago } from "../show/times.tsx";
import classes from "./Draft.module.css";
import { texts } from "./texts.ts";
import type { DraftSaving } from "./useDraftSaving.ts";

interface SaveStateProps {
  saving: DraftSaving<unknown>;
  /** Why nothing can be changed here, said instead. */
  readOnly?: string;
}

/** Whether everything is saved, and since when. */
export function SaveState({ saving, readOnly }: SaveStateProps) {
  const { state, error, editedAt, editedBy, save } = saving;
  if (readOnly !== undefined) return <span className={classes.saved}>{readOnly}</span>;
  if (state === "failed")
    return (
      <Text size="xs" c="var(--ink-sell)" role="alert">
        {texts.saveFailed}: {problemText(error ?? null)}{" "}
        <Anchor component="button" size="xs" onClick={() => void save()}>
          {texts.saveAgain}
        </Anchor>
      </Text>
    );
  return (
    <span className={classes.saved} role="status">
      {state === "saved" ? texts.saved : state === "saving" ? texts.saving : texts.unsaved}
      {state === "saved" ? (
        <>
          {" "}
          ·{" "}
          <span title={editedBy === "" ? undefined : texts.by(editedBy)}>
            <Ago value={editedAt} />
          </span>
        </>
      ) : null}
    </span>
  );
}
