import { Button, Collapse, Group, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { Count, Time, timeText, useTimezone } from "@promostack/web/kit";
import { Grid } from "./Grid.tsx";
import classes from "./Market.module.css";
import { words as W } from "./texts.ts";
import type { HourOfUses } from "./uses.ts";

const NAMES = new Map<string, string>(Object.entries(W.purposes));
const COLORS = new Map([
  ["check", "var(--mantine-color-blue-5)"],
  ["open", "var(--mantine-color-teal-5)"],
  ["gap", "var(--mantine-color-coral-5)"],
  ["history", "var(--mantine-color-grape-5)"],
  ["usage", "var(--mantine-color-gray-5)"],
]);
const OTHER_COLOR = "var(--mantine-color-gold-5)";
const HOURS_OF_DAY = 24;
/** An even share that is so many times what any hour used would leave nothing of the bars to see. */
const MOST_ABOVE = 4;

/** Credits of each hour as bars by purpose, and the same as a table for those who want the figures. */
export function UsesChart({ hours, perDay }: { hours: readonly HourOfUses[]; perDay: number | null }) {
  const [opened, { toggle }] = useDisclosure(false);
  const zone = useTimezone();
  const most = Math.max(1, ...hours.map(({ credits }) => credits));
  const even = perDay === null ? null : perDay / HOURS_OF_DAY;
  const line = even !== null && even <= most * MOST_ABOVE ? even : null;
  const top = Math.max(most, line ?? 0);
  const used = hours.flatMap(({ uses }) => uses);
  const total = used.reduce((sum, { credits }) => sum + credits, 0);
  const shown = [...new Set([...NAMES.keys(), ...used.map(({ purpose }) => purpose)])].filter((purpose) =>
    used.some((use) => use.purpose === purpose && use.credits > 0),
  );
  const first = hours[0]?.hour ?? 0;
  return (
    <>
      <div className={classes.bars} role="img" aria-label={W.chartLabel(total, most)}>
        {hours.map(({ hour, uses, credits }) => (
          <div key={hour} className={classes.bar} title={W.hourLabel(timeText(hour, zone), credits)}>
            {shown.map((purpose) => {
              const spent = uses.filter((use) => use.purpose === purpose);
              const share = spent.reduce((sum, each) => sum + each.credits, 0) / top;
              const background = COLORS.get(purpose) ?? OTHER_COLOR;
              return share === 0 ? null : (
                <div key={purpose} style={{ height: `${share * 100}%`, background }} />
              );
            })}
          </div>
        ))}
        {line === null ? null : <div className={classes.even} style={{ bottom: `${(100 * line) / top}%` }} />}
      </div>
      <Group justify="space-between" fz="xs" c="dimmed" mb="xs">
        <Time value={first} />
        <span>{W.thisHour}</span>
      </Group>
      <Group gap="md" mb="sm">
        {shown.map((purpose) => (
          <Group key={purpose} gap={6}>
            <span
              className={classes.swatch}
              style={{ background: COLORS.get(purpose) ?? OTHER_COLOR }}
              aria-hidden
            />
            <Text size="sm">{NAMES.get(purpose) ?? purpose}</Text>
          </Group>
        ))}
        {even === null ? null : (
          <Text size="sm" c="dimmed">
            {W.evenShare(Math.round(even))}
          </Text>
        )}
        <Button variant="subtle" size="compact-sm" onClick={toggle} aria-expanded={opened}>
          {opened ? W.hideTable : W.showTable}
        </Button>
      </Group>
      <Collapse expanded={opened}>
        <Grid
          label={W.byHour}
          head={[
            { title: W.hour },
            { title: W.purpose },
            { title: W.symbol },
            { title: W.requests, end: true },
            { title: W.credits, end: true },
          ]}
          rows={[...used].reverse().map(({ hour, purpose, symbol, requests, credits }) => ({
            key: `${hour} ${purpose} ${symbol}`,
            cells: [
              <Time key="hour" value={hour} />,
              NAMES.get(purpose) ?? purpose,
              symbol,
              <Count key="requests" value={requests} />,
              <Count key="credits" value={credits} />,
            ],
          }))}
        />
      </Collapse>
    </>
  );
}
