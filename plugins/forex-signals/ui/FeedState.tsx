import { Group, Text, Tooltip } from "@mantine/core";
import { Ago, Notice, Price, Status, type Tone } from "@promostack/web/kit";
import type { Feed, SymbolPrice } from "../api.ts";
import { words as W } from "./texts.ts";

const TONES: Record<Feed["state"], Tone> = {
  live: "good",
  closed: "quiet",
  stale: "warn",
  empty: "quiet",
  "not-configured": "bad",
};

/** Whether prices are fresh, and whether they are real. */
export function FeedMark({ feed }: { feed: Feed | undefined }) {
  if (feed === undefined) return null;
  return (
    <Group gap={6}>
      <Tooltip label={feed.detail} maw={320}>
        <span>
          <Status tone={TONES[feed.state]}>{W.feed[feed.state]}</Status>
        </span>
      </Tooltip>
      {feed.simulated ? (
        <Tooltip label={W.simulatedMeaning} maw={320}>
          <span>
            <Status tone="info">{W.simulated}</Status>
          </span>
        </Tooltip>
      ) : null}
    </Group>
  );
}

/** The newest price of each symbol; one that does not trade or is late says so, and a streamed one how old it is. */
export function Prices({ prices }: { prices: readonly SymbolPrice[] | undefined }) {
  return prices?.map(({ symbol, price, digits, state, live, time }) => (
    <Tooltip key={symbol} label={W.feed[state]} disabled={state === "live"}>
      <span className={state === "live" ? undefined : "muted"}>
        <span className="muted">{symbol}</span> <Price value={price} decimals={digits} />
        {live ? (
          <span className="muted">
            {" "}
            · <Ago value={time} />
          </span>
        ) : null}
      </span>
    </Tooltip>
  ));
}

/** What a person should do something about, and the line of facts beneath the title. */
export function FeedNotice({
  feed,
  prices,
}: {
  feed: Feed | undefined;
  prices: readonly SymbolPrice[] | undefined;
}) {
  if (feed === undefined) return <Text mih={22}> </Text>;
  const trouble = feed.state === "stale" || feed.state === "not-configured";
  return (
    <>
      {trouble ? (
        <Notice tone="warn" title={W.feed[feed.state]}>
          {feed.error === null ? feed.detail : `${feed.detail} ${feed.error.message}`}
        </Notice>
      ) : null}
      {feed.queuedBehind === null ? null : (
        <Notice tone="info" title={W.queued}>
          {W.queuedText(feed.queuedBehind)}
        </Notice>
      )}
      <Group gap="2px 24px" c="dimmed" mih={22}>
        <Prices prices={prices} />
        {feed.newest === null ? null : (
          <span>
            {W.lastCandle} <Ago value={feed.newest.closeTime} />
          </span>
        )}
        {feed.lastCheck === null ? null : (
          <span>
            {W.lastCheck} <Ago value={feed.lastCheck.closeTime} />
          </span>
        )}
      </Group>
    </>
  );
}
