import { Button, Group, Stack, Text } from "@mantine/core";
import { type ApiError, Notice } from "@promostack/web/kit";
import classes from "./Messages.module.css";
import { words as W } from "./texts.ts";

interface ConflictNoticeProps {
  conflict: ApiError;
  taking: boolean;
  takeTheirs(): void;
  keepMine(etag: string): void;
}

/** Two people saved: theirs here, yours in the field below, and a choice. */
export function ConflictNotice({ conflict, taking, takeTheirs, keepMine }: ConflictNoticeProps) {
  const { theirs, etag } = conflict.details;
  const text = typeof theirs === "object" && theirs !== null && "text" in theirs ? String(theirs.text) : "";
  return (
    <Notice
      tone="warn"
      title={W.conflict}
      action={
        <Group gap="xs">
          <Button size="compact-sm" variant="default" loading={taking} onClick={takeTheirs}>
            {W.takeTheirs}
          </Button>
          <Button size="compact-sm" onClick={() => keepMine(String(etag))}>
            {W.keepMine}
          </Button>
        </Group>
      }
    >
      <Stack gap={4}>
        <Text size="sm">{W.theirs}</Text>
        <section className={classes.theirs} aria-label={W.theirs}>
          {text}
        </section>
        <Text size="sm">{W.yours}</Text>
      </Stack>
    </Notice>
  );
}
