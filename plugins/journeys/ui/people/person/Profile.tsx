import { Ago, Explained, Time, useResource } from "@promostack/web/kit";
import type { ReactNode } from "react";
import type { PeopleOptions, Person } from "../../../people/api.ts";
import { API } from "../base.ts";
import { words as W } from "../texts.ts";
import classes from "./Person.module.css";

/** What Telegram says of a person, and how they came. */
export function Profile({ person }: { person: Person }) {
  const options = useResource<PeopleOptions>(`${API}/people-options`);
  const titleOf = (chat: string) => options.data?.channels.find((each) => each.chat === chat)?.title ?? chat;
  return (
    <dl className={classes.facts}>
      <Fact label={W.username}>{person.username === "" ? W.unknown : `@${person.username}`}</Fact>
      <Fact label={W.telegramId}>
        {person.telegramId === null ? W.unknown : <span className="figure">{person.telegramId}</span>}
      </Fact>
      <Fact label={W.language}>{person.language || W.unknown}</Fact>
      <Fact label={W.timezone}>{person.timezone?.replaceAll("_", " ") ?? W.unknown}</Fact>
      <Fact label={<Explained meaning={W.sourceMeaning}>{W.source}</Explained>}>
        {person.source || W.unknown}
      </Fact>
      <Fact label={W.firstSeen}>
        <Time value={person.firstSeen} />
      </Fact>
      <Fact label={W.lastHeard}>
        <Ago value={person.lastHeard} />
      </Fact>
      {person.stoppedAt === null ? null : (
        <Fact label={W.reaches.stopped}>
          <Time value={person.stoppedAt} />
        </Fact>
      )}
      {person.blockedAt === null ? null : (
        <Fact label={W.reaches.blocked}>
          <Time value={person.blockedAt} />
        </Fact>
      )}
      <Fact label={W.channels}>
        {person.chats.length === 0 ? W.noChannels : person.chats.map(titleOf).join(", ")}
      </Fact>
    </dl>
  );
}

function Fact({ label, children }: { label: ReactNode; children: ReactNode }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </>
  );
}
