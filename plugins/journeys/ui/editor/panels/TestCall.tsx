import { Autocomplete, Button, Group, NativeSelect, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { exitsOf } from "../../../graph/exits.ts";
import type { Value } from "../../../graph/parts.ts";
import type { RehearsalCall } from "../../../rehearsal/api.ts";
import { stepOf, useEditor } from "../editor.ts";
import { titleOf } from "../model/kinds.ts";
import { answersOf } from "../model/variables.ts";
import { retyped } from "../model/walker.ts";
import classes from "./TestChat.module.css";
import { words as W } from "./testTexts.ts";
import type { Rehearsal } from "./useRehearsal.ts";

type Answering = Pick<Rehearsal, "busy" | "answerCall" | "answerFacts">;

/** What the walk asked of a plugin: the tester answers in its place. */
export function TestCall({ call, rehearsal }: { call: RehearsalCall; rehearsal: Answering }) {
  return call.kind === "facts" ? (
    <Facts call={call} rehearsal={rehearsal} />
  ) : (
    <Result call={call} rehearsal={rehearsal} />
  );
}

type ActionCall = Extract<RehearsalCall, { kind: "action" }>;

/** The values that later steps use, and how it ends. */
function Result({ call, rehearsal }: { call: ActionCall; rehearsal: Answering }) {
  const { journey, surroundings } = useEditor();
  const step = stepOf(journey, call.step);
  const answers = step?.kind === "action" ? answersOf(step, surroundings.actions) : [];
  const [typed, setTyped] = useState<Record<string, string>>({});
  const [reason, setReason] = useState<string>(W.reasonSample);
  const textOf = ({ name, sample }: (typeof answers)[number]) => typed[name] ?? String(sample);
  const values = Object.fromEntries(
    answers.flatMap((answer) => {
      const text = textOf(answer);
      return text === "" ? [] : [[answer.name, retyped(text, answer.sample)]];
    }),
  );
  const end = (exit: string) =>
    rehearsal.answerCall(exit, exit === "failed" ? { error: reason } : { values });
  const asked = Object.entries(call.input).filter(([, value]) => value !== "");
  return (
    <Stack gap={8} className={classes.form} component="section" aria-label={W.ends}>
      <Text size="sm">{W.actionAnswers(step === undefined ? call.action : titleOf(step))}</Text>
      {asked.length === 0 ? null : (
        <details className={classes.asked}>
          <summary>{W.asked}</summary>
          <dl>
            {asked.map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{typeof value === "string" ? value : JSON.stringify(value)}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
      {answers.map((answer) => (
        <TextInput
          key={answer.name}
          size="xs"
          label={answer.title}
          description={`{${answer.variable}}`}
          value={textOf(answer)}
          onChange={(event) => setTyped({ ...typed, [answer.name]: event.currentTarget.value })}
        />
      ))}
      <TextInput
        size="xs"
        label={W.reason}
        description="{error}"
        maxLength={200}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Text size="xs" c="dimmed">
        {W.ends}
      </Text>
      <Group gap={6}>
        {(step === undefined ? [] : exitsOf(step)).map(({ key, title }) => (
          <Button
            key={key}
            size="compact-sm"
            variant="default"
            disabled={rehearsal.busy}
            onClick={() => end(key)}
          >
            {title}
          </Button>
        ))}
      </Group>
    </Stack>
  );
}

type FactCall = Extract<RehearsalCall, { kind: "facts" }>;
type Offer = ReturnType<typeof useEditor>["surroundings"]["facts"][number];

/** What plugins know of the person: left empty, it is not known. */
function Facts({ call, rehearsal }: { call: FactCall; rehearsal: Answering }) {
  const { facts } = useEditor().surroundings;
  const [typed, setTyped] = useState<Record<string, string>>({});
  const asked = call.facts.map(({ plugin, fact }) => ({
    key: `${plugin}/${fact}`,
    offer: facts.find((each) => each.plugin === plugin && each.name === fact),
  }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    rehearsal.answerFacts(
      Object.fromEntries(asked.map(({ key, offer }) => [key, factOf(typed[key] ?? "", offer)])),
    );
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <Stack gap={8}>
        <Text size="sm">{W.factsAsked}</Text>
        {asked.map(({ key, offer }) => (
          <Fact
            key={key}
            label={offer?.title ?? key}
            offer={offer}
            value={typed[key] ?? ""}
            change={(text) => setTyped({ ...typed, [key]: text })}
          />
        ))}
        <Button size="compact-sm" type="submit" variant="default" disabled={rehearsal.busy}>
          {W.goOn}
        </Button>
      </Stack>
    </form>
  );
}

interface FactProps {
  label: string;
  offer: Offer | undefined;
  value: string;
  change(text: string): void;
}

function Fact({ label, offer, value, change }: FactProps) {
  if (offer?.type === "yes-no")
    return (
      <NativeSelect
        size="xs"
        label={label}
        value={value}
        onChange={(event) => change(event.currentTarget.value)}
        data={[
          { value: "", label: W.notKnown },
          { value: "true", label: W.yes },
          { value: "false", label: W.no },
        ]}
      />
    );
  return (
    <Autocomplete
      size="xs"
      label={label}
      placeholder={W.notKnown}
      data={offer?.choices ?? []}
      inputMode={offer?.type === "number" ? "decimal" : undefined}
      value={value}
      onChange={change}
    />
  );
}

function factOf(text: string, offer: Offer | undefined): Value | null {
  if (text === "") return null;
  return retyped(text, { "yes-no": false, number: 0, text: "" }[offer?.type ?? "text"]);
}
