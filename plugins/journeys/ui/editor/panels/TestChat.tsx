import { ActionIcon, Button, Group, Text, Tooltip } from "@mantine/core";
import { problemText, useTimezone } from "@promostack/web/kit";
import { IconPlayerSkipForward, IconRefresh } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useEditor } from "../editor.ts";
import { words as E } from "../texts.ts";
import { TestCall } from "./TestCall.tsx";
import classes from "./TestChat.module.css";
import { TestComposer } from "./TestComposer.tsx";
import { TestLine } from "./TestLine.tsx";
import { TestVariables } from "./TestVariables.tsx";
import { TestWalker } from "./TestWalker.tsx";
import { words as W } from "./testTexts.ts";
import { type Rehearsal, useRehearsal } from "./useRehearsal.ts";

/** Walks the draft as a person would, without Telegram. */
export default function TestChat() {
  const rehearsal = useRehearsal();
  const { walker, walkAs } = useEditor();
  const { lines, last, busy, error, restart } = rehearsal;
  const [choosing, setChoosing] = useState(false);
  const end = useRef<HTMLDivElement>(null);
  const count = lines.length;
  useEffect(() => {
    if (count > 0 && !choosing) end.current?.scrollIntoView({ block: "end" });
  }, [count, choosing]);
  if (choosing)
    return (
      <TestWalker
        begin={(next) => {
          walkAs(next);
          restart(next);
          setChoosing(false);
        }}
        close={() => setChoosing(false)}
      />
    );
  return (
    <div className={classes.chat}>
      <div>
        <Group gap={4} wrap="nowrap">
          <Text size="sm" className="clip" flex={1}>
            {W.walksAs(nameOf(walker.person))}
          </Text>
          <Button size="compact-sm" variant="subtle" onClick={() => setChoosing(true)}>
            {W.change}
          </Button>
          <Tooltip label={E.restart}>
            <ActionIcon variant="subtle" color="gray" aria-label={E.restart} onClick={() => restart()}>
              <IconRefresh size={17} aria-hidden />
            </ActionIcon>
          </Tooltip>
        </Group>
        <Text size="xs" c="dimmed">
          {E.testHint}
        </Text>
      </div>
      <div className={classes.lines} role="log" aria-label={E.testTitle}>
        {lines.map((line) => (
          <TestLine key={line.key} line={line} press={rehearsal.press} />
        ))}
        {error === undefined ? null : (
          <Text size="sm" c="var(--ink-sell)" role="alert">
            {problemText(error)}
          </Text>
        )}
        {last?.ended == null ? null : (
          <div className={classes.note}>
            {E.ended(last.ended.outcome, last.ended.state)}
            {last.ended.error === undefined ? null : ` ${last.ended.error}`}
          </div>
        )}
        <Waiting rehearsal={rehearsal} />
        <div ref={end} />
      </div>
      <TestComposer
        disabled={busy || last === undefined || last.ended !== null}
        rehearsal={rehearsal}
        keys={rehearsal.keys}
      />
      {last === undefined ? null : <TestVariables state={last.state} />}
    </div>
  );
}

function nameOf({
  firstName,
  lastName,
  username,
}: {
  firstName: string;
  lastName: string;
  username: string;
}) {
  return [firstName, lastName].filter((each) => each !== "").join(" ") || username || W.nobody;
}

/** What the walk waits for, and how to get over it. */
function Waiting({ rehearsal }: { rehearsal: Rehearsal }) {
  const { last, busy, skip } = rehearsal;
  const timezone = useTimezone();
  const waits = last?.waits;
  if (last === undefined || waits === undefined || waits === null) return null;
  if (waits.kind === "call") {
    const { call, session } = last.state;
    return call === null ? null : <TestCall key={session.seq} call={call} rehearsal={rehearsal} />;
  }
  const until = new Date(waits.until).toLocaleString("en-GB", {
    timeZone: timezone,
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
  });
  const answerable = waits.kind === "reply" || waits.kind === "collect";
  // A reply that is waited for without end has nothing that could be skipped to.
  if (waits.kind === "reply" && waits.onDue === "expire")
    return <div className={classes.note}>{E.waitsForReply}</div>;
  return (
    <Group gap={8} className={classes.wait}>
      <Text size="sm">{answerable ? E.waitsForReplyUntil(until) : E.waitsUntil(until)}</Text>
      <Button
        size="compact-xs"
        variant="light"
        leftSection={<IconPlayerSkipForward size={13} aria-hidden />}
        disabled={busy}
        onClick={skip}
      >
        {E.skip}
      </Button>
    </Group>
  );
}
