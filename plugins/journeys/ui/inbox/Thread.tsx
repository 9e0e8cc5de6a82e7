import { Button, Skeleton, Text } from "@mantine/core";
import { ErrorState, TelegramText, Time, useRows, useTimezone } from "@promostack/web/kit";
import { IconClick, IconPaperclip } from "@tabler/icons-react";
import { Fragment, useEffect, useRef } from "react";
import type { ChatMessage } from "../../inbox/api.ts";
import classes from "./Inbox.module.css";
import { conversation, SAID } from "./paths.ts";
import { words as W } from "./texts.ts";

/** What was said both ways, the newest at the bottom. */
export function Thread({ id }: { id: string }) {
  const source = useRows<ChatMessage>(`${conversation(id)}/messages`, {}, { topics: SAID, limit: 50 });
  const box = useRef<HTMLDivElement>(null);
  const newest = source.rows[0]?.id;
  const zone = useTimezone();
  useEffect(() => {
    if (newest !== undefined) box.current?.scrollTo({ top: box.current.scrollHeight });
  }, [newest]);
  const messages = [...source.rows].reverse();
  const day = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeZone: zone });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div className={classes.lines} ref={box} role="log" aria-label={W.thread} tabIndex={0}>
      {source.error === null ? null : <ErrorState error={source.error} retry={source.retry} />}
      {source.pending ? <Skeleton h={240} /> : null}
      {source.more ? (
        <Button variant="subtle" size="xs" loading={source.loadingMore} onClick={source.loadMore}>
          {W.earlier}
        </Button>
      ) : null}
      {!source.pending && messages.length === 0 ? <Text c="dimmed">{W.nothing}</Text> : null}
      {messages.map((message, index) => {
        const date = day.format(new Date(message.at));
        const before = messages[index - 1];
        const fresh = before === undefined || day.format(new Date(before.at)) !== date;
        return (
          <Fragment key={message.id}>
            {fresh ? <span className={classes.note}>{date}</span> : null}
            <Line message={message} />
          </Fragment>
        );
      })}
    </div>
  );
}

function Line({ message }: { message: ChatMessage }) {
  const { author, kind, text, buttons, by, at } = message;
  if (author === "system") {
    const say = kind === "taken_over" ? W.system.taken_over : W.system.handed_back;
    return (
      <span className={classes.note}>
        {say(by ?? "")} · <Time value={at} style="time" />
      </span>
    );
  }
  const theirs = author === "person";
  const file = W.kinds[kind];
  return (
    <div
      className={classes.said}
      data-ours={!theirs || undefined}
      data-hand={author === "colleague" || undefined}
    >
      <div className={classes.bubble} dir="auto">
        {file === undefined ? null : (
          <span className={classes.file}>
            <IconPaperclip size={14} aria-hidden /> {file}
          </span>
        )}
        {kind === "press" ? (
          <span className={classes.file}>
            <IconClick size={14} aria-hidden /> {W.pressed(text)}
          </span>
        ) : theirs ? (
          <span style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>{text}</span>
        ) : (
          <TelegramText html={text} />
        )}
      </div>
      {buttons.length === 0 ? null : (
        <div className={classes.keys}>
          {numbered(buttons).map(({ n, text }) => (
            <span key={n}>{text}</span>
          ))}
        </div>
      )}
      <span className={classes.under}>
        {origin(message)}
        <Time value={at} style="time" />
        {theirs ? null : <Outcome outcome={message.outcome} />}
      </span>
    </div>
  );
}

/** Two buttons may say the same: their places tell them apart. */
function numbered(texts: readonly string[]): { n: number; text: string }[] {
  return texts.map((text, n) => ({ n, text }));
}

function origin({ author, by, journey, step }: ChatMessage): string {
  if (author === "colleague") return `${by ?? W.by.colleague} · `;
  if (author === "journey" && journey !== null) return `${W.from(journey, step ?? "")} · `;
  if (author === "plugin") return `${by ?? W.by.plugin} · `;
  return author === "broadcast" ? `${W.by.broadcast} · ` : "";
}

function Outcome({ outcome }: { outcome: string | null }) {
  const bad = outcome !== null && outcome !== "sent";
  return (
    <span className={bad ? classes.bad : undefined}>
      {" "}
      · {outcome === null ? W.onItsWay : W.outcomes[outcome]}
    </span>
  );
}
