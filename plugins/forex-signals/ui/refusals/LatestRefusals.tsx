import { Group, Text } from "@mantine/core";
import { LinkButton, Price, Section, Side, Time, useResource } from "@promostack/web/kit";
import type { Refusal } from "../../api.ts";
import { reasonTitle, words as W } from "./texts.ts";

/** What the strategy proposed of late and the guardrails kept back: why there is no signal. */
export function LatestRefusals() {
  const { data } = useResource<{ items: Refusal[] }>(
    "/api/p/forex-signals/refusals",
    { limit: 5 },
    { topics: ["signals"] },
  );
  if (data === undefined || data.items.length === 0) return null;
  return (
    <Section
      title={W.title}
      intro={W.latest}
      actions={
        <LinkButton to="/forex/refusals" variant="subtle" size="compact-sm">
          {W.all}
        </LinkButton>
      }
    >
      {data.items.map(({ id, time, direction, symbol, entry, digits, reason }) => (
        <Group key={`${id} ${time}`} gap="2px 24px" className="figure">
          <Text component="span" c="dimmed" miw={110}>
            <Time value={time} />
          </Text>
          <span>
            <Side direction={direction} /> {symbol}
          </span>
          <Price value={entry} decimals={digits} />
          <span>{reasonTitle(reason)}</span>
        </Group>
      ))}
    </Section>
  );
}
