import {
  Autocomplete,
  Button,
  Checkbox,
  Group,
  NativeSelect,
  NumberInput,
  Slider,
  Stack,
  Text,
} from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import type { JourneyRules } from "../../../graph/journey.ts";
import { stepName } from "../../../graph/stepName.ts";
import { useEditor } from "../editor.ts";
import { EventSelect } from "./EventSelect.tsx";
import classes from "./Forms.module.css";
import { PartRow } from "./PartRow.tsx";
import { TriggersForm } from "./TriggersForm.tsx";
import { words as W } from "./texts.ts";

const REENTRIES = ["once", "after_completion", "restart"] as const;
const BUSY = ["wait", "refuse", "replace"] as const;
const MOST_GOALS = 10;

/** Triggers, the first step and the rules of the journey as a whole. */
export default function JourneyForm() {
  const { journey, change, readOnly } = useEditor();
  return (
    <Stack gap="lg">
      <TriggersForm />
      <NativeSelect
        label={W.start}
        value={journey.start}
        disabled={readOnly}
        onChange={(event) => {
          const start = event.currentTarget.value;
          change((before) => ({ ...before, start }));
        }}
        data={[
          { value: "", label: W.startNone },
          ...journey.steps.map((step) => ({ value: step.id, label: stepName(step) })),
        ]}
      />
      <Rules />
    </Stack>
  );
}

function Rules() {
  const { journey, change, readOnly } = useEditor();
  const { rules } = journey;
  const put = (patch: Partial<JourneyRules>) =>
    change((before) => ({ ...before, rules: { ...before.rules, ...patch } }), `rules:${Object.keys(patch)}`);
  return (
    <fieldset className={classes.group}>
      <legend>{W.rules}</legend>
      <NativeSelect
        label={W.reentry}
        value={rules.reentry}
        disabled={readOnly}
        onChange={(event) => {
          const reentry = REENTRIES.find((each) => each === event.currentTarget.value);
          if (reentry !== undefined) put({ reentry });
        }}
        data={REENTRIES.map((value) => ({ value, label: W.reentries[value] }))}
      />
      <NativeSelect
        label={W.whenBusy}
        value={rules.whenBusy}
        disabled={readOnly}
        onChange={(event) => {
          const whenBusy = BUSY.find((each) => each === event.currentTarget.value);
          if (whenBusy !== undefined) put({ whenBusy });
        }}
        data={BUSY.map((value) => ({ value, label: W.busy[value] }))}
      />
      <div>
        <Text size="sm" fw={500}>
          {W.priority}
        </Text>
        <Text size="xs" c="dimmed" mb={6}>
          {W.priorityHint}
        </Text>
        <Slider
          thumbLabel={W.priority}
          min={0}
          max={100}
          step={5}
          value={rules.priority}
          disabled={readOnly}
          onChange={(priority) => put({ priority })}
        />
      </div>
      <Checkbox
        label={W.rulesQuiet}
        checked={rules.quiet}
        disabled={readOnly}
        onChange={(event) => put({ quiet: event.currentTarget.checked })}
      />
      <Checkbox
        label={W.rulesCapped}
        checked={rules.capped}
        disabled={readOnly}
        onChange={(event) => put({ capped: event.currentTarget.checked })}
      />
      <NumberInput
        label={W.expires}
        suffix={` ${W.days}`}
        min={1}
        max={365}
        allowDecimal={false}
        clampBehavior="strict"
        value={rules.expiresAfterDays}
        readOnly={readOnly}
        onChange={(days) => {
          if (typeof days === "number" && days >= 1) put({ expiresAfterDays: days });
        }}
      />
      <Goals value={rules.goals} change={(goals) => put({ goals })} />
    </fieldset>
  );
}

type Goal = JourneyRules["goals"][number];

function Goals({ value, change }: { value: readonly Goal[]; change(goals: Goal[]): void }) {
  const { surroundings, readOnly } = useEditor();
  const [firstEvent] = surroundings.events;
  return (
    <fieldset className={classes.group}>
      <legend>{W.goals}</legend>
      {value.map((goal, index) => (
        <PartRow
          // biome-ignore lint/suspicious/noArrayIndexKey: goals have no ids
          key={index}
          list={value}
          index={index}
          change={change}
        >
          {goal.kind === "tag_added" ? (
            <Autocomplete
              label={W.goalTag}
              maxLength={40}
              value={goal.tag}
              readOnly={readOnly}
              data={surroundings.tags}
              onChange={(tag) =>
                change(value.map((each, at) => (at === index ? { kind: "tag_added", tag } : each)))
              }
            />
          ) : (
            <EventSelect
              value={goal}
              change={({ plugin, event }) =>
                change(value.map((each, at) => (at === index ? { kind: "event", plugin, event } : each)))
              }
            />
          )}
        </PartRow>
      ))}
      {readOnly || value.length >= MOST_GOALS ? null : (
        <Group gap="xs">
          <Button
            variant="default"
            size="xs"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => change([...value, { kind: "tag_added", tag: "" }])}
          >
            {W.goalTag}
          </Button>
          {firstEvent === undefined ? null : (
            <Button
              variant="default"
              size="xs"
              leftSection={<IconPlus size={14} aria-hidden />}
              onClick={() =>
                change([...value, { kind: "event", plugin: firstEvent.plugin, event: firstEvent.name }])
              }
            >
              {W.goalEvent}
            </Button>
          )}
        </Group>
      )}
    </fieldset>
  );
}
