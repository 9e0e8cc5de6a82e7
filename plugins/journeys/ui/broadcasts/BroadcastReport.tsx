import { Skeleton, Text } from "@mantine/core";
import { ErrorState, Page, Section, Time, useResource } from "@promostack/web/kit";
import type { Broadcast } from "../../broadcast/api.ts";
import { BroadcastActs } from "./BroadcastActs.tsx";
import { BroadcastMark } from "./BroadcastMark.tsx";
import classes from "./Broadcasts.module.css";
import { ButtonClicks, Figures } from "./Figures.tsx";
import { MessageLook } from "./MessageLook.tsx";
import { ProgressSection } from "./ProgressSection.tsx";
import { broadcast } from "./paths.ts";
import { Recipients } from "./Recipients.tsx";
import { words as W } from "./texts.ts";

const LOOKS_MS = 2_000;

/** One that has begun: how far it is, what it brought, and what can still be done. */
export function BroadcastReport({ id }: { id: string }) {
  const found = useResource<Broadcast>(broadcast(id), {}, { topics: ["broadcasts"], every: LOOKS_MS });
  if (found.error !== null && found.data === undefined)
    return <ErrorState whole error={found.error} retry={() => void found.refetch()} />;
  if (found.data === undefined) return <Skeleton h={480} maw={1160} mx="auto" />;
  const { name, state, startsAt, plan } = found.data;
  return (
    <Page
      title={name}
      mark={<BroadcastMark state={state} />}
      back={{ to: "/broadcasts", label: W.back }}
      actions={<BroadcastActs broadcast={found.data} />}
      wide
    >
      <div className={classes.columns}>
        <div className={classes.fields}>
          {state === "scheduled" ? (
            <Section>
              <Text>
                {W.goesOut}{" "}
                {plan.when.kind === "local" ? W.whenLocal(plan.when.time) : <Time value={startsAt} />}
              </Text>
            </Section>
          ) : (
            <ProgressSection broadcast={found.data} />
          )}
          <Section title={W.results}>
            <Figures progress={found.data.progress} />
            <ButtonClicks broadcast={found.data} />
          </Section>
        </div>
        <aside className={classes.aside}>
          <Section title={W.sentMessage}>
            <MessageLook
              text={plan.content.text}
              buttons={plan.content.buttons.map(({ text }) => [text])}
              media={plan.content.media}
            />
          </Section>
        </aside>
      </div>
      <Recipients id={id} state={state} />
    </Page>
  );
}
