import { Button, Group, Stack, Text } from "@mantine/core";
import { type ApiError, Notice } from "@promostack/web/kit";
import { words as W } from "./texts.ts";

interface ConflictProps {
  conflict: ApiError;
  takeTheirs(text: string, etag: string): void;
  keepMine(etag: string): void;
}

/** Two people saved: theirs here, yours in the field below, and a choice. */
export function Conflict({ conflict, takeTheirs, keepMine }: ConflictProps) {
  const { theirs, etag } = conflict.details;
  const text = typeof theirs === "object" && theirs !== null && "text" in theirs ? String(theirs.text) : "";
  return (
    <Notice
      tone="warn"
      title={W.conflict}
      action={
        <Group gap="xs">
          <Button size="compact-sm" variant="default" onClick={() => takeTheirs(text, String(etag))}>
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
        <Text size="sm" style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
          {text}
        </Text>
      </Stack>
    </Notice>
  );
}
