import { NativeSelect, NumberInput, Stack, TagsInput, Text } from "@mantine/core";
import type { AudienceCount, PeopleOptions, Segments } from "@promostack/plugin-journeys/api.ts";
import { lengthText, problemText, useResource } from "@promostack/web/kit";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ChosenAudience } from "../../broadcasts/audience.ts";
import { JOURNEYS } from "../base.ts";
import { hasAudience } from "./draft.ts";
import { words as W } from "./texts.ts";

const KINDS = ["everybody", "active", "idle", "new", "tags", "segment"] as const;
const MATCHES = ["any", "all"] as const;
const USUAL_DAYS = 30;

interface AudienceFieldsProps {
  value: ChosenAudience;
  change(value: ChosenAudience): void;
  count: UseQueryResult<AudienceCount>;
}

/** Whom it is for, with how many that are. */
export function AudienceFields({ value, change, count }: AudienceFieldsProps) {
  return (
    <Stack gap="sm">
      <NativeSelect
        label={W.audience}
        value={value.kind}
        data={KINDS.map((kind) => ({ value: kind, label: W.audiences[kind] }))}
        onChange={(event) => {
          const kind = KINDS.find((each) => each === event.currentTarget.value);
          if (kind !== undefined) change(newAudience(kind));
        }}
      />
      {"days" in value ? (
        <NumberInput
          label={W.days[value.kind]}
          value={value.days}
          min={1}
          max={3_650}
          allowDecimal={false}
          clampBehavior="strict"
          onChange={(days) => {
            if (typeof days === "number" && days >= 1) change({ ...value, days });
          }}
          w={280}
        />
      ) : null}
      {value.kind === "tags" ? <Tags value={value} change={change} /> : null}
      {value.kind === "segment" ? <Segment value={value.segment} change={change} /> : null}
      {hasAudience(value) ? (
        <div aria-live="polite">
          <Reach count={count} />
        </div>
      ) : null}
    </Stack>
  );
}

function newAudience(kind: (typeof KINDS)[number]): ChosenAudience {
  switch (kind) {
    case "everybody":
      return { kind };
    case "tags":
      return { kind, match: "any", tags: [] };
    case "segment":
      return { kind, segment: "" };
    default:
      return { kind, days: USUAL_DAYS };
  }
}

function Tags({
  value,
  change,
}: {
  value: Extract<ChosenAudience, { kind: "tags" }>;
  change(value: ChosenAudience): void;
}) {
  const options = useResource<PeopleOptions>(`${JOURNEYS}/people-options`);
  return (
    <>
      <TagsInput
        label={W.tags}
        value={value.tags}
        maxTags={20}
        data={options.data?.tags ?? []}
        onChange={(tags) => change({ ...value, tags })}
      />
      <NativeSelect
        label={W.tagMatch}
        value={value.match}
        data={MATCHES.map((each) => ({ value: each, label: W.tagMatches[each] }))}
        onChange={(event) => {
          const match = MATCHES.find((each) => each === event.currentTarget.value);
          if (match !== undefined) change({ ...value, match });
        }}
      />
    </>
  );
}

function Segment({ value, change }: { value: string; change(value: ChosenAudience): void }) {
  const { data } = useResource<Segments>(`${JOURNEYS}/segments`);
  return (
    <NativeSelect
      label={W.segment}
      value={value}
      onChange={(event) => change({ kind: "segment", segment: event.currentTarget.value })}
      data={[
        { value: "", label: W.chooseSegment },
        ...(data?.items ?? []).map(({ id, name }) => ({ value: id, label: name })),
      ]}
    />
  );
}

function Reach({ count: { data, error } }: { count: UseQueryResult<AudienceCount> }) {
  if (error !== null) return <Text c="var(--mantine-color-error)">{problemText(error)}</Text>;
  if (data === undefined) return <Text c="dimmed">{W.counting}</Text>;
  if (data.count === 0) return <Text c="dimmed">{W.nobody}</Text>;
  return (
    <Text>
      <b>{W.reachable(data.count)}</b>{" "}
      <Text span c="dimmed">
        {W.takes(lengthText(data.seconds))}
      </Text>
    </Text>
  );
}
