import { Loader, Text } from "@mantine/core";
import { IconAlertTriangle, IconCheck, IconCircle, IconX } from "@tabler/icons-react";
import type { InstallStep } from "../../api/installs.ts";
import { lengthText } from "../../kit/show/times.tsx";
import classes from "./Install.module.css";
import { installWords as W } from "./texts.ts";

/** The steps in their order, each with how far it is. Those that this kind of install has no need of are left out. */
export function Steps({ steps }: { steps: readonly InstallStep[] }) {
  const needed = steps.filter(({ state }) => state !== "skipped");
  return (
    <ol className={classes.steps} aria-live="polite">
      {needed.map(({ name, title, state, milliseconds, note, warnings = [] }) => (
        <li key={name} className={classes.step} data-state={state}>
          <span className={classes.mark} role="img" aria-label={W.stepStates[state]}>
            <Mark state={state} />
          </span>
          <span>
            {title}
            {note === undefined ? null : (
              <Text size="sm" c="dimmed">
                {note}
              </Text>
            )}
            {warnings.map((warning) => (
              <Text key={warning} size="sm">
                <IconAlertTriangle
                  size={14}
                  className="warn"
                  role="img"
                  aria-label={W.warning}
                  style={{ verticalAlign: "text-bottom" }}
                />{" "}
                {warning}
              </Text>
            ))}
          </span>
          <span className="muted figure">{milliseconds === undefined ? null : timeText(milliseconds)}</span>
        </li>
      ))}
    </ol>
  );
}

function timeText(milliseconds: number): string {
  return milliseconds < 1_000 ? `${milliseconds} ms` : lengthText(milliseconds / 1_000);
}

function Mark({ state }: Pick<InstallStep, "state">) {
  switch (state) {
    case "running":
      return <Loader size={14} />;
    case "done":
      return <IconCheck size={16} className="good" />;
    case "failed":
      return <IconX size={16} className="bad" />;
    default:
      return <IconCircle size={10} />;
  }
}
