import { NativeSelect, SegmentedControl, Stack, TagsInput, Text } from "@mantine/core";
import { lengthText, problemText, useResource } from "@promostack/web/kit";
import type { UseQueryResult } from "@tanstack/react-query";
import type { AudienceCount } from "../../broadcast/api.ts";
import type { Audience } from "../../broadcast/plan.ts";
import type { PeopleOptions } from "../../people/api.ts";
import type { Segments } from "../../people/segmentsApi.ts";
import { BASE } from "../base.ts";
import { useTextPlace } from "../editor/forms/textPlace.ts";
import { words as W } from "./texts.ts";
import { isWhole } from "./useAudienceCount.ts";

const KINDS = ["everybody", "tags", "segment"] as const;
const MATCHES = ["any", "all"] as const;

interface AudienceFieldsProps {
  value: Audience;
  change(value: Audience): void;
  options: PeopleOptions | undefined;
  count: UseQueryResult<AudienceCount>;
}

/** Whom it is for, with how many that are. */
export function AudienceFields({ value, change, options, count }: AudienceFieldsProps) {
  const { readOnly } = useTextPlace();
  const segments = useResource<Segments>(`${BASE}/segments`, {}, { enabled: value.kind === "segment" });
  if (value.kind === "rules") return <Text c="dimmed">{W.audienceOfPlugin}</Text>;
  return (
    <Stack gap="sm" align="flex-start">
      <SegmentedControl
        aria-label={W.audience}
        value={value.kind}
        disabled={readOnly}
        onChange={(chosen) => {
          const kind = KINDS.find((each) => each === chosen);
          if (kind === "everybody") change({ kind });
          if (kind === "tags") change({ kind, match: "any", tags: [] });
          if (kind === "segment") change({ kind, segment: "" });
        }}
        data={KINDS.map((kind) => ({ value: kind, label: W.audiences[kind] }))}
      />
      {value.kind === "tags" ? (
        <>
          <TagsInput
            w="100%"
            label={W.tags}
            value={value.tags}
            maxTags={20}
            readOnly={readOnly}
            data={options?.tags ?? []}
            onChange={(tags) => change({ ...value, tags })}
          />
          <NativeSelect
            label={W.tagMatch}
            value={value.match}
            disabled={readOnly}
            onChange={(event) => {
              const match = MATCHES.find((each) => each === event.currentTarget.value);
              if (match !== undefined) change({ ...value, match });
            }}
            data={MATCHES.map((each) => ({ value: each, label: W.tagMatches[each] }))}
          />
        </>
      ) : null}
      {value.kind === "segment" ? (
        <NativeSelect
          w="100%"
          label={W.segment}
          value={value.segment}
          disabled={readOnly}
          onChange={(event) => change({ kind: "segment", segment: event.currentTarget.value })}
          data={[
            { value: "", label: W.chooseSegment },
            ...(segments.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      ) : null}
      <div aria-live="polite">
        {!isWhole(value) ? null : count.error !== null ? (
          <Text c="var(--mantine-color-error)">{problemText(count.error)}</Text>
        ) : count.data === undefined ? (
          <Text c="dimmed">{W.counting}</Text>
        ) : count.data.count === 0 ? (
          <Text c="dimmed">{W.nobody}</Text>
        ) : (
          <Text>
            <b>{W.reachable(count.data.count)}</b>{" "}
            <Text span c="dimmed">
              {W.takes(lengthText(count.data.seconds))}
            </Text>
          </Text>
        )}
      </div>
    </Stack>
  );
}
