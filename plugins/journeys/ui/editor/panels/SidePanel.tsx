import { ActionIcon, Drawer } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { lazy, type ReactNode, Suspense } from "react";
import classes from "../Editor.module.css";
import { chosenSteps, type Editor, type Panel, useEditor } from "../editor.ts";
import { JourneyForm, StepForm } from "../forms/LazyForms.tsx";
import { titleOf } from "../model/kinds.ts";
import { words as W } from "../texts.ts";
import type { Saving } from "../useSaving.ts";
import { ManySteps } from "./ManySteps.tsx";
import { ProblemList } from "./ProblemList.tsx";
import { StepActs } from "./StepActs.tsx";

const TestChat = lazy(() => import("./TestChat.tsx"));
const VersionList = lazy(() => import("./VersionList.tsx"));

/** What stands at the right of the canvas, or over the list on a phone. */
export function SidePanel({ saving, phone }: { saving: Saving; phone: boolean }) {
  const editor = useEditor();
  const { panel, show } = editor;
  if (panel === undefined) return null;
  const chosen = chosenSteps(editor);
  if (panel === "step" && chosen.length === 0) return null;
  const title = titleFor(panel, editor);
  const content = <Content panel={panel} saving={saving} />;
  const close = () => {
    if (panel === "step") editor.select([]);
    show(undefined);
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
        {panel === "step" ? <StepActs /> : null}
        <Suspense fallback={null}>{content}</Suspense>
      </Drawer>
    );
  return (
    <aside className={classes.panel} aria-label={title}>
      <div className={classes.panelHead}>
        <h2>{title}</h2>
        {panel === "step" ? <StepActs /> : null}
        <ActionIcon variant="subtle" color="gray" aria-label={W.close} onClick={close}>
          <IconX size={17} aria-hidden />
        </ActionIcon>
      </div>
      <div className={classes.panelBody} data-own-history={panel === "test" || undefined}>
        <Suspense fallback={null}>{content}</Suspense>
      </div>
    </aside>
  );
}

function Content({ panel, saving }: { panel: Panel; saving: Saving }): ReactNode {
  const editor = useEditor();
  switch (panel) {
    case "step": {
      const [step, ...more] = chosenSteps(editor);
      if (step === undefined) return null;
      return more.length > 0 ? <ManySteps steps={[step, ...more]} /> : <StepForm key={step.id} step={step} />;
    }
    case "journey":
      return <JourneyForm />;
    case "problems":
      return <ProblemList />;
    case "test":
      return <TestChat />;
    case "versions":
      return <VersionList saving={saving} />;
  }
}

function titleFor(panel: Panel, editor: Editor): string {
  if (panel === "step") {
    const [step, ...more] = chosenSteps(editor);
    if (step === undefined) return "";
    return more.length > 0 ? W.chosenMany(more.length + 1) : titleOf(step);
  }
  return { journey: W.settings, problems: W.problems, test: W.testTitle, versions: W.versions }[panel];
}
