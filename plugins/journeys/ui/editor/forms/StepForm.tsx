import { Divider, Stack, Textarea, TextInput } from "@mantine/core";
import type { Step } from "../../../graph/step.ts";
import { useEditor } from "../editor.ts";
import { words as E } from "../texts.ts";
import { ActionForm } from "./ActionForm.tsx";
import { DelayForm } from "./DelayForm.tsx";
import { ExitsField } from "./ExitsField.tsx";
import { QuestionForm } from "./QuestionForm.tsx";
import { ReplyForm } from "./ReplyForm.tsx";
import { RulesField } from "./RulesField.tsx";
import { EndForm, GotoForm, MessageForm, SetForm, TagForm } from "./ShortForms.tsx";
import { SplitForm } from "./SplitForm.tsx";
import { StepProblems } from "./StepProblems.tsx";
import { words as W } from "./texts.ts";

/** Everything of a step that can be changed. */
export default function StepForm({ step }: { step: Step }) {
  const { changeStep, readOnly } = useEditor();
  return (
    <Stack gap="sm">
      <StepProblems step={step.id} />
      <KindForm step={step} change={changeStep} />
      <Divider />
      <ExitsField step={step} />
      <Divider />
      <TextInput
        label={W.title}
        placeholder={E.kinds[step.kind]}
        maxLength={80}
        value={step.title ?? ""}
        readOnly={readOnly}
        onChange={(event) => changeStep({ ...step, title: event.currentTarget.value || undefined })}
      />
      <Textarea
        label={W.comment}
        description={W.commentHint}
        autosize
        minRows={1}
        maxRows={6}
        maxLength={2000}
        value={step.comment ?? ""}
        readOnly={readOnly}
        onChange={(event) => changeStep({ ...step, comment: event.currentTarget.value || undefined })}
      />
    </Stack>
  );
}

function KindForm({ step, change }: { step: Step; change(step: Step): void }) {
  switch (step.kind) {
    case "message":
      return <MessageForm step={step} change={change} />;
    case "question":
      return <QuestionForm step={step} change={change} />;
    case "delay":
      return <DelayForm step={step} change={change} />;
    case "wait_for_reply":
      return <ReplyForm step={step} change={change} />;
    case "condition":
      return <RulesField value={step.when} change={(when) => change({ ...step, when })} />;
    case "split":
      return <SplitForm step={step} change={change} />;
    case "tag":
      return <TagForm step={step} change={change} />;
    case "set":
      return <SetForm step={step} change={change} />;
    case "action":
      return <ActionForm step={step} change={change} />;
    case "goto":
      return <GotoForm step={step} change={change} />;
    case "end":
      return <EndForm step={step} change={change} />;
  }
}
