import { Button, Group, Text, Textarea } from "@mantine/core";
import { ApiError, call, Notice, useAct, usePlace, useRows } from "@promostack/web/kit";
import { IconSend } from "@tabler/icons-react";
import { useLayoutEffect, useRef, useState } from "react";
import type { ChatMessage, ConversationDetail } from "../../inbox/api.ts";
import classes from "./Inbox.module.css";
import { CHANGES, conversation, SAID } from "./paths.ts";
import { plainText } from "./plainText.ts";
import { words as W } from "./texts.ts";
import { isTyping } from "./useListKeys.ts";

/** An answer by hand. What is typed outlives an error, a reload and a look at another conversation. */
export function Composer({ detail, typing }: { detail: ConversationDetail; typing(): void }) {
  const { id, holder, name } = detail;
  const { session } = usePlace();
  const field = useRef<HTMLTextAreaElement>(null);
  const place = `inbox-draft-${id}`;
  const [text, setText] = useState(() => window.sessionStorage.getItem(place) ?? "");
  const [answered, setAnswered] = useState<{ by: string; text: string }>();
  const newest = useRows<ChatMessage>(`${conversation(id)}/messages`, {}, { topics: SAID, limit: 50 })
    .rows[0];
  const keep = (words: string) => {
    setText(words);
    window.sessionStorage.setItem(place, words);
  };
  const send = useAct<{ anyway: boolean }>({
    act: ({ anyway }) =>
      call(`${conversation(id)}/messages`, {
        method: "POST",
        body: { text, ...(!anyway && newest !== undefined && { seen: newest.id }) },
      }),
    changes: CHANGES,
    onDone: () => {
      keep("");
      setAnswered(undefined);
    },
  });
  useReplyKey(field);
  const submit = (anyway: boolean) => {
    if (text.trim() === "" || send.isPending) return;
    send.mutate(
      { anyway },
      {
        onError: (error) => {
          if (error instanceof ApiError && error.code === "conversation.answered")
            setAnswered({ by: String(error.details.by), text: String(error.details.text) });
        },
      },
    );
  };
  const cannot =
    detail.telegramId === null
      ? W.cannotWrite.silent
      : detail.blockedAt === null
        ? undefined
        : W.cannotWrite.blocked;
  if (cannot !== undefined) return <p className={classes.foot}>{cannot}</p>;
  return (
    <form
      className={classes.composer}
      onSubmit={(event) => {
        event.preventDefault();
        submit(false);
      }}
    >
      {answered === undefined ? null : (
        <Notice
          tone="warn"
          title={W.answered(answered.by)}
          action={
            <Button size="xs" variant="default" onClick={() => submit(true)}>
              {W.sendAnyway}
            </Button>
          }
        >
          {plainText(answered.text)}
        </Notice>
      )}
      <Textarea
        ref={field}
        aria-label={W.answerTo(name)}
        placeholder={W.answerTo(name)}
        autosize
        minRows={2}
        maxRows={8}
        maxLength={4_000}
        value={text}
        onChange={(event) => {
          keep(event.currentTarget.value);
          typing();
        }}
        onKeyDown={(event) => {
          if (event.key === "Escape") event.currentTarget.blur();
          if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
          event.preventDefault();
          submit(false);
        }}
      />
      <Group justify="space-between" gap="xs" wrap="nowrap">
        <Text size="xs" c="dimmed">
          {holder?.id === session.person.id ? W.answerHintHeld : W.answerHint}
        </Text>
        <Button
          type="submit"
          loading={send.isPending}
          disabled={text.trim() === ""}
          leftSection={<IconSend size={15} aria-hidden />}
          style={{ flexShrink: 0 }}
        >
          {W.send}
        </Button>
      </Group>
    </form>
  );
}

/** `r` goes to the answer. */
function useReplyKey(field: React.RefObject<HTMLTextAreaElement | null>): void {
  useLayoutEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.key !== "r" || isTyping(event)) return;
      event.preventDefault();
      field.current?.focus();
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, [field]);
}
