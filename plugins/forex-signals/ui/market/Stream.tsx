import { Group, Stack, Text } from "@mantine/core";
import { Ago, Count, Notice, Price, Status, Time, type Tone } from "@promostack/web/kit";
import type { ReactNode } from "react";
import type { StreamState } from "../../marketApi.ts";
import { Grid } from "./Grid.tsx";
import { words as W } from "./texts.ts";

const TONES = new Map<string, Tone>([
  ["live", "good"],
  ["waiting", "warn"],
]);
const STATES = new Map<string, string>(Object.entries(W.streamStates));

/** How the one connection stands: whether and since when it is up, what went wrong last, and what came through it. */
export function Stream({ stream, simulated }: { stream: StreamState; simulated: boolean }) {
  const { state, problem, detail, refused } = stream;
  return (
    <Stack gap="sm">
      <Group gap="md" align="baseline">
        <Status tone={TONES.get(state) ?? "quiet"}>{STATES.get(state) ?? state}</Status>
        {simulated ? <Status tone="info">{W.simulated}</Status> : null}
        {factsOf(stream).map(([label, value]) => (
          <Text key={label} size="sm">
            <span className="muted">{label}</span> {value}
          </Text>
        ))}
      </Group>
      {state === "off" ? <Text c="dimmed">{W.streamOff}</Text> : null}
      {problem === null ? null : (
        <Notice tone="warn" title={W.streamProblem}>
          {detail ?? problem}
        </Notice>
      )}
      {refused.length === 0 ? null : <Text size="sm">{W.streamRefused(refused.join(", "))}</Text>}
      <Prices stream={stream} />
    </Stack>
  );
}

/** What there is to say of it now, each with its label. */
function factsOf({ state, connectedAt, heardAt, retryAt, reconnects }: StreamState): [string, ReactNode][] {
  const facts: [string, ReactNode][] = [];
  if (state === "live" && connectedAt !== null)
    facts.push([W.streamSince, <Time key="since" value={connectedAt} />]);
  if (heardAt !== null) facts.push([W.streamHeard, <Ago key="heard" value={heardAt} />]);
  if (state === "waiting" && retryAt !== null)
    facts.push([W.streamRetry, <Time key="retry" value={retryAt} />]);
  if (reconnects > 0) facts.push([W.streamReconnects, <Count key="reconnects" value={reconnects} />]);
  return facts;
}

function Prices({ stream: { prices, symbols } }: { stream: StreamState }) {
  const silent = symbols.filter((each) => !prices.some(({ symbol }) => symbol === each));
  if (prices.length === 0 && silent.length === 0) return null;
  return (
    <Grid
      label={W.streamPrices}
      head={[{ title: W.symbol }, { title: W.state }, { title: W.lastPrice, end: true }, { title: W.at }]}
      rows={[
        ...prices.map(({ symbol, price, digits, time }) => ({
          key: symbol,
          cells: [
            symbol,
            <Followed key="state" by={symbols} symbol={symbol} />,
            <Price key="price" value={price} decimals={digits} />,
            <Ago key="time" value={time} />,
          ],
        })),
        ...silent.map((symbol) => ({
          key: symbol,
          cells: [symbol, <Followed key="state" by={symbols} symbol={symbol} />, "–", W.streamNoPrice],
        })),
      ]}
    />
  );
}

function Followed({ by, symbol }: { by: readonly string[]; symbol: string }) {
  const is = by.includes(symbol);
  return <Status tone={is ? "good" : "quiet"}>{is ? W.followed : W.notFollowed}</Status>;
}
