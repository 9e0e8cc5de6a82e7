import { Box, Skeleton, Text, Tooltip } from "@mantine/core";
import { ErrorState, type Query, Section } from "@promostack/web/kit";
import type { HourNumbers } from "../../numbers/api.ts";
import { DEFINITIONS } from "../../numbers/definitions.ts";
import { weekdayText } from "./dayText.ts";
import classes from "./Numbers.module.css";
import { SavedAs } from "./SavedAs.tsx";
import { words as W } from "./texts.ts";
import { usePart } from "./useNumbers.ts";

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7];
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const short = new Intl.NumberFormat(undefined, { notation: "compact", maximumFractionDigits: 1 });

/** Uses by weekday and hour: a table whose colours only repeat its figures. */
export function Hours({ query, zone }: { query: Query; zone: string }) {
  const { items, error, retry, file } = usePart<HourNumbers>("hours", query);
  if (error !== null && items === undefined) return <ErrorState error={error} retry={retry} />;
  if (items === undefined) return <Skeleton h={300} />;
  const cells = new Map(items.map(({ weekday, hour, uses }) => [weekday * 24 + hour, uses]));
  const most = items.reduce((high, { uses }) => Math.max(high, uses), 1);
  return (
    <Section
      title={DEFINITIONS.hours.label}
      intro={`${DEFINITIONS.hours.meaning} ${W.inZone(zone)}.`}
      actions={<SavedAs what={DEFINITIONS.hours.label} file={file} />}
    >
      {items.length === 0 ? (
        <Text c="dimmed">{W.noUses}</Text>
      ) : (
        <Box className={classes.scroll} tabIndex={0} role="region" aria-label={DEFINITIONS.hours.label}>
          <table className={`figure ${classes.heat}`}>
            <thead>
              <tr>
                <th scope="col" aria-label={W.weekday} />
                {HOURS.map((hour) => (
                  <th key={hour} scope="col">
                    {String(hour).padStart(2, "0")}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {WEEKDAYS.map((weekday) => (
                <tr key={weekday}>
                  <th scope="row">{weekdayText(weekday, "short")}</th>
                  {HOURS.map((hour) => (
                    <Cell
                      key={hour}
                      name={W.hoursOf(
                        weekdayText(weekday, "long"),
                        `${String(hour).padStart(2, "0")}:00`,
                        cells.get(weekday * 24 + hour) ?? 0,
                      )}
                      uses={cells.get(weekday * 24 + hour)}
                      most={most}
                    />
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </Box>
      )}
    </Section>
  );
}

function Cell({ name, uses, most }: { name: string; uses: number | undefined; most: number }) {
  if (uses === undefined) return <td className={classes.none} />;
  return (
    <Tooltip label={name}>
      <Box
        component="td"
        className={classes.some}
        __vars={{ "--strength": `${Math.round((uses / most) * 38 + 8)}%` }}
      >
        {short.format(uses)}
      </Box>
    </Tooltip>
  );
}
