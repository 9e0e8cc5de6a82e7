import { Badge, CloseButton, Group } from "@mantine/core";
import { timeText, useAddress, useTimezone } from "@promostack/web/kit";
import { words as W } from "./texts.ts";

/** What a link narrowed the list to beyond its own filters, and how to be rid of it. */
export function NarrowedTo() {
  const [{ strategy, symbol, from, to }, change] = useAddress();
  const timezone = useTimezone();
  const parts = [
    strategy,
    symbol,
    isTime(from) ? W.since(timeText(from, timezone)) : undefined,
    isTime(to) ? W.until(timeText(to, timezone)) : undefined,
  ].filter((part) => part !== undefined);
  if (parts.length === 0) return null;
  const clear = () => change({ strategy: undefined, symbol: undefined, from: undefined, to: undefined });
  return (
    <Group gap={4} wrap="nowrap">
      <Badge variant="light" size="lg" tt="none">
        {parts.join(" · ")}
      </Badge>
      <CloseButton size="sm" aria-label={W.everySignal} onClick={clear} />
    </Group>
  );
}

function isTime(text: string | undefined): text is string {
  return text !== undefined && !Number.isNaN(Date.parse(text));
}
