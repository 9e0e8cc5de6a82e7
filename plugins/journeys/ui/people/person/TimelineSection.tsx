import { Button, Skeleton, Text } from "@mantine/core";
import { ErrorState, Section, TelegramText, Time, useRows } from "@promostack/web/kit";
import type { Happening } from "../../../people/api.ts";
import { words as inboxWords } from "../../inbox/texts.ts";
import { PEOPLE, TOPICS } from "../base.ts";
import { words as W } from "../texts.ts";
import classes from "./Person.module.css";

/** What happened with a person, the newest first: theirs at the start, ours at the end, as in a chat. */
export function TimelineSection({ id }: { id: string }) {
  const list = useRows<Happening>(
    `${PEOPLE}/${id}/timeline`,
    {},
    { limit: 50, topics: TOPICS, every: 15_000 },
  );
  return (
    <Section title={W.timeline}>
      {list.error !== null && list.rows.length === 0 ? (
        <ErrorState error={list.error} retry={list.retry} />
      ) : list.pending ? (
        <Skeleton h={200} />
      ) : list.rows.length === 0 ? (
        <Text c="dimmed">{W.noTimeline}</Text>
      ) : (
        <ul className={classes.list}>
          {list.rows.map((each) => (
            <Item key={each.id} happening={each} />
          ))}
        </ul>
      )}
      {list.more ? (
        <Button variant="subtle" loading={list.loadingMore} onClick={list.loadMore} mt="xs">
          {W.more}
        </Button>
      ) : null}
    </Section>
  );
}

function Item({ happening }: { happening: Happening }) {
  const { kind, author, at } = happening;
  if (author === "system" || (kind !== "wrote" && kind !== "sent"))
    return (
      <li className={`${classes.happening} ${classes.event}`}>
        <Text size="sm" c="dimmed" ta="center">
          {eventText(happening)} · <Time value={at} />
        </Text>
      </li>
    );
  const text =
    happening.text === "" ? W.file(inboxWords.kinds[happening.what] ?? happening.what) : happening.text;
  return (
    <li className={`${classes.happening} ${kind === "wrote" ? classes.theirs : classes.ours}`}>
      <div className={classes.bubble} dir="auto">
        {kind === "wrote" ? text : <TelegramText html={text} />}
      </div>
      <Text size="xs" c="dimmed">
        {kind === "wrote" ? "" : `${W.authors(author)} · `}
        <Time value={at} />
      </Text>
    </li>
  );
}

function eventText({ kind, journey, what, outcome, text }: Happening): string {
  const name = journey ?? "";
  if (kind === "entered") return W.enteredJourney(name);
  if (kind === "clicked") return W.clicked;
  if (kind === "sent") return what === "taken_over" ? W.takenOver : W.handedBack;
  const how = [W.states(what), outcome, text].filter((part) => part !== null && part !== "").join(", ");
  return W.endedJourney(name, how);
}
