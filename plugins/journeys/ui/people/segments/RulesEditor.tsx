import { Button, Group, Select, Stack, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import type { PeopleOptions } from "../../../people/api.ts";
import type { RuleGroup, SegmentRules } from "../../../people/segment.ts";
import { freshRule, withEntry } from "./draft.ts";
import { RuleEditor } from "./RuleEditor.tsx";
import classes from "./Segments.module.css";
import { words as W } from "./texts.ts";

interface RulesEditorProps {
  rules: SegmentRules;
  options: PeopleOptions | undefined;
  change(rules: SegmentRules): void;
}

/** Rules and groups of rules: two levels. */
export function RulesEditor({ rules, options, change }: RulesEditorProps) {
  const set = (entries: SegmentRules["rules"]) => change({ ...rules, rules: entries });
  return (
    <Stack gap="xs">
      <MatchChoice label={W.match} match={rules.match} change={(match) => change({ ...rules, match })} />
      {rules.rules.length === 0 ? <Text c="dimmed">{W.everybody}</Text> : null}
      {rules.rules.map((entry, index) =>
        "match" in entry ? (
          <GroupEditor
            // biome-ignore lint/suspicious/noArrayIndexKey: a rule has no name but its place.
            key={index}
            group={entry}
            options={options}
            change={(group) => set(withEntry(rules.rules, index, group))}
          />
        ) : (
          <RuleEditor
            // biome-ignore lint/suspicious/noArrayIndexKey: a rule has no name but its place.
            key={index}
            rule={entry}
            options={options}
            change={(rule) => set(withEntry(rules.rules, index, rule))}
          />
        ),
      )}
      <Group gap="xs">
        <AddButton label={W.addRule} add={() => set([...rules.rules, freshRule("tag")])} />
        <AddButton
          label={W.addGroup}
          add={() =>
            set([...rules.rules, { match: rules.match === "all" ? "any" : "all", rules: [freshRule("tag")] }])
          }
        />
      </Group>
    </Stack>
  );
}

function GroupEditor({
  group,
  options,
  change,
}: {
  group: RuleGroup;
  options: PeopleOptions | undefined;
  change(group: RuleGroup | undefined): void;
}) {
  const set = (rules: RuleGroup["rules"]) => change(rules.length === 0 ? undefined : { ...group, rules });
  return (
    <Stack gap="xs" className={classes.group}>
      <MatchChoice label={W.groupMatch} match={group.match} change={(match) => change({ ...group, match })} />
      {group.rules.map((rule, index) => (
        <RuleEditor
          // biome-ignore lint/suspicious/noArrayIndexKey: a rule has no name but its place.
          key={index}
          rule={rule}
          options={options}
          change={(next) => set(withEntry(group.rules, index, next))}
        />
      ))}
      <Group gap="xs">
        <AddButton label={W.addRule} add={() => set([...group.rules, freshRule("tag")])} />
        <Button variant="subtle" color="gray" size="compact-sm" onClick={() => change(undefined)}>
          {W.removeGroup}
        </Button>
      </Group>
    </Stack>
  );
}

function AddButton({ label, add }: { label: string; add(): void }) {
  return (
    <Button
      variant="default"
      size="compact-sm"
      leftSection={<IconPlus size={14} aria-hidden />}
      onClick={add}
    >
      {label}
    </Button>
  );
}

function MatchChoice({
  label,
  match,
  change,
}: {
  label: string;
  match: "all" | "any";
  change(match: "all" | "any"): void;
}) {
  return (
    <Group gap="xs">
      <Text>{label}</Text>
      <Select
        aria-label={label}
        data={[
          { value: "all", label: W.all },
          { value: "any", label: W.any },
        ]}
        value={match}
        onChange={(chosen) => change(chosen === "any" ? "any" : "all")}
        allowDeselect={false}
        w={190}
      />
    </Group>
  );
}
