import { Skeleton, Stack } from "@mantine/core";
import {
  ApiError,
  Empty,
  ErrorState,
  LinkButton,
  Notice,
  Page,
  Section,
  Side,
  useResource,
} from "@promostack/web/kit";
import type { Feed, SignalDetail } from "../api.ts";
import { CancelSignal } from "./acts/CancelSignal.tsx";
import { CloseSignal } from "./acts/CloseSignal.tsx";
import classes from "./Forex.module.css";
import { Ladder } from "./Ladder.tsx";
import { usePrices } from "./livePrices.ts";
import { seenPrice } from "./OpenSignals.tsx";
import { SignalChart } from "./SignalChart.tsx";
import { Facts, Fills } from "./SignalFacts.tsx";
import { SignalPosts } from "./SignalPosts.tsx";
import { SignalState } from "./signalWords.tsx";
import { words as W } from "./texts.ts";

/** One signal from entry to exit: the picture, the books, and what was posted. */
export function SignalPage({ id }: { id: string }) {
  const {
    data: signal,
    error,
    refetch,
  } = useResource<SignalDetail>(`/api/p/forex-signals/signals/${id}`, {}, { topics: ["signals"] });
  const open = signal?.status === "open";
  const feed = useResource<Feed>(
    "/api/p/forex-signals/feed",
    {},
    { topics: ["signals"], every: 15_000, enabled: open },
  );
  const prices = usePrices(open ? feed.data : undefined);
  if (error instanceof ApiError && error.status === 404) {
    return <Empty whole title={W.notFound} action={<LinkButton to="/forex">{W.back}</LinkButton>} />;
  }
  if (error !== null && signal === undefined)
    return <ErrorState whole error={error} retry={() => void refetch()} />;
  if (signal === undefined) return <Skeleton h={520} maw={1480} mx="auto" />;
  return (
    <Page
      title={signal.symbol}
      mark={
        <>
          <Side direction={signal.direction} />
          <SignalState signal={signal} />
        </>
      }
      back={{ to: "/forex", label: W.back }}
      actions={
        open ? (
          <>
            {signal.cancellable ? <CancelSignal id={signal.id} /> : null}
            <CloseSignal id={signal.id} />
          </>
        ) : null
      }
      wide
    >
      {signal.failure === null ? null : (
        <Notice tone="bad" title={W.failure}>
          {signal.failure}
        </Notice>
      )}
      <div className={classes.columns}>
        <Stack>
          <Section>
            <SignalChart signal={signal} />
            {open ? <Ladder signal={signal} seen={seenPrice(prices, signal.symbol)} /> : null}
          </Section>
          <Section title={W.fills}>
            <Fills signal={signal} />
          </Section>
        </Stack>
        <Stack>
          <Section title={W.facts}>
            <Facts signal={signal} />
          </Section>
          <Section title={W.messages}>
            <SignalPosts posts={signal.messages} />
          </Section>
        </Stack>
      </div>
    </Page>
  );
}
