import { Button, Code, Group, Skeleton, Text } from "@mantine/core";
import {
  Confirm,
  call,
  ErrorState,
  Section,
  Status,
  Time,
  type Tone,
  useAct,
  useResource,
} from "@promostack/web/kit";
import type { Walk, Walks } from "../../../people/api.ts";
import { API, PEOPLE, TOPICS } from "../base.ts";
import { words as W } from "../texts.ts";
import classes from "./Person.module.css";

/** The journeys that a person walked, with each step and what it keeps. */
export function WalksSection({ id, mayStop }: { id: string; mayStop: boolean }) {
  const { data, error, refetch } = useResource<Walks>(
    `${PEOPLE}/${id}/walks`,
    {},
    { topics: TOPICS, every: 15_000 },
  );
  return (
    <Section title={W.walks}>
      {error !== null && data === undefined ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : data === undefined ? (
        <Skeleton h={80} />
      ) : data.items.length === 0 ? (
        <Text c="dimmed">{W.noWalks}</Text>
      ) : (
        <ul className={classes.list}>
          {data.items.map((walk) => (
            <WalkItem key={walk.id} walk={walk} person={id} mayStop={mayStop} />
          ))}
        </ul>
      )}
    </Section>
  );
}

function toneOf({ state, endedAt }: Walk): Tone {
  if (state === "completed") return "good";
  if (state === "failed") return "bad";
  return endedAt === null ? "info" : "quiet";
}

function WalkItem({ walk, person, mayStop }: { walk: Walk; person: string; mayStop: boolean }) {
  const variables = Object.entries(walk.variables);
  return (
    <li>
      <Group justify="space-between" gap="xs">
        <Text fw={550}>
          {walk.journey} <span className="muted">{W.version(walk.version)}</span>
        </Text>
        <Group gap="xs">
          <Status tone={toneOf(walk)}>{W.states(walk.state)}</Status>
          {walk.endedAt === null && mayStop ? <StopWalk walk={walk.id} person={person} /> : null}
        </Group>
      </Group>
      <Text size="xs" c="dimmed">
        <Time value={walk.enteredAt} /> · {walk.enteredBy}
        {walk.outcome === null ? "" : ` · ${walk.outcome}`}
      </Text>
      {walk.error === null ? null : (
        <Text size="sm" className="sell">
          {walk.error}
        </Text>
      )}
      <details>
        <summary className="muted">{W.steps}</summary>
        <ol className={classes.trail}>
          {walk.trail.map(({ step, title, enteredAt, exit }) => (
            <li key={`${step} ${enteredAt}`}>
              {title}{" "}
              <span className="muted">
                <Time value={enteredAt} />
                {exit === null ? "" : ` · ${exit}`}
              </span>
            </li>
          ))}
        </ol>
        {variables.length === 0 ? null : (
          <>
            <Text size="sm" c="dimmed" mt={6}>
              {W.variables}
            </Text>
            <dl className={classes.facts}>
              {variables.map(([name, value]) => (
                <Variable key={name} name={name} value={String(value)} />
              ))}
            </dl>
          </>
        )}
      </details>
    </li>
  );
}

function Variable({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt>
        <Code>{name}</Code>
      </dt>
      <dd>{value}</dd>
    </>
  );
}

function StopWalk({ walk, person }: { walk: string; person: string }) {
  const stop = useAct({
    act: () => call(`${PEOPLE}/${person}/walks/${walk}`, { method: "DELETE" }),
    done: W.walkStopped,
    changes: [API],
  });
  return (
    <Confirm title={W.stopWalkTitle} text={W.stopWalkText} label={W.stopWalk} act={() => stop.mutateAsync()}>
      {(open) => (
        <Button size="compact-sm" variant="default" onClick={open}>
          {W.stopWalk}
        </Button>
      )}
    </Confirm>
  );
}
