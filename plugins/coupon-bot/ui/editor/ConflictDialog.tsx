import { SimpleGrid } from "@mantine/core";
import { DraftConflictDialog } from "@promostack/web/kit";
import type { Template } from "../../template/template.ts";
import classes from "./Editor.module.css";
import { firstSize, useEditor } from "./editor.ts";
import { Picture } from "./preview/Picture.tsx";
import { words as W } from "./texts.ts";
import type { Saving } from "./useSaving.ts";

/** Two have edited at once: both pictures, and a person says whose goes on. Taking theirs can be undone here. */
export function ConflictDialog({ saving }: { saving: Saving }) {
  const { template, change } = useEditor();
  return (
    <DraftConflictDialog
      saving={saving}
      title={W.conflict}
      text={W.conflictText}
      take={(theirs) => change(() => theirs)}
    >
      {(theirs) => (
        <SimpleGrid cols={2}>
          <Side title={W.conflictTheirs} template={theirs} />
          <Side title={W.conflictMine} template={template} />
        </SimpleGrid>
      )}
    </DraftConflictDialog>
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
