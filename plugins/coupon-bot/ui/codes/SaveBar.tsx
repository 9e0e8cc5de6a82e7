import { Button, Group } from "@mantine/core";
import { ApiError, LeaveGuard, Notice } from "@promostack/web/kit";
import classes from "./Codes.module.css";
import { words as W } from "./texts.ts";

interface SaveBarProps {
  changed: boolean;
  ready: boolean;
  saving: boolean;
  error: Error | null;
  /** What somebody else saved meanwhile. */
  conflict: Readonly<Record<string, unknown>> | undefined;
  save(over?: string): void;
}

/** The button that saves, what came of it, and a word before unsaved things are left. */
export function SaveBar({ changed, ready, saving, error, conflict, save }: SaveBarProps) {
  return (
    <>
      <LeaveGuard on={changed && !saving} />
      {error === null ? null : (
        <Notice
          tone={conflict === undefined ? "bad" : "warn"}
          title={conflict === undefined ? error.message : W.conflict(error.message)}
          action={
            conflict === undefined ? null : (
              <Button size="xs" variant="default" onClick={() => save(String(conflict.version))}>
                {W.keepMine}
              </Button>
            )
          }
        >
          {error instanceof ApiError ? error.hint : null}
        </Notice>
      )}
      <Group className={classes.save}>
        <Button loading={saving} disabled={!changed || !ready} onClick={() => save()}>
          {W.save}
        </Button>
      </Group>
    </>
  );
}
