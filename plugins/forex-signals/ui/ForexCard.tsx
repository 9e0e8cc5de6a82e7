import { Group, Skeleton, Text } from "@mantine/core";
import {
  LinkButton,
  RMultiple,
  Section,
  SpeedChoice,
  usePlace,
  useResource,
  useRows,
  useStood,
} from "@promostack/web/kit";
import type { Feed, Signal } from "../api.ts";
import { PauseNotice } from "./acts/PauseNotice.tsx";
import { FeedMark, Prices } from "./FeedState.tsx";
import { OpenSignals, useOpenSignals } from "./OpenSignals.tsx";
import { useSummary } from "./SummaryPanel.tsx";
import { words as W } from "./texts.ts";

const BASE = "/api/p/forex-signals";

/** Forex on the home page: what is open, what it earned, and the way on. */
export function ForexCard() {
  const { session } = usePlace();
  const feed = useResource<Feed>(`${BASE}/feed`, {}, { topics: ["signals"], every: 30_000 });
  const summary = useSummary();
  const open = useOpenSignals();
  const signals = useRows<Signal>(`${BASE}/signals`, {}, { topics: ["signals"], limit: 1 });
  const waiting = !signals.pending && signals.rows.length === 0;
  const stood = useStood(feed.isPending || summary.isPending || open.pending || signals.pending);
  if (!stood) return <Skeleton h={92} />;
  return (
    <>
      <Section
        title={W.homeTitle}
        actions={
          <>
            <FeedMark feed={feed.data} />
            <LinkButton to="/forex" variant="subtle" size="compact-sm">
              {W.all}
            </LinkButton>
          </>
        }
      >
        <PauseNotice feed={feed.data} />
        {summary.data === undefined ? (
          <Skeleton h={24} />
        ) : waiting ? (
          <Group gap="md">
            <Text c="dimmed" style={{ flex: "1 1 300px" }}>
              {session.playground ? `${W.empty}. ${W.emptyPlayground}` : `${W.empty}. ${W.emptyText}`}
            </Text>
            {session.playground ? <SpeedChoice /> : null}
          </Group>
        ) : (
          <Group gap="xl" className="figure">
            <span>
              <span className="muted">{W.homeOpen}</span> <strong>{summary.data.open}</strong>
            </span>
            <span>
              <span className="muted">{W.trades}</span> <strong>{summary.data.trades}</strong>
            </span>
            <span>
              <span className="muted">{W.totalR}</span>{" "}
              <strong>
                <RMultiple value={summary.data.totalR} />
              </strong>
            </span>
            <Prices prices={feed.data?.prices} />
          </Group>
        )}
      </Section>
      <OpenSignals prices={feed.data?.prices} />
    </>
  );
}
