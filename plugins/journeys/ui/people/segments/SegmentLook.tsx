import { Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { call, PageLink, problemText, Section } from "@promostack/web/kit";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { SegmentRules } from "../../../people/segment.ts";
import type { SegmentLook as Look } from "../../../people/segmentsApi.ts";
import { API } from "../base.ts";
import { nameOf } from "../nameOf.ts";
import { words as P } from "../texts.ts";
import { isComplete } from "./draft.ts";
import classes from "./Segments.module.css";
import { words as W } from "./texts.ts";

/** How many people the rules hold for, counted while somebody edits. */
export function SegmentLook({ rules }: { rules: SegmentRules }) {
  const [settled] = useDebouncedValue(rules, 300);
  const complete = isComplete(settled);
  const look = useQuery({
    queryKey: [`${API}/segment-looks`, settled],
    queryFn: ({ signal }) =>
      call<Look>(`${API}/segment-looks`, { method: "POST", body: { rules: settled }, signal }),
    enabled: complete,
    placeholderData: keepPreviousData,
  });
  return (
    <Section title={P.people}>
      <div aria-live="polite" aria-busy={look.isFetching}>
        {!isComplete(rules) ? (
          <Text c="dimmed">{W.unfinished}</Text>
        ) : look.error !== null ? (
          <Text role="alert" c="var(--mantine-color-error)">
            {problemText(look.error)}
          </Text>
        ) : look.data === undefined ? (
          <Text c="dimmed">{W.looking}</Text>
        ) : (
          <Found look={look.data} />
        )}
      </div>
    </Section>
  );
}

function Found({ look }: { look: Look }) {
  return (
    <>
      <Text fw={620} className="figure">
        {P.counted(look.count, look.reachable)}
      </Text>
      <Text size="sm" c="dimmed" mt="xs">
        {look.people.length === 0 ? W.nobody : W.first}
      </Text>
      <ul className={classes.people}>
        {look.people.map((person) => (
          <li key={person.id}>
            <PageLink to={`/people/${person.id}`}>{nameOf(person)}</PageLink>
          </li>
        ))}
      </ul>
    </>
  );
}
