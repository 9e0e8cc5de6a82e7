import { NativeSelect, NumberInput, Stack, TagsInput, TextInput } from "@mantine/core";
import type { StepOf } from "../../../graph/step.ts";
import { useEditor } from "../editor.ts";
import { ContentFields } from "./ContentFields.tsx";
import { TargetField } from "./TargetField.tsx";
import { TemplateField } from "./TemplateField.tsx";
import { words as W } from "./texts.ts";

/** Forms of the kinds that have a field or two. */
interface Form<Step> {
  step: Step;
  change(step: Step): void;
}

export function MessageForm({ step, change }: Form<StepOf<"message">>) {
  const { readOnly } = useEditor();
  return (
    <ContentFields value={step.content} change={(content) => change({ ...step, content })}>
      <NativeSelect
        label={W.typing}
        value={String(step.typingSeconds ?? 0)}
        disabled={readOnly}
        onChange={(event) =>
          change({ ...step, typingSeconds: Number(event.currentTarget.value) || undefined })
        }
        data={[0, 1, 2, 3, 4, 5].map((seconds) => ({
          value: String(seconds),
          label: seconds === 0 ? W.typingNone : W.typingSeconds(seconds),
        }))}
      />
    </ContentFields>
  );
}

export function TagForm({ step, change }: Form<StepOf<"tag">>) {
  return (
    <Stack gap="sm">
      <TagList label={W.addTags} value={step.add} change={(add) => change({ ...step, add })} />
      <TagList label={W.removeTags} value={step.remove} change={(remove) => change({ ...step, remove })} />
    </Stack>
  );
}

function TagList({
  label,
  value,
  change,
}: {
  label: string;
  value: readonly string[];
  change(tags: string[]): void;
}) {
  const { surroundings, readOnly } = useEditor();
  return (
    <TagsInput
      label={label}
      description={W.wordsHint}
      maxTags={20}
      acceptValueOnBlur
      value={[...value]}
      readOnly={readOnly}
      data={surroundings.tags}
      onChange={(tags) => change(tags.map(asTag).filter((tag) => tag !== ""))}
    />
  );
}

/** What a tag may be: letters and digits first, then also spaces and `_ . : -`. */
export function asTag(text: string): string {
  return text
    .replace(/[^\p{L}\p{N} _.:-]/gu, "")
    .replace(/^[ _.:-]+/, "")
    .trimEnd()
    .slice(0, 40);
}

export function SetForm({ step, change }: Form<StepOf<"set">>) {
  const { readOnly } = useEditor();
  return (
    <Stack gap="sm">
      <NativeSelect
        label={W.does}
        value={step.does}
        disabled={readOnly}
        onChange={(event) => {
          const { value } = event.currentTarget;
          if (value === "add") change({ ...step, does: value, value: step.value === "" ? "1" : step.value });
          else change({ ...step, does: value === "clear" ? "clear" : "set" });
        }}
        data={Object.entries(W.setDoes).map(([value, label]) => ({ value, label }))}
      />
      <TargetField
        label={W.setTarget}
        value={step.target}
        change={(target) => {
          if (target !== undefined) change({ ...step, target });
        }}
      />
      {step.does === "clear" ? null : (
        <TemplateField
          label={step.does === "add" ? W.addValue : W.setValue}
          value={step.value}
          change={(value) => change({ ...step, value })}
        />
      )}
    </Stack>
  );
}

export function GotoForm({ step, change }: Form<StepOf<"goto">>) {
  const { readOnly } = useEditor();
  return (
    <NumberInput
      label={W.jumps}
      description={W.jumpsHint}
      suffix={` ${W.triesUnit}`}
      min={1}
      max={100}
      allowDecimal={false}
      clampBehavior="strict"
      value={step.most}
      readOnly={readOnly}
      onChange={(most) => {
        if (typeof most === "number" && most >= 1) change({ ...step, most });
      }}
    />
  );
}

export function EndForm({ step, change }: Form<StepOf<"end">>) {
  const { readOnly } = useEditor();
  return (
    <TextInput
      label={W.outcome}
      description={W.outcomeHint}
      maxLength={60}
      value={step.outcome}
      readOnly={readOnly}
      onChange={(event) => change({ ...step, outcome: event.currentTarget.value })}
    />
  );
}
