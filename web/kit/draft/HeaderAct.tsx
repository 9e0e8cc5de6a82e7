import { ActionIcon, Tooltip } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./Draft.module.css";

interface HeaderActProps {
  label: string;
  off?: boolean;
  /** What it opens is open. */
  on?: boolean;
  act(): void;
  /** Its icon. */
  children: ReactNode;
}

/** One of the acts in an editor's header. */
export function HeaderAct({ label, off = false, on = false, act, children }: HeaderActProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant={on ? "light" : "subtle"}
        color={on ? undefined : "gray"}
        aria-label={label}
        aria-pressed={on || undefined}
        className={classes.quiet}
        disabled={off}
        onClick={act}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
