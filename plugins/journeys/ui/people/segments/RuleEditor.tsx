import { ActionIcon, Autocomplete, Group, NumberInput, Select, Text } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import type { PeopleOptions } from "../../../people/api.ts";
import type { SegmentRule } from "../../../people/segment.ts";
import { keyIn } from "../keyIn.ts";
import { words as P } from "../texts.ts";
import { freshRule } from "./draft.ts";
import classes from "./Segments.module.css";
import { words as W } from "./texts.ts";

interface RuleEditorProps {
  rule: SegmentRule;
  options: PeopleOptions | undefined;
  change(rule: SegmentRule | undefined): void;
}

/** One rule as a line: what about, and the fields of that kind. */
export function RuleEditor({ rule, options, change }: RuleEditorProps) {
  return (
    <div className={classes.rule}>
      <Group gap="xs" className={classes.parts}>
        <Select
          aria-label={W.kind}
          data={choices(W.kinds)}
          value={rule.about}
          onChange={(chosen) => change(freshRule(aboutOf(chosen) ?? rule.about))}
          allowDeselect={false}
          w={170}
        />
        <Parts rule={rule} options={options} change={change} />
      </Group>
      <ActionIcon variant="subtle" color="gray" aria-label={W.removeRule} onClick={() => change(undefined)}>
        <IconX size={16} aria-hidden />
      </ActionIcon>
    </div>
  );
}

function choices(words: Readonly<Record<string, string>>): { value: string; label: string }[] {
  return Object.entries(words).map(([value, label]) => ({ value, label }));
}

function Parts({ rule, options, change }: RuleEditorProps) {
  switch (rule.about) {
    case "tag":
      return (
        <>
          <Has words={W.hasTag} has={rule.has} change={(has) => change({ ...rule, has })} />
          <Autocomplete
            aria-label={P.tag}
            placeholder={P.tagPlaceholder}
            data={options?.tags ?? []}
            value={rule.tag}
            onChange={(tag) => change({ ...rule, tag })}
            w={170}
          />
        </>
      );
    case "variable":
      return (
        <>
          <Select
            aria-label={W.kinds.variable}
            data={[
              ...choices(W.builtIn),
              ...(options?.fields ?? [])
                .filter(({ name }) => !(name in W.builtIn))
                .map(({ name, label }) => ({ value: name, label })),
            ]}
            value={rule.name === "" ? null : rule.name}
            onChange={(name) => change({ ...rule, name: name ?? "" })}
            searchable
            w={170}
          />
          <Compared rule={rule} suggestions={[]} change={change} />
        </>
      );
    case "language":
      return <Compared rule={rule} suggestions={options?.languages ?? []} change={change} />;
    case "source":
      return <Compared rule={rule} suggestions={options?.sources ?? []} change={change} />;
    case "membership":
      return (
        <>
          <Has words={W.isIn} has={rule.has} change={(has) => change({ ...rule, has })} />
          <Select
            aria-label={W.channel}
            data={(options?.channels ?? []).map(({ chat, title }) => ({ value: chat, label: title }))}
            value={rule.chat === "" ? null : rule.chat}
            onChange={(chat) => change({ ...rule, chat: chat ?? "" })}
          />
        </>
      );
    case "journey":
      return (
        <>
          <Has words={W.did} has={rule.has} change={(has) => change({ ...rule, has })} />
          <Select
            aria-label={W.kinds.journey}
            data={choices(W.deeds)}
            value={rule.did}
            onChange={(did) => change({ ...rule, did: deedOf(did) ?? rule.did })}
            allowDeselect={false}
            w={150}
          />
          <JourneyChoice
            options={options}
            value={rule.journey}
            change={(journey) => change({ ...rule, journey })}
          />
          <Within days={rule.withinDays} change={(withinDays) => change({ ...rule, withinDays })} />
        </>
      );
    case "step": {
      const steps = options?.journeys.find(({ id }) => id === rule.journey)?.steps ?? [];
      return (
        <>
          <Has words={W.did} has={rule.has} change={(has) => change({ ...rule, has })} />
          <JourneyChoice
            options={options}
            value={rule.journey}
            change={(journey) => change({ ...rule, journey, step: "" })}
          />
          <Select
            aria-label={W.step}
            placeholder={W.step}
            data={steps.map(({ id, title }) => ({ value: id, label: title }))}
            value={rule.step === "" ? null : rule.step}
            onChange={(step) => change({ ...rule, step: step ?? "" })}
            searchable
          />
        </>
      );
    }
    case "heard":
    case "firstSeen":
      return (
        <>
          <Has
            words={rule.about === "heard" ? W.heardHas : W.seenHas}
            has={rule.has}
            change={(has) => change({ ...rule, has })}
          />
          <NumberInput
            aria-label={W.days}
            min={1}
            max={3650}
            allowDecimal={false}
            value={rule.withinDays}
            onChange={(days) => change({ ...rule, withinDays: wholeDays(days) ?? rule.withinDays })}
            w={90}
          />
          <Text>{W.days}</Text>
        </>
      );
    case "clicked":
      return (
        <>
          <Has words={W.did} has={rule.has} change={(has) => change({ ...rule, has })} />
          <JourneyChoice
            options={options}
            value={rule.journey ?? ""}
            placeholder={W.anyJourney}
            change={(journey) => change({ ...rule, journey: journey === "" ? undefined : journey })}
          />
          <Within days={rule.withinDays} change={(withinDays) => change({ ...rule, withinDays })} />
        </>
      );
    case "reach":
      return (
        <>
          <Has words={W.isSo} has={rule.has} change={(has) => change({ ...rule, has })} />
          <Select
            aria-label={P.reach}
            data={choices(P.reaches)}
            value={rule.is}
            onChange={(is) => change({ ...rule, is: reachOf(is) ?? rule.is })}
            allowDeselect={false}
            w={150}
          />
        </>
      );
  }
}

