import { Button, NativeSelect, NumberInput, Stack, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import type { StepOf } from "../../../graph/step.ts";
import { useEditor } from "../editor.ts";
import { newIds } from "../model/ids.ts";
import { ContentFields } from "./ContentFields.tsx";
import classes from "./Forms.module.css";
import { PartRow } from "./PartRow.tsx";
import { TargetField } from "./TargetField.tsx";
import { TemplateField } from "./TemplateField.tsx";
import { TimeoutField } from "./TimeoutField.tsx";
import { words as W } from "./texts.ts";

type Question = StepOf<"question">;

const ANSWERS = [
  "text",
  "choice",
  "number",
  "money",
  "email",
  "phone",
  "country",
  "date",
  "pattern",
  "file",
] as const satisfies readonly Question["answer"][];
const MOST_CHOICES = 20;

interface QuestionFormProps {
  step: Question;
  change(step: Question): void;
}

export function QuestionForm({ step, change }: QuestionFormProps) {
  const { journey, readOnly } = useEditor();
  const choose = (value: string) => {
    const answer = ANSWERS.find((each) => each === value);
    if (answer === undefined) return;
    const { least: _least, most: _most, ...rest } = step;
    const newId = newIds(journey);
    const choices = step.choices ?? [
      { id: newId(), text: "" },
      { id: newId(), text: "" },
    ];
    change({ ...rest, answer, ...(answer === "choice" && { choices }) });
  };
  return (
    <Stack gap="sm">
      <ContentFields value={step.content} change={(content) => change({ ...step, content })} />
      <NativeSelect
        label={W.answer}
        value={step.answer}
        disabled={readOnly}
        onChange={(event) => choose(event.currentTarget.value)}
        data={ANSWERS.map((each) => ({ value: each, label: W.answers[each] }))}
      />
      {step.answer === "choice" ? <Choices step={step} change={change} /> : null}
      {step.answer === "pattern" ? (
        <TextInput
          label={W.pattern}
          description={W.patternHint}
          className="code"
          maxLength={200}
          value={step.pattern ?? ""}
          readOnly={readOnly}
          onChange={(event) => change({ ...step, pattern: event.currentTarget.value })}
        />
      ) : null}
      <Bounds step={step} change={change} />
      <TargetField
        label={W.saveTo}
        optional
        value={step.saveTo}
        change={(saveTo) => change({ ...step, saveTo })}
      />
      <NumberInput
        label={W.tries}
        suffix={` ${W.triesUnit}`}
        min={1}
        max={10}
        allowDecimal={false}
        clampBehavior="strict"
        value={step.tries}
        readOnly={readOnly}
        onChange={(tries) => {
          if (typeof tries === "number" && tries >= 1) change({ ...step, tries });
        }}
      />
      {step.tries > 1 ? (
        <TemplateField
          label={W.hint}
          description={W.hintHint}
          formatted
          value={step.hint ?? ""}
          change={(hint) => change({ ...step, hint: hint === "" ? undefined : hint })}
        />
      ) : null}
      <TimeoutField
        value={{ timeout: step.timeout, collectSeconds: step.collectSeconds }}
        change={(waiting) => change({ ...step, ...waiting })}
      />
    </Stack>
  );
}

function Choices({ step, change }: QuestionFormProps) {
  const { journey, readOnly } = useEditor();
  const choices = step.choices ?? [];
  return (
    <fieldset className={classes.group}>
      <legend>{W.choices}</legend>
      {choices.map((choice, index) => (
        <PartRow
          key={choice.id}
          list={choices}
          index={index}
          change={(next) => change({ ...step, choices: next })}
        >
          <TextInput
            aria-label={W.choice}
            placeholder={W.choice}
            maxLength={64}
            value={choice.text}
            readOnly={readOnly}
            onChange={(event) => {
              const text = event.currentTarget.value;
              change({
                ...step,
                choices: choices.map((each) => (each.id === choice.id ? { ...each, text } : each)),
              });
            }}
          />
        </PartRow>
      ))}
      {readOnly || choices.length >= MOST_CHOICES ? null : (
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => change({ ...step, choices: [...choices, { id: newIds(journey)(), text: "" }] })}
        >
          {W.addChoice}
        </Button>
      )}
    </fieldset>
  );
}

/** The least and the most that is accepted, where the kind of answer has such. */
function Bounds({ step, change }: QuestionFormProps) {
  const { readOnly } = useEditor();
  const { answer } = step;
  if (answer === "date")
    return (
      <div className={classes.two}>
        {(["least", "most"] as const).map((bound) => (
          <TextInput
            key={bound}
            type="date"
            label={bound === "least" ? W.leastDate : W.mostDate}
            value={String(step[bound] ?? "")}
            readOnly={readOnly}
            onChange={(event) => change({ ...step, [bound]: event.currentTarget.value || undefined })}
          />
        ))}
      </div>
    );
  if (answer !== "text" && answer !== "number" && answer !== "money") return null;
  const labels = answer === "text" ? [W.leastLength, W.mostLength] : [W.least, W.most];
  return (
    <div className={classes.two}>
      {(["least", "most"] as const).map((bound, index) => (
        <NumberInput
          key={bound}
          label={labels[index]}
          value={step[bound] ?? ""}
          readOnly={readOnly}
          allowNegative={answer === "number"}
          allowDecimal={answer !== "text"}
          onChange={(value) => change({ ...step, [bound]: typeof value === "number" ? value : undefined })}
        />
      ))}
    </div>
  );
}
