import { Text, Tooltip } from "@mantine/core";
import { signed } from "@promostack/web/kit";
import { IconTriangleFilled, IconTriangleInvertedFilled } from "@tabler/icons-react";
import { words as W } from "./texts.ts";

interface ChangeProps {
  now: number | null;
  before: number | null;
  /** A share: it changes by percentage points. */
  share?: boolean;
}

/** What a figure was in the period before, by sign, mark and colour. */
export function Change({ now, before, share = false }: ChangeProps) {
  if (now === null || before === null || (!share && before === 0))
    return (
      <Text size="sm" c="dimmed">
        {W.noBefore}
      </Text>
    );
  const by = share ? now - before : now / before - 1;
  const text = share ? `${signed(by * 100, 1)} pp` : `${signed(by * 100, 0)} %`;
  const Mark = by < 0 ? IconTriangleInvertedFilled : IconTriangleFilled;
  const was = before.toLocaleString(undefined, share ? { style: "percent", maximumFractionDigits: 1 } : {});
  return (
    <Tooltip label={W.before(was)}>
      <Text
        component="span"
        size="sm"
        tabIndex={0}
        className={`figure ${by === 0 ? "muted" : by < 0 ? "sell" : "buy"}`}
      >
        {by === 0 ? null : <Mark size={8} aria-hidden style={{ marginInlineEnd: 4 }} />}
        {text}
      </Text>
    </Tooltip>
  );
}
