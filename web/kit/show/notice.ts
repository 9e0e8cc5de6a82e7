import { texts } from "../texts.ts";

interface Notice {
  message: string;
  title?: string;
  tone?: "good" | "bad" | "warn";
  /** Milliseconds. */
  stays?: number;
}

const COLORS = { good: "teal", bad: "red", warn: "amber" } as const;

/** A notice in the corner. What draws it comes when the first is told, or right after the page stands. */
export async function notify({ message, title, tone, stays }: Notice): Promise<void> {
  const { notifications } = await import("@mantine/notifications");
  notifications.show({
    message,
    title,
    color: tone && COLORS[tone],
    autoClose: stays,
    closeButtonProps: { "aria-label": texts.close },
  });
}
