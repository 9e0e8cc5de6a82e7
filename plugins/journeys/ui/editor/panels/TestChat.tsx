import { ActionIcon, Button, Group, Stack, Text, TextInput, Tooltip } from "@mantine/core";
import { problemText, useTimezone } from "@promostack/web/kit";
import { IconPlayerSkipForward, IconRefresh, IconSend2 } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { exitsOf } from "../../../graph/exits.ts";
import { stepOf, useEditor } from "../editor.ts";
import { titleOf } from "../model/kinds.ts";
import { words as W } from "../texts.ts";
import classes from "./TestChat.module.css";
import { TestLine } from "./TestLine.tsx";
import { TestVariables } from "./TestVariables.tsx";
import { type Rehearsal, useRehearsal } from "./useRehearsal.ts";

/** Walks the draft as a person would, without Telegram. */
export default function TestChat() {
  const rehearsal = useRehearsal();
  const { lines, last, busy, error, restart } = rehearsal;
  const end = useRef<HTMLDivElement>(null);
  const count = lines.length;
  useEffect(() => {
    if (count > 0) end.current?.scrollIntoView({ block: "end" });
  }, [count]);
  return (
    <div className={classes.chat}>
      <Group gap="xs" justify="space-between">
        <Text size="xs" c="dimmed">
          {W.testHint}
        </Text>
        <Tooltip label={W.restart}>
          <ActionIcon variant="subtle" color="gray" aria-label={W.restart} onClick={restart}>
            <IconRefresh size={17} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Group>
      <div className={classes.lines} role="log" aria-label={W.testTitle}>
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
            {W.ended(last.ended.outcome, last.ended.state)}
            {last.ended.error === undefined ? null : ` ${last.ended.error}`}
          </div>
        )}
        <Waiting rehearsal={rehearsal} />
        <div ref={end} />
      </div>
      <Answer disabled={busy || last === undefined || last.ended !== null} say={rehearsal.say} />
      {last === undefined ? null : <TestVariables state={last.state} />}
    </div>
  );
}

/** What the walk waits for, and how to get over it. */
function Waiting({ rehearsal }: { rehearsal: Rehearsal }) {
  const { last, busy, skip, answerCall, answerFacts } = rehearsal;
  const { journey } = useEditor();
  const timezone = useTimezone();
  const waits = last?.waits;
  if (last === undefined || waits === undefined || waits === null) return null;
  const step = stepOf(journey, last.state.session.step);
  if (waits.kind === "call") {
    const asked = last.state.call;
    if (asked?.kind === "facts")
      return (
        <Facts names={asked.facts.map(({ plugin, fact }) => `${plugin}/${fact}`)} answer={answerFacts} />
      );
    return (
      <Stack gap={6} className={classes.wait}>
        <Text size="sm">{W.actionAnswers(step === undefined ? "" : titleOf(step))}</Text>
        <Group gap={6}>
          {(step === undefined ? [] : exitsOf(step)).map(({ key, title }) => (
            <Button
              key={key}
              size="compact-xs"
              variant="default"
              disabled={busy}
              onClick={() => answerCall(key)}
            >
              {title}
            </Button>
          ))}
        </Group>
      </Stack>
    );
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
    return <div className={classes.note}>{W.waitsForReply}</div>;
  return (
    <Group gap={8} className={classes.wait}>
      <Text size="sm">{answerable ? W.waitsForReplyUntil(until) : W.waitsUntil(until)}</Text>
      <Button
        size="compact-xs"
        variant="light"
        leftSection={<IconPlayerSkipForward size={13} aria-hidden />}
        disabled={busy}
        onClick={skip}
      >
        {W.skip}
      </Button>
    </Group>
  );
}

function Facts({
  names,
  answer,
}: {
  names: readonly string[];
  answer(values: Record<string, string>): void;
}) {
  const [values, setValues] = useState<Record<string, string>>({});
  return (
    <form
      className={classes.wait}
      onSubmit={(event) => {
        event.preventDefault();
        answer(Object.fromEntries(names.map((name) => [name, values[name] ?? ""])));
      }}
    >
      <Stack gap={6}>
        <Text size="sm">{W.factsAsked}</Text>
        {names.map((name) => (
          <TextInput
            key={name}
            size="xs"
            label={name}
            value={values[name] ?? ""}
            onChange={(event) => setValues({ ...values, [name]: event.currentTarget.value })}
          />
        ))}
        <Button size="compact-xs" type="submit" variant="default">
          {W.goOn}
        </Button>
      </Stack>
    </form>
  );
}

function Answer({ disabled, say }: { disabled: boolean; say(text: string): void }) {
  const [text, setText] = useState("");
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (disabled || text.trim() === "") return;
        say(text);
        setText("");
      }}
    >
      <TextInput
        aria-label={W.answer}
        placeholder={W.answer}
        maxLength={4096}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        rightSection={
          <ActionIcon type="submit" variant="subtle" aria-label={W.send} disabled={disabled}>
            <IconSend2 size={17} aria-hidden />
          </ActionIcon>
        }
      />
    </form>
  );
}
