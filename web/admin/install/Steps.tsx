import { Loader, Text } from "@mantine/core";
import { IconCheck, IconCircle, IconMinus, IconX } from "@tabler/icons-react";
import type { InstallStep } from "../../api/installs.ts";
import { lengthText } from "../../kit/show/times.tsx";
import classes from "./Install.module.css";
import { installWords as W } from "./texts.ts";

/** The steps in their order, each with how far it is. */
export function Steps({ steps }: { steps: readonly InstallStep[] }) {
  return (
    <ol className={classes.steps} aria-live="polite">
      {steps.map(({ name, title, state, milliseconds, note }) => (
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
          </span>
          <span className="muted figure">
            {milliseconds === undefined ? null : lengthText(milliseconds / 1_000)}
          </span>
        </li>
      ))}
    </ol>
  );
}

function Mark({ state }: Pick<InstallStep, "state">) {
  switch (state) {
    case "running":
      return <Loader size={14} />;
    case "done":
      return <IconCheck size={16} className="good" />;
    case "failed":
      return <IconX size={16} className="bad" />;
    case "skipped":
      return <IconMinus size={16} />;
    default:
      return <IconCircle size={10} />;
  }
}
