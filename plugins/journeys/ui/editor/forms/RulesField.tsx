import { Autocomplete, Button, NativeSelect, Stack, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import type { Comparison, Rule, Rules } from "../../../graph/rule.ts";
import { useEditor } from "../editor.ts";
import { asVariable, variablesOf } from "../model/variables.ts";
import { words as E } from "../texts.ts";
import classes from "./Forms.module.css";
import { PartRow } from "./PartRow.tsx";
import { words as W } from "./texts.ts";

const MOST_RULES = 20;
const COMPARISONS = [
  "is",
  "isNot",
  "hasWord",
  "contains",
  "startsWith",
  "greater",
  "atLeast",
  "less",
  "atMost",
  "known",
  "unknown",
] as const satisfies readonly Comparison[];
const ABOUT = ["tag", "variable", "language", "source", "membership"] as const;

/** Questions about a person, all of which or any of which must be true. */
export function RulesField({ value, change }: { value: Rules; change(value: Rules): void }) {
  const { readOnly } = useEditor();
  const put = (index: number, rule: Rule) =>
    change({ ...value, rules: value.rules.map((each, at) => (at === index ? rule : each)) });
  return (
    <Stack gap="xs">
      <NativeSelect
        label={W.matchRules}
        value={value.match}
        disabled={readOnly}
        onChange={(event) => change({ ...value, match: event.currentTarget.value === "any" ? "any" : "all" })}
        data={[
          { value: "all", label: W.matchAll },
          { value: "any", label: W.matchAny },
        ]}
      />
      {value.rules.map((rule, index) => (
        <PartRow
          // biome-ignore lint/suspicious/noArrayIndexKey: rules have no ids, and their order is the person's
          key={index}
          list={value.rules}
          index={index}
          change={(rules) => change({ ...value, rules })}
        >
          <RuleFields rule={rule} change={(next) => put(index, next)} />
        </PartRow>
      ))}
      {readOnly || value.rules.length >= MOST_RULES ? null : (
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => change({ ...value, rules: [...value.rules, newRule("tag")] })}
        >
          {W.addRule}
        </Button>
      )}
    </Stack>
  );
}

function RuleFields({ rule, change }: { rule: Rule; change(rule: Rule): void }) {
  const { surroundings, readOnly } = useEditor();
  return (
    <>
      <NativeSelect
        aria-label={W.about}
        value={rule.about}
        disabled={readOnly}
        onChange={(event) => {
          const { value } = event.currentTarget;
          const about = ABOUT.find((each) => each === value);
          const [fact] = surroundings.facts;
          if (about !== undefined) change(newRule(about));
          else if (fact !== undefined)
            change({ about: "fact", plugin: fact.plugin, fact: fact.name, comparison: "is", value: "" });
        }}
        data={[
          ...ABOUT.map((about) => ({ value: about, label: E.about[about] })),
          ...(rule.about === "fact" || surroundings.facts.length > 0
            ? [{ value: "fact", label: E.about.fact }]
            : []),
        ]}
      />
      <Subject rule={rule} change={change} />
      {"comparison" in rule ? <Compared rule={rule} change={change} /> : null}
    </>
  );
}

function Subject({ rule, change }: { rule: Rule; change(rule: Rule): void }) {
  const { journey, surroundings, readOnly } = useEditor();
  if (rule.about === "tag")
    return (
      <div className={classes.two}>
        <YesNo label={W.tag} words={W.has} value={rule.has} change={(has) => change({ ...rule, has })} />
        <Autocomplete
          aria-label={W.tag}
          placeholder={W.tag}
          maxLength={40}
          value={rule.tag}
          readOnly={readOnly}
          onChange={(tag) => change({ ...rule, tag })}
          data={surroundings.tags}
        />
      </div>
    );
  if (rule.about === "variable")
    return (
      <Autocomplete
        aria-label={E.about.variable}
        placeholder={E.about.variable}
        maxLength={40}
        value={rule.name}
        readOnly={readOnly}
        onChange={(name) => change({ ...rule, name: asVariable(name) })}
        data={variablesOf(journey, surroundings)}
      />
    );
  if (rule.about === "membership")
    return (
      <div className={classes.two}>
        <YesNo
          label={W.channel}
          words={W.member}
          value={rule.has}
          change={(has) => change({ ...rule, has })}
        />
        <ChannelSelect value={rule.chat} change={(chat) => change({ ...rule, chat })} />
      </div>
    );
  if (rule.about === "fact") {
    const chosen = `${rule.plugin}/${rule.fact}`;
    const known = surroundings.facts.some(({ plugin, name }) => `${plugin}/${name}` === chosen);
    return (
      <NativeSelect
        aria-label={W.fact}
        value={chosen}
        disabled={readOnly}
        onChange={(event) => {
          const next = surroundings.facts.find(
            ({ plugin, name }) => `${plugin}/${name}` === event.currentTarget.value,
          );
          if (next !== undefined) change({ ...rule, plugin: next.plugin, fact: next.name });
        }}
        data={[
          ...(known ? [] : [{ value: chosen, label: rule.fact }]),
          ...surroundings.facts.map(({ plugin, name, title }) => ({
            value: `${plugin}/${name}`,
            label: title,
          })),
        ]}
      />
    );
  }
  return null;
}

