import { ActionIcon, Drawer } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { Suspense } from "react";
import classes from "../Editor.module.css";
import { chosenSteps, useEditor } from "../editor.ts";
import { JourneyForm, StepForm } from "../forms/LazyForms.tsx";
import { titleOf } from "../model/kinds.ts";
import { words as W } from "../texts.ts";

/** A step's or the journey's form, to read. */
export function ReadPanel({ phone }: { phone: boolean }) {
  const editor = useEditor();
  const [step] = chosenSteps(editor);
  const open = editor.panel === "journey" || step !== undefined;
  if (!open) return null;
  const title = step === undefined ? W.settings : titleOf(step);
  const content = step === undefined ? <JourneyForm /> : <StepForm key={step.id} step={step} />;
  const close = () => {
    editor.select([]);
    editor.show(undefined);
  };
  if (phone)
    return (
      <Drawer
        opened
        onClose={close}
        position="bottom"
        size="92%"
        title={title}
        closeButtonProps={{ "aria-label": W.close }}
      >
        <Suspense fallback={null}>{content}</Suspense>
      </Drawer>
    );
  return (
    <aside className={classes.panel} aria-label={title}>
      <div className={classes.panelHead}>
        <h2>{title}</h2>
        <ActionIcon variant="subtle" color="gray" aria-label={W.close} onClick={close}>
          <IconX size={17} aria-hidden />
        </ActionIcon>
      </div>
      <div className={classes.panelBody}>
        <Suspense fallback={null}>{content}</Suspense>
      </div>
    </aside>
  );
}
