import { call } from "@promostack/web/kit";
import { useEffect, useRef, useState } from "react";
import type { Value } from "../../../graph/parts.ts";
import type { RehearsalInput, RehearsalMessage, RehearsalNote, Rehearsed } from "../../../rehearsal/api.ts";
import { BASE } from "../../base.ts";
import { useEditor } from "../editor.ts";
import { type Attachment, answerOf } from "../model/attachment.ts";
import type { Walker } from "../model/walker.ts";

/** A line of the test chat. */
export type Line =
  | { key: string; by: "bot"; message: RehearsalMessage }
  | { key: string; by: "person"; text: string; attached?: Attachment }
  | { key: string; by: "note"; note: RehearsalNote }
  /** Time was put on: `to` is the walk's clock. */
  | { key: string; by: "clock"; to: number };

export interface Rehearsal {
  lines: readonly Line[];
  last: Rehearsed | undefined;
  busy: boolean;
  error: Error | undefined;
  /** The bot's keyboard, as it stands below the chat now. */
  keys: RehearsalMessage["keys"];
  restart(walker?: Walker): void;
  say(text: string): void;
  attach(attachment: Attachment, caption: string): void;
  press(step: string, button: string, text: string): void;
  skip(): void;
  /** What an action answers in the plugin's place. */
  answerCall(exit: string, said: { values?: Record<string, Value>; error?: string }): void;
  answerFacts(values: Record<string, Value | null>): void;
}

/** A walk through the draft as it stands on the page. The server keeps nothing of it. */
export function useRehearsal(): Rehearsal {
  const { detail, journey, test, walker: chosen } = useEditor();
  const [lines, setLines] = useState<readonly Line[]>([]);
  const [last, setLast] = useState<Rehearsed>();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error>();
  const count = useRef(0);
  const key = () => {
    count.current += 1;
    return String(count.current);
  };

  const send = async (input: RehearsalInput, said: Line[]) => {
    if (busy) return;
    setBusy(true);
    setLines((before) => (input.kind === "enter" ? [] : [...before, ...said]));
    try {
      const state = input.kind === "enter" ? null : (last?.state ?? null);
      const answer = await call<Rehearsed>(`${BASE}/journeys/${detail.id}/rehearsal`, {
        method: "POST",
        body: { journey, state, input },
      });
      setLast(answer);
      setError(undefined);
      setLines((before) => [
        ...before,
        ...(input.kind === "skip" ? [{ key: key(), by: "clock" as const, to: answer.at }] : []),
        ...answer.messages.map((message): Line => ({ key: key(), by: "bot", message })),
        ...answer.notes.map((note): Line => ({ key: key(), by: "note", note })),
      ]);
      const { step, end } = answer.state.session;
      test({
        at: end === null && step !== "" ? step : undefined,
        walked: new Set(answer.trail.map((visit) => visit.step)),
      });
    } catch (failure) {
      setError(failure instanceof Error ? failure : new Error(String(failure)));
    } finally {
      setBusy(false);
    }
  };
  const restart = (walker = chosen) => {
    setLast(undefined);
    void send({ kind: "enter", person: walker.person }, []);
  };

  const first = useRef(restart);
  const forget = useRef(test);
  forget.current = test;
  useEffect(() => {
    first.current();
    return () => forget.current({ at: undefined, walked: new Set() });
  }, []);

  return {
    lines,
    last,
    busy,
    error,
    keys: keysBelow(lines),
    restart,
    say: (text) =>
      void send({ kind: "answer", answer: { kind: "text", text } }, [{ key: key(), by: "person", text }]),
    attach: (attached, caption) =>
      void send({ kind: "answer", answer: answerOf(attached, caption) }, [
        { key: key(), by: "person", text: caption, attached },
      ]),
    press: (step, button, text) =>
      void send({ kind: "press", step, button }, [{ key: key(), by: "person", text }]),
    skip: () => void send({ kind: "skip" }, []),
    answerCall: (exit, said) => void send({ kind: "result", exit, ...said }, []),
    answerFacts: (values) => void send({ kind: "facts", values }, []),
  };
}

/** The newest keyboard, as long as nothing was said since: it shows itself once. */
function keysBelow(lines: readonly Line[]): RehearsalMessage["keys"] {
  const since = lines.slice(lines.findLastIndex(({ by }) => by === "person") + 1);
  return since.flatMap((line) => (line.by === "bot" && line.message.keys ? [line.message.keys] : [])).at(-1);
}
