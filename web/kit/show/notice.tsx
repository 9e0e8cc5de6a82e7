import { Button, Group } from "@mantine/core";
import { texts } from "../texts.ts";

interface Notice {
  message: string;
  title?: string;
  tone?: "good" | "bad" | "warn";
  /** Milliseconds. */
  stays?: number;
  /** Beside the words: to take back what was just done. */
  act?: { label: string; run(): void };
}

const COLORS = { good: "teal", bad: "red", warn: "amber" } as const;
/** Long enough to read, to think and to reach. */
const WITH_ACT = 12_000;

/** A notice in the corner. What draws it comes when the first is told, or right after the page stands. */
export async function notify({ message, title, tone, stays, act }: Notice): Promise<void> {
  const { notifications } = await import("@mantine/notifications");
  const id: string = notifications.show({
    message:
      act === undefined ? (
        message
      ) : (
        <Group justify="space-between" gap="xs" wrap="nowrap">
          <span>{message}</span>
          <Button
            size="compact-sm"
            variant="default"
            style={{ flex: "none" }}
            onClick={() => {
              notifications.hide(id);
              act.run();
            }}
          >
            {act.label}
          </Button>
        </Group>
      ),
    title,
    color: tone && COLORS[tone],
    autoClose: stays ?? (act === undefined ? undefined : WITH_ACT),
    closeButtonProps: { "aria-label": texts.close },
  });
}