type ComparedRule = Extract<SegmentRule, { about: "variable" | "language" | "source" }>;

function Compared({
  rule,
  suggestions,
  change,
}: {
  rule: ComparedRule;
  suggestions: string[];
  change(rule: ComparedRule): void;
}) {
  const { comparison, value } = rule;
  return (
    <>
      <Select
        aria-label={W.kind}
        data={choices(W.comparisons)}
        value={comparison}
        onChange={(chosen) => change({ ...rule, comparison: comparisonOf(chosen) ?? comparison })}
        allowDeselect={false}
        w={140}
      />
      {comparison === "known" || comparison === "unknown" ? null : (
        <Autocomplete
          aria-label={W.value}
          placeholder={comparison === "hasWord" ? W.wordList : undefined}
          data={suggestions}
          value={String(value ?? "")}
          onChange={(text) => change({ ...rule, value: text })}
          w={170}
        />
      )}
    </>
  );
}

function Has({
  words,
  has,
  change,
}: {
  words: { yes: string; no: string };
  has: boolean;
  change(has: boolean): void;
}) {
  return (
    <Select
      aria-label={W.has}
      data={choices(words)}
      value={has ? "yes" : "no"}
      onChange={(chosen) => change(chosen === "yes")}
      allowDeselect={false}
      w={150}
    />
  );
}

function JourneyChoice({
  options,
  value,
  placeholder = W.journey,
  change,
}: {
  options: PeopleOptions | undefined;
  value: string;
  placeholder?: string;
  change(journey: string): void;
}) {
  return (
    <Select
      aria-label={W.journey}
      placeholder={placeholder}
      data={(options?.journeys ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      value={value === "" ? null : value}
      onChange={(journey) => change(journey ?? "")}
      searchable
      clearable={placeholder !== W.journey}
    />
  );
}

function Within({ days, change }: { days: number | undefined; change(days: number | undefined): void }) {
  return (
    <NumberInput
      aria-label={W.within}
      placeholder={W.anyTime}
      min={1}
      max={3650}
      allowDecimal={false}
      suffix={` ${W.days}`}
      value={days ?? ""}
      onChange={(typed) => change(wholeDays(typed))}
      w={130}
    />
  );
}

function wholeDays(typed: string | number): number | undefined {
  const days = Number(typed);
  return typed !== "" && Number.isInteger(days) && days >= 1 && days <= 3_650 ? days : undefined;
}

const aboutOf = keyIn(W.kinds);
const deedOf = keyIn(W.deeds);
const reachOf = keyIn(P.reaches);
const comparisonOf = keyIn(W.comparisons);