type ComparedRule = Extract<Rule, { comparison: Comparison }>;

function Compared({ rule, change }: { rule: ComparedRule; change(rule: Rule): void }) {
  const { surroundings, readOnly } = useEditor();
  const { value } = rule;
  const fact =
    rule.about === "fact"
      ? surroundings.facts.find(({ plugin, name }) => plugin === rule.plugin && name === rule.fact)
      : undefined;
  const answers =
    fact?.type === "yes-no"
      ? [
          { value: "true", label: W.yes },
          { value: "false", label: W.no },
        ]
      : fact?.choices;
  return (
    <div className={rule.comparison === "hasWord" ? classes.words : classes.two}>
      <NativeSelect
        aria-label={W.comparison}
        value={rule.comparison}
        disabled={readOnly}
        onChange={(event) => {
          const comparison = COMPARISONS.find((each) => each === event.currentTarget.value);
          if (comparison !== undefined) change({ ...rule, comparison });
        }}
        data={COMPARISONS.map((each) => ({ value: each, label: E.comparisons[each] }))}
      />
      {rule.comparison === "known" || rule.comparison === "unknown" ? null : answers !== undefined ? (
        <NativeSelect
          aria-label={W.value}
          value={value === undefined ? "" : String(value)}
          disabled={readOnly}
          onChange={(event) => change({ ...rule, value: event.currentTarget.value })}
          data={[{ value: "", label: "…" }, ...answers]}
        />
      ) : (
        <TextInput
          aria-label={W.value}
          placeholder={
            rule.comparison === "hasWord" ? W.wordList : rule.about === "language" ? W.language : W.value
          }
          maxLength={200}
          value={value === undefined ? "" : String(value)}
          readOnly={readOnly}
          onChange={(event) => change({ ...rule, value: event.currentTarget.value })}
        />
      )}
    </div>
  );
}

function YesNo({
  label,
  words,
  value,
  change,
}: {
  label: string;
  words: { yes: string; no: string };
  value: boolean;
  change(value: boolean): void;
}) {
  const { readOnly } = useEditor();
  return (
    <NativeSelect
      aria-label={label}
      value={value ? "yes" : "no"}
      disabled={readOnly}
      onChange={(event) => change(event.currentTarget.value === "yes")}
      data={[
        { value: "yes", label: words.yes },
        { value: "no", label: words.no },
      ]}
    />
  );
}

/** One of the connected channels. `any` is what an empty choice means, where it may be empty. */
export function ChannelSelect({
  value,
  change,
  any,
}: {
  value: string;
  change(chat: string): void;
  any?: string;
}) {
  const { surroundings, readOnly } = useEditor();
  const known = surroundings.channels.some(({ chat }) => chat === value);
  return (
    <NativeSelect
      aria-label={W.channel}
      value={value}
      disabled={readOnly}
      onChange={(event) => change(event.currentTarget.value)}
      data={[
        { value: "", label: any ?? (surroundings.channels.length === 0 ? W.noChannels : "…") },
        ...surroundings.channels.map(({ chat, title }) => ({ value: chat, label: title })),
        ...(known || value === "" ? [] : [{ value, label: value }]),
      ]}
    />
  );
}

function newRule(about: (typeof ABOUT)[number]): Rule {
  switch (about) {
    case "tag":
      return { about, tag: "", has: true };
    case "membership":
      return { about, chat: "", has: true };
    case "variable":
      return { about, name: "", comparison: "is", value: "" };
    case "language":
    case "source":
      return { about, comparison: "is", value: "" };
  }
}
