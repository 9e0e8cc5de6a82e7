import { Text } from "@mantine/core";
import { Percent, Section } from "@promostack/web/kit";
import type { Retention } from "../../numbers/api.ts";
import { DEFINITIONS } from "../../numbers/definitions.ts";
import { Change } from "./Change.tsx";
import classes from "./Numbers.module.css";
import { words as W } from "./texts.ts";

/** Who came back, once it is known. */
export function Returning({ retention, compare }: { retention: readonly Retention[]; compare: boolean }) {
  return (
    <Section
      title={DEFINITIONS.retention.label}
      intro={`${DEFINITIONS.retention.meaning} ${W.retentionNote}`}
    >
      <div className={classes.tiles}>
        {retention.map(({ window, people, returned, rate, rateBefore }) => {
          const [name, when] = W.windows[window];
          return (
            <div key={window}>
              <Text fw={550}>{name}</Text>
              <Text size="sm" c="dimmed">
                {when}
              </Text>
              <span className={classes.figure}>
                <Percent value={rate} decimals={1} />
              </span>
              <Text size="sm" c="dimmed" className="figure">
                {people === 0 ? W.nobodyYet : W.returned(returned, people)}
              </Text>
              {compare && people > 0 ? <Change now={rate} before={rateBefore} share /> : null}
            </div>
          );
        })}
      </div>
    </Section>
  );
}
