import { Text } from "@mantine/core";
import { Count, Explained, Percent } from "@promostack/web/kit";
import type { DayNumbers, Numbers, Totals } from "../../numbers/api.ts";
import { DEFINITIONS } from "../../numbers/definitions.ts";
import { Change } from "./Change.tsx";
import classes from "./Numbers.module.css";
import { Sparkline } from "./Sparkline.tsx";

interface Tile {
  name: keyof typeof DEFINITIONS;
  figure(totals: Totals): number | null;
  share?: true;
  /** Of a day; none where a day says nothing. */
  course?(day: DayNumbers): number;
}

const TILES: readonly Tile[] = [
  { name: "uses", figure: ({ uses }) => uses, course: ({ uses }) => uses },
  {
    name: "successRate",
    figure: ({ successRate }) => successRate,
    share: true,
    course: ({ pictures, uses }) => (uses === 0 ? 0 : pictures / uses),
  },
  { name: "pictures", figure: ({ pictures }) => pictures, course: ({ pictures }) => pictures },
  { name: "people", figure: ({ people }) => people, course: ({ people }) => people },
  { name: "newPeople", figure: ({ newPeople }) => newPeople },
  {
    name: "accepted",
    figure: ({ acceptedRate }) => acceptedRate,
    share: true,
    course: ({ accepted, refused }) => (accepted === 0 ? 0 : accepted / (accepted + refused)),
  },
];

interface TilesProps {
  numbers: Numbers;
  /** Undefined until they are known. */
  days: readonly DayNumbers[] | undefined;
  compare: boolean;
}

/** The figures of the period, each with its course and what it was before. */
export function Tiles({ numbers: { totals, before }, days, compare }: TilesProps) {
  return (
    <div className={classes.tiles}>
      {TILES.map(({ name, figure, share, course }) => {
        const value = figure(totals);
        return (
          <div key={name} className={`card ${classes.tile}`}>
            <Text size="sm" c="dimmed">
              <Explained meaning={DEFINITIONS[name].meaning}>{DEFINITIONS[name].label}</Explained>
            </Text>
            <span className={classes.figure}>
              {share ? <Percent value={value} decimals={1} /> : <Count value={value} />}
            </span>
            {compare ? <Change now={value} before={figure(before)} share={share} /> : null}
            {course === undefined ? null : <Sparkline values={days?.map(course) ?? []} />}
          </div>
        );
      })}
    </div>
  );
}
