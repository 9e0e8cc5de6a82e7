import { TelegramText, useResource, useTimezone } from "@promostack/web/kit";
import { IconPaperclip } from "@tabler/icons-react";
import type { RehearsalMessage, RehearsalNote } from "../../../rehearsal/api.ts";
import { BASE } from "../../base.ts";
import type { Attachment } from "../model/attachment.ts";
import { words as W } from "../texts.ts";
import classes from "./TestChat.module.css";
import { words as T } from "./testTexts.ts";
import type { Line } from "./useRehearsal.ts";

type Press = (step: string, button: string, text: string) => void;

/** What was said, or what happened beside. */
export function TestLine({ line, press }: { line: Line; press: Press }) {
  switch (line.by) {
    case "bot":
      return <Said message={line.message} press={press} />;
    case "person":
      return (
        <div className={classes.bubble} data-own>
          {line.attached === undefined ? null : <Sent attached={line.attached} />}
          {line.text}
        </div>
      );
    case "note":
      return <div className={classes.note}>{noteText(line.note)}</div>;
    case "clock":
      return <ClockLine to={line.to} />;
  }
}

function Sent({ attached: { kind, file, bytes, picture, text } }: { attached: Attachment }) {
  if (picture !== undefined)
    return <img className={classes.picture} src={picture} alt={file ?? T.kinds[kind]} />;
  return (
    <div className={classes.file}>
      <IconPaperclip size={14} aria-hidden />
      {[T.kinds[kind], file ?? text, bytes === undefined ? undefined : sizeText(bytes)]
        .filter((each) => each !== undefined)
        .join(" · ")}
    </div>
  );
}

function sizeText(bytes: number): string {
  const kilobytes = bytes / 1_000;
  return kilobytes < 1_000 ? `${Math.ceil(kilobytes)} kB` : `${(kilobytes / 1_000).toFixed(1)} MB`;
}

function Said({ message, press }: { message: RehearsalMessage; press: Press }) {
  const { html, media, buttons } = message;
  return (
    <div className={classes.said}>
      <div className={classes.bubble}>
        {media === undefined ? null : <Attached media={media} />}
        {html === "" ? null : <TelegramText html={html} />}
      </div>
      {buttons.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows never change their order
        <div key={index} className={classes.row}>
          {row.map((button) =>
            button.press === undefined ? (
              <a
                key={button.text}
                className={classes.key}
                href={button.url ?? "#"}
                target="_blank"
                rel="noreferrer"
              >
                {button.text} ↗
              </a>
            ) : (
              <button
                key={button.press.button}
                type="button"
                className={classes.key}
                onClick={() => {
                  const { press: to } = button;
                  if (to !== undefined) press(to.step, to.button, button.text);
                }}
              >
                {button.text}
              </button>
            ),
          )}
        </div>
      ))}
    </div>
  );
}

function Attached({ media: { kind, file } }: { media: NonNullable<RehearsalMessage["media"]> }) {
  const { data } = useResource<{ url: string }>(`${BASE}/media`, { file }, { enabled: file !== "" });
  if (data !== undefined && (kind === "photo" || kind === "animation"))
    return <img className={classes.picture} src={data.url} alt={W.media[kind]} />;
  return (
    <div className={classes.file}>
      <IconPaperclip size={14} aria-hidden /> {W.media[kind]}
    </div>
  );
}

function ClockLine({ to }: { to: number }) {
  const timezone = useTimezone();
  const at = new Date(to).toLocaleString("en-GB", {
    timeZone: timezone,
    weekday: "long",
    hour: "2-digit",
    minute: "2-digit",
  });
  return <div className={classes.note}>{W.skippedTo(at)}</div>;
}

function noteText(note: RehearsalNote): string {
  switch (note.kind) {
    case "tag":
      return [...note.add.map((tag) => W.tagged(tag)), ...note.remove.map((tag) => W.untagged(tag))].join(
        " ",
      );
    case "field":
      return note.value === null ? W.fieldCleared(note.name) : W.fieldSet(note.name, String(note.value));
    case "over":
      return W.pressOver;
    case "kept":
      return W.keptForLater;
  }
}
