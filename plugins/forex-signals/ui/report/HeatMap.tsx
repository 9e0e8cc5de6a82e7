import { Box, Tooltip } from "@mantine/core";
import { Section, signed } from "@promostack/web/kit";
import { hourName, weekdayName } from "../../domain/summary.ts";
import type { HourCell, Report } from "../../report/api.ts";
import { DEFINITIONS } from "../../report/definitions.ts";
import classes from "./HeatMap.module.css";
import { Lead } from "./Lead.tsx";
import { hourOfWeek } from "./slice.ts";
import { words as W } from "./texts.ts";

const FROM_MONDAY = [1, 2, 3, 4, 5, 6, 0];

/** R by weekday and hour of the entry: a table whose colours only repeat its signs. A cell leads to its trades. */
export function HeatMap({ report: { heat } }: { report: Report }) {
  if (heat.length === 0) return null;
  const hours = [...new Set(heat.map(({ hour }) => hour))].sort((a, b) => a - b);
  const days = FROM_MONDAY.filter((day) => heat.some(({ weekday }) => weekday === day));
  const most = heat.reduce((high, { totalR }) => Math.max(high, Math.abs(totalR)), 1e-9);
  const cells = new Map(heat.map((cell) => [hourOfWeek(cell.weekday, cell.hour), cell]));
  return (
    <Section title={W.heat} intro={DEFINITIONS.heat.meaning}>
      <Box className={classes.scroll} tabIndex={0} role="region" aria-label={DEFINITIONS.heat.label}>
        <table className={`figure ${classes.heat}`}>
          <thead>
            <tr>
              <th scope="col">{W.utc}</th>
              {hours.map((hour) => (
                <th key={hour} scope="col">
                  {hourName(hour).slice(0, 2)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {days.map((day) => (
              <tr key={day}>
                <th scope="row">{weekdayName(day).slice(0, 3)}</th>
                {hours.map((hour) => (
                  <Cell
                    key={hour}
                    name={hourOfWeek(day, hour)}
                    cell={cells.get(hourOfWeek(day, hour))}
                    most={most}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Box>
    </Section>
  );
}

function Cell({ name, cell, most }: { name: string; cell: HourCell | undefined; most: number }) {
  if (cell === undefined) return <td className={classes.none} />;
  const { totalR, trades, winRate } = cell;
  const said = W.heatCell(name, trades, Math.round(winRate * 100), signed(totalR, 1));
  return (
    <Box
      component="td"
      className={totalR < 0 ? classes.lost : classes.won}
      __vars={{ "--strength": `${Math.round((Math.abs(totalR) / most) * 34 + 6)}%` }}
    >
      <Lead of="hour" name={name} label={said}>
        <Tooltip label={said}>
          <span>{signed(totalR, 1)}</span>
        </Tooltip>
      </Lead>
    </Box>
  );
}
