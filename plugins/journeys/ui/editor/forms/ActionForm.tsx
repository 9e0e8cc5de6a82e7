import { NativeSelect, Stack, Text, TextInput } from "@mantine/core";
import type { Surroundings } from "../../../drafts/surroundings.ts";
import type { StepOf } from "../../../graph/step.ts";
import { useEditor } from "../editor.ts";
import { asVariable } from "../model/variables.ts";
import { InputFields } from "./InputFields.tsx";
import { words as W } from "./texts.ts";
import { WebhookSecret } from "./WebhookSecret.tsx";

type Action = StepOf<"action">;
type Offer = Surroundings["actions"][number];

/** What a plugin does for the person: which, with what, and what its answers are called. */
export function ActionForm({ step, change }: { step: Action; change(step: Action): void }) {
  const { surroundings, readOnly } = useEditor();
  const { actions } = surroundings;
  const offer = actions.find(({ plugin, name }) => plugin === step.plugin && name === step.action);
  const chosen = step.action === "" ? "" : keyOf({ plugin: step.plugin, name: step.action });
  const choose = (key: string) => {
    const next = actions.find((each) => keyOf(each) === key);
    if (next !== undefined) change(withAction(step, next));
  };
  if (actions.length === 0 && step.action === "") return <Text c="dimmed">{W.noActions}</Text>;
  return (
    <Stack gap="sm">
      <NativeSelect
        label={W.action}
        description={offer?.description}
        value={chosen}
        disabled={readOnly}
        onChange={(event) => choose(event.currentTarget.value)}
        data={[
          ...(chosen === "" ? [{ value: "", label: W.chooseAction }] : []),
          ...(offer === undefined && chosen !== "" ? [{ value: chosen, label: step.action }] : []),
          ...actions.map((each) => ({ value: keyOf(each), label: each.title })),
        ]}
      />
      {offer === undefined ? null : (
        <InputFields schema={offer.input} value={step.input} change={(input) => change({ ...step, input })} />
      )}
      {step.plugin === "journeys" && step.action === "webhook" ? <WebhookSecret /> : null}
      {offer === undefined || offer.answers.length === 0 ? null : (
        <TextInput
          label={W.prefix}
          description={W.prefixHint(
            offer.answers.map(({ name }) => (step.prefix ? `${step.prefix}_${name}` : name)),
          )}
          maxLength={40}
          value={step.prefix ?? ""}
          readOnly={readOnly}
          onChange={(event) =>
            change({ ...step, prefix: asVariable(event.currentTarget.value) || undefined })
          }
        />
      )}
    </Stack>
  );
}

function keyOf({ plugin, name }: Pick<Offer, "plugin" | "name">): string {
  return `${plugin}/${name}`;
}

/** Another action: its own defaults, its own exits. */
function withAction(step: Action, { plugin, name, input, outcomes }: Offer): Action {
  const properties: Record<string, unknown> = Object(input.properties);
  const defaults = Object.entries(properties).flatMap(([field, schema]) => {
    const given: unknown = Object(schema).default;
    return given === undefined ? [] : [[field, given]];
  });
  return { ...step, plugin, action: name, input: Object.fromEntries(defaults), outcomes };
}
