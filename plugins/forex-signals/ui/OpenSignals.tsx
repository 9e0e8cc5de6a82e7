import { Group, SimpleGrid, Text } from "@mantine/core";
import { Ago, PageLink, Pips, Price, RMultiple, Section, Side, useRows } from "@promostack/web/kit";
import type { Signal, SymbolPrice } from "../api.ts";
import { Ladder } from "./Ladder.tsx";
import { SignalState } from "./signalWords.tsx";
import { words as W } from "./texts.ts";

/** Signals that run now. */
export function useOpenSignals() {
  return useRows<Signal>(
    "/api/p/forex-signals/signals",
    { status: "open" },
    { topics: ["signals"], every: 30_000 },
  );
}

/** Signals that run now, with the price on its way between stop and targets. */
export function OpenSignals({ prices }: { prices: readonly SymbolPrice[] | undefined }) {
  const { rows } = useOpenSignals();
  if (rows.length === 0) return null;
  return (
    <Section title={W.open} plain>
      <SimpleGrid cols={{ base: 1, md: 2, xl: 3 }} spacing="sm">
        {rows.map((signal) => (
          <OpenSignal key={signal.id} signal={signal} seen={seenPrice(prices, signal.symbol)} />
        ))}
      </SimpleGrid>
    </Section>
  );
}

function OpenSignal({ signal, seen }: { signal: Signal; seen: SymbolPrice | undefined }) {
  const price = seen?.price ?? undefined;
  return (
    <article className="card" style={{ padding: "14px 16px" }}>
      <Group justify="space-between" wrap="nowrap" mb={4}>
        <PageLink to={`/forex/${signal.id}`} style={{ color: "inherit", textDecoration: "none" }}>
          <Side direction={signal.direction} /> <strong>{signal.symbol}</strong>{" "}
          <Text component="span" className="figure">
            <Price value={signal.entry} decimals={signal.digits} />
          </Text>
        </PageLink>
        <SignalState signal={signal} />
      </Group>
      <Ladder signal={signal} seen={seen} />
      <Group justify="space-between" c="dimmed">
        <span>
          {W.opened.toLowerCase()} <Ago value={signal.openedAt} />
        </span>
        {price === undefined ? null : (
          <Group gap="sm">
            <RMultiple value={runningR(signal, price)} />
            <Pips value={((price - signal.entry) * sideOf(signal)) / signal.pip} />
          </Group>
        )}
      </Group>
    </article>
  );
}

/** What was last seen of a symbol, where that is anything. */
export function seenPrice(
  prices: readonly SymbolPrice[] | undefined,
  symbol: string,
): SymbolPrice | undefined {
  return prices?.find((each) => each.symbol === symbol && each.price !== null);
}

export function sideOf(signal: Pick<Signal, "direction">): 1 | -1 {
  return signal.direction === "buy" ? 1 : -1;
}

/** What the open part stands at, in R of the initial risk, before spread. */
export function runningR(signal: Pick<Signal, "direction" | "entry" | "stop">, price: number): number {
  const risk = Math.abs(signal.entry - signal.stop);
  return risk === 0 ? 0 : ((price - signal.entry) * sideOf(signal)) / risk;
}
