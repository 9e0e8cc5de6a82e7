import { Badge, Group, Text } from "@mantine/core";
import { Ago, type Column, Time } from "@promostack/web/kit";
import type { PersonRow } from "../../../people/api.ts";
import { nameOf } from "../nameOf.ts";
import { ReachMark } from "../ReachMark.tsx";
import { words as W } from "../texts.ts";

/** Tags of a row that are shown; the rest is a number. */
const SHOWN_TAGS = 3;

export const COLUMNS: Column<PersonRow>[] = [
  {
    id: "person",
    header: W.person,
    value: nameOf,
    cell: (person) => (
      <>
        <Text component="span" fw={550}>
          {nameOf(person)}
        </Text>
        {person.username === "" ? null : <span className="muted"> @{person.username}</span>}
      </>
    ),
    sort: "name",
    phone: "title",
  },
  {
    id: "reach",
    header: W.reach,
    meaning: W.reachMeaning,
    value: ({ reach }) => W.reaches[reach],
    cell: ({ reach }) => <ReachMark reach={reach} />,
    phone: "corner",
  },
  {
    id: "tags",
    header: W.tags,
    value: ({ tags }) => tags.join(", "),
    cell: ({ tags }) => <TagBadges tags={tags} />,
  },
  { id: "journey", header: W.inJourney, value: ({ journey }) => journey },
  {
    id: "lastHeard",
    header: W.lastHeard,
    value: ({ lastHeard }) => lastHeard,
    cell: ({ lastHeard }) => <Ago value={lastHeard} />,
    sort: "lastHeard",
  },
  {
    id: "firstSeen",
    header: W.firstSeen,
    value: ({ firstSeen }) => firstSeen,
    cell: ({ firstSeen }) => <Time value={firstSeen} style="day" />,
    sort: "firstSeen",
  },
  { id: "source", header: W.source, meaning: W.sourceMeaning, value: ({ source }) => source, sort: "source" },
  { id: "language", header: W.language, value: ({ language }) => language, sort: "language", hidden: true },
  { id: "telegramId", header: W.telegramId, value: ({ telegramId }) => telegramId, hidden: true },
];

function TagBadges({ tags }: { tags: readonly string[] }) {
  const more = tags.length - SHOWN_TAGS;
  return (
    <Group gap={4} wrap="nowrap">
      {tags.slice(0, SHOWN_TAGS).map((tag) => (
        <Badge key={tag} variant="default" tt="none" fw={500} miw="max-content">
          {tag}
        </Badge>
      ))}
      {more > 0 ? <span className="muted">+{more}</span> : null}
    </Group>
  );
}
