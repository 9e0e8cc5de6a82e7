import { Button, Code, CopyButton, Group, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { onceWords as W } from "./texts.ts";

/** What is told this one time, to be copied, and below it how it is used. */
export function Once({
  value,
  text,
  done,
  children,
}: {
  value: string;
  text: string;
  done(): void;
  children: ReactNode;
}) {
  return (
    <Stack>
      <Text>{text}</Text>
      <Group gap="xs" wrap="nowrap">
        <Code block style={{ flex: 1, overflowWrap: "anywhere", whiteSpace: "pre-wrap" }}>
          {value}
        </Code>
        <CopyButton value={value}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy} data-autofocus>
              {copied ? W.copied : W.copy}
            </Button>
          )}
        </CopyButton>
      </Group>
      {children}
      <Group justify="flex-end">
        <Button onClick={done}>{W.keep}</Button>
      </Group>
    </Stack>
  );
}
