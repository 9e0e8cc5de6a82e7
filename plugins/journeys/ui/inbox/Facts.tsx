import { Badge, Group, NativeSelect, Stack, Text } from "@mantine/core";
import { Ago, call, PageLink, Time, useAct, useMay, usePlace, useResource } from "@promostack/web/kit";
import type { ReactNode } from "react";
import type { ConversationDetail } from "../../inbox/api.ts";
import classes from "./Inbox.module.css";
import { Notes } from "./Notes.tsx";
import { CHANGES, conversation } from "./paths.ts";
import { words as W } from "./texts.ts";

/** What is known of the person, whose conversation it is, and what colleagues noted. */
export function Facts({ detail }: { detail: ConversationDetail }) {
  const { tags, fields, waitingEntries } = detail;
  return (
    <aside className={classes.facts} aria-label={W.facts}>
      <Assignee detail={detail} />
      <Fact label={W.walk}>
        <Walk detail={detail} />
      </Fact>
      {waitingEntries.length === 0 ? null : <Fact label={W.waitingEntries}>{waitingEntries.join(", ")}</Fact>}
      {tags.length === 0 ? null : (
        <Fact label={W.tags}>
          <Group gap={4}>
            {tags.map((tag) => (
              <Badge key={tag} color="gray" tt="none">
                {tag}
              </Badge>
            ))}
          </Group>
        </Fact>
      )}
      {Object.entries(fields).map(([name, value]) => (
        <Fact key={name} label={name}>
          {String(value)}
        </Fact>
      ))}
      <Fact label={W.source}>{detail.source}</Fact>
      <Fact label={W.language}>{detail.language}</Fact>
      <Fact label={W.timezone}>{detail.timezone}</Fact>
      <Fact label={W.telegramId}>{detail.telegramId === null ? null : <code>{detail.telegramId}</code>}</Fact>
      <Fact label={W.firstSeen}>
        <Time value={detail.firstSeen} style="day" />
      </Fact>
      <Fact label={W.lastHeard}>{detail.lastHeard === null ? null : <Ago value={detail.lastHeard} />}</Fact>
      <PageLink to={`/people/${detail.id}`}>{W.profile}</PageLink>
      <Notes id={detail.id} />
    </aside>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  if (children === null || children === "") return null;
  return (
    <div>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      <Text component="div" style={{ overflowWrap: "anywhere" }}>
        {children}
      </Text>
    </div>
  );
}

function Walk({ detail: { walk, holder } }: { detail: ConversationDetail }) {
  if (walk === null) return <>{W.noWalk}</>;
  const under = walk.endedAt === null;
  return (
    <Stack gap={0}>
      <PageLink to={`/journeys/${walk.journeyId}`}>{walk.journey}</PageLink>
      <Text size="xs" c={walk.state === "failed" ? "var(--mantine-color-error)" : "dimmed"}>
        {under ? `${W.walkAt(walk.step)}, ` : ""}
        {under && holder !== null ? W.walkHeld : (W.walkStates[walk.state] ?? walk.state)}
        {walk.error === null ? "" : `: ${walk.error}`}
      </Text>
    </Stack>
  );
}

interface Member {
  personId: string;
  name?: string | null;
  email: string;
}

function Assignee({ detail: { id, assigned } }: { detail: ConversationDetail }) {
  const may = useMay("member");
  const { session } = usePlace();
  const team = useResource<{ items: Member[] }>("/api/members");
  const assign = useAct<{ id: string; name: string } | null>({
    act: (to) => call(`${conversation(id)}/assignee`, { method: "PUT", body: { to } }),
    changes: CHANGES,
  });
  const members = (team.data?.items ?? []).map(({ personId, name, email }) => ({
    value: personId,
    label: personId === session.person.id ? W.you : (name ?? email),
    name: name ?? email,
  }));
  const gone = assigned !== null && !members.some(({ value }) => value === assigned.id);
  return (
    <NativeSelect
      label={W.assignee}
      value={assigned?.id ?? ""}
      disabled={!may || assign.isPending}
      onChange={(event) => {
        const chosen = members.find(({ value }) => value === event.currentTarget.value);
        assign.mutate(chosen === undefined ? null : { id: chosen.value, name: chosen.name });
      }}
      data={[
        { value: "", label: W.nobody },
        ...members.map(({ value, label }) => ({ value, label })),
        ...(gone ? [{ value: assigned.id, label: assigned.name }] : []),
      ]}
    />
  );
}
