import { Stack, Text } from "@mantine/core";
import { Count, Explained, Percent } from "@promostack/web/kit";
import type { Broadcast, Progress } from "../../broadcast/api.ts";
import classes from "./Broadcasts.module.css";
import { words as W } from "./texts.ts";

const ALWAYS = ["people", "sent", "clicked", "entered"] as const;
const WHERE_SOME = ["blocked", "failed", "unknown", "skipped", "cancelled"] as const;

/** What it brought. */
export function Figures({ progress }: { progress: Progress }) {
  const shown = [...ALWAYS, ...WHERE_SOME.filter((name) => progress[name] > 0)];
  return (
    <dl className={classes.figures}>
      {shown.map((name) => {
        const [label = name, meaning = ""] = W.figures[name] ?? [];
        const of =
          name === "people" ? 0 : name === "clicked" || name === "entered" ? progress.sent : progress.people;
        return (
          <div key={name}>
            <dt>
              <Explained meaning={meaning}>{label}</Explained>
            </dt>
            <dd>
              <Count value={progress[name]} />
              {of === 0 ? null : (
                <Text span size="sm" c="dimmed">
                  <Percent value={progress[name] / of} />
                </Text>
              )}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

/** People by the button that they pressed or opened. */
export function ButtonClicks({ broadcast: { plan, buttons } }: { broadcast: Broadcast }) {
  if (plan.content.buttons.length === 0) return null;
  return (
    <Stack gap={4} mt="md">
      <Text fw={550}>{W.buttonsClicked}</Text>
      {plan.content.buttons.map(({ id, text }) => (
        <div key={id} className={classes.clicks}>
          <span className="clip">{text}</span>
          <Count value={buttons[id] ?? 0} />
        </div>
      ))}
    </Stack>
  );
}
