import { Button, Checkbox, NativeSelect, Stack, TagsInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import type { WordMatch } from "../../../graph/parts.ts";
import type { StepOf } from "../../../graph/step.ts";
import { keyIn } from "../../people/keyIn.ts";
import { useEditor } from "../editor.ts";
import { newIds } from "../model/ids.ts";
import classes from "./Forms.module.css";
import { PartRow } from "./PartRow.tsx";
import { TargetField } from "./TargetField.tsx";
import { TimeoutField } from "./TimeoutField.tsx";
import { words as W } from "./texts.ts";

type WaitForReply = StepOf<"wait_for_reply">;
type Branch = WaitForReply["branches"][number];

const MOST_BRANCHES = 10;

export function ReplyForm({ step, change }: { step: WaitForReply; change(step: WaitForReply): void }) {
  const { journey, readOnly } = useEditor();
  const put = (branch: Branch) =>
    change({ ...step, branches: step.branches.map((each) => (each.id === branch.id ? branch : each)) });
  return (
    <Stack gap="sm">
      <fieldset className={classes.group}>
        <legend>{W.branches}</legend>
        {step.branches.map((branch, index) => (
          <PartRow
            key={branch.id}
            list={step.branches}
            index={index}
            change={(branches) => change({ ...step, branches })}
          >
            <WordsField value={branch.words} change={(words) => put({ ...branch, words })} />
            <MatchField value={branch.match} change={(match) => put({ ...branch, match })} />
          </PartRow>
        ))}
        {readOnly || step.branches.length >= MOST_BRANCHES ? null : (
          <Button
            variant="default"
            size="xs"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() =>
              change({
                ...step,
                branches: [...step.branches, { id: newIds(journey)(), words: [], match: "word" }],
              })
            }
          >
            {W.addBranch}
          </Button>
        )}
      </fieldset>
      <TargetField
        label={W.saveTo}
        optional
        value={step.saveTo}
        change={(saveTo) => change({ ...step, saveTo })}
      />
      <Checkbox
        label={W.takesEarlier}
        description={W.takesEarlierHint}
        checked={step.takesEarlier}
        disabled={readOnly}
        onChange={(event) => change({ ...step, takesEarlier: event.currentTarget.checked })}
      />
      <TimeoutField
        value={{ timeout: step.timeout, collectSeconds: step.collectSeconds }}
        change={(waiting) => change({ ...step, ...waiting })}
      />
    </Stack>
  );
}

export function WordsField({ value, change }: { value: readonly string[]; change(words: string[]): void }) {
  const { readOnly } = useEditor();
  return (
    <TagsInput
      aria-label={W.words}
      placeholder={value.length === 0 ? `${W.words}: ${W.wordsHint}` : undefined}
      maxTags={20}
      acceptValueOnBlur
      splitChars={[",", "\n"]}
      value={[...value]}
      readOnly={readOnly}
      onChange={(words) => change(words.map((word) => word.slice(0, 100)))}
    />
  );
}

export function MatchField({ value, change }: { value: WordMatch; change(match: WordMatch): void }) {
  const { readOnly } = useEditor();
  return (
    <NativeSelect
      aria-label={W.match}
      value={value}
      disabled={readOnly}
      onChange={(event) => change(matchOf(event.currentTarget.value) ?? value)}
      data={Object.entries(W.matches).map(([match, label]) => ({
        value: match,
        label: `${W.match} ${label}`,
      }))}
    />
  );
}

const matchOf = keyIn(W.matches);
