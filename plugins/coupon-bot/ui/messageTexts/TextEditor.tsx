import { Button, Group, Kbd, Stack, Text, Textarea, useComputedColorScheme } from "@mantine/core";
import {
  Ago,
  ApiError,
  Confirm,
  call,
  changeAndSelect,
  LeaveGuard,
  Section,
  useAct,
  useMay,
  useSaveKey,
} from "@promostack/web/kit";
import { useRef, useState } from "react";
import type { MessageText } from "../../texts/api.ts";
import { TEXTS, type TextKey } from "../../texts/text.ts";
import { MESSAGE_TEXTS } from "../base.ts";
import { Conflict } from "./Conflict.tsx";
import classes from "./MessageTexts.module.css";
import { Placeholders } from "./Placeholders.tsx";
import { Problems } from "./Problems.tsx";
import { Said } from "./Said.tsx";
import { words as W } from "./texts.ts";
import { useTextPreview } from "./useTextPreview.ts";

interface TextEditorProps {
  id: TextKey;
  language: string;
  direction: "ltr" | "rtl";
  stored: MessageText;
  limit: number;
}

/** One text: written at the left, said at the right as the bot would. Remounted for another text. */
export function TextEditor({ id, language, direction, stored, limit }: TextEditorProps) {
  const may = useMay("admin");
  const dark = useComputedColorScheme("light", { getInitialValueInEffect: false }) === "dark";
  const [base, setBase] = useState(stored);
  const [text, setText] = useState(stored.text);
  const area = useRef<HTMLTextAreaElement>(null);
  const { preview, current, error } = useTextPreview(language, id, text);
  const path = `${MESSAGE_TEXTS}/${language}/${id}`;
  const changed = text !== base.text;
  // While the server has not looked at it yet, a text is saved on trust: it looks again.
  const refused = current && preview?.problems.length !== 0;
  const written = (after: MessageText) => {
    setBase(after);
    setText(after.text);
  };
  const save = useAct<string, MessageText>({
    act: (etag) => call<MessageText>(path, { method: "PUT", body: { text }, headers: { "if-match": etag } }),
    done: W.saved,
    changes: [MESSAGE_TEXTS],
    // What was typed while it was on its way stays.
    onDone: setBase,
    tell: false,
  });
  const reset = useAct<void, MessageText>({
    act: () => call<MessageText>(path, { method: "DELETE", headers: { "if-match": base.etag } }),
    done: W.resetDone,
    changes: [MESSAGE_TEXTS],
    onDone: written,
  });
  const submit = () => {
    if (may && changed && !refused) save.mutate(base.etag);
  };
  useSaveKey(submit, save.isPending);
  const failure = save.error;
  const conflict = failure instanceof ApiError && failure.status === 412 ? failure : undefined;
  const insert = (words: string) => {
    const field = area.current;
    const [from, to] = [field?.selectionStart ?? text.length, field?.selectionEnd ?? text.length];
    const after = from + words.length;
    const change = () => setText(`${text.slice(0, from)}${words}${text.slice(to)}`);
    changeAndSelect(field, change, [after, after]);
  };
  return (
    <div className={classes.editor}>
      <Section>
        <Stack gap="sm">
          {may ? null : <Text c="dimmed">{W.onlyAdmins}</Text>}
          {conflict === undefined ? null : (
            <Conflict
              conflict={conflict}
              keepMine={(etag) => save.mutate(etag)}
              takeTheirs={(theirs, etag) => {
                written({ ...base, text: theirs, own: true, etag });
                save.reset();
              }}
            />
          )}
          <Textarea
            ref={area}
            aria-label={W.text}
            className={classes.text}
            autosize
            minRows={TEXTS[id].group === "buttons" ? 1 : 4}
            maxRows={24}
            dir={direction}
            readOnly={!may}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            spellCheck={false}
          />
          <Group justify="end">
            <Text span size="sm" c="dimmed" className="figure">
              {W.count(preview?.length ?? 0, limit)}
            </Text>
          </Group>
          <Problems
            problems={preview?.problems ?? []}
            show={(at, length) => {
              area.current?.focus();
              area.current?.setSelectionRange(at, at + length);
            }}
          />
          {failure !== null && conflict === undefined ? (
            <Text c="var(--ink-sell)">{failure.message}</Text>
          ) : null}
          <Placeholders names={TEXTS[id].values} disabled={!may} insert={insert} />
          {may ? (
            <Group gap="xs">
              <Button
                onClick={submit}
                loading={save.isPending}
                disabled={!changed || refused}
                aria-keyshortcuts="Control+S"
              >
                {W.save}
              </Button>
              {changed ? (
                <Button variant="subtle" color="gray" onClick={() => setText(base.text)}>
                  {W.discard}
                </Button>
              ) : null}
              {base.own ? (
                <Confirm
                  title={W.resetTitle}
                  text={W.resetText}
                  label={W.reset}
                  act={() => reset.mutateAsync()}
                >
                  {(open) => (
                    <Button variant="subtle" color="gray" onClick={open}>
                      {W.reset}
                    </Button>
                  )}
                </Confirm>
              ) : null}
              <Text role="status" c="dimmed" size="sm" component="div">
                {changed ? (
                  <Group gap={8}>
                    {W.unsaved} <Kbd visibleFrom="sm">Ctrl S</Kbd>
                  </Group>
                ) : base.changedBy === null || !base.own ? null : (
                  <>
                    {W.changedBy(base.changedBy)} <Ago value={base.changedAt ?? ""} />
                  </>
                )}
              </Text>
            </Group>
          ) : null}
        </Stack>
      </Section>
      <div className={classes.preview}>
        <Section title={W.preview}>
          {error === undefined ? null : <Text c="var(--ink-sell)">{error.message}</Text>}
          {preview === undefined ? null : (
            <Said preview={preview} place={TEXTS[id].place} dark={dark} direction={direction} />
          )}
        </Section>
      </div>
      <LeaveGuard on={changed && !save.isPending} />
    </div>
  );
}
