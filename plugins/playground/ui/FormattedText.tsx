import { createElement, Fragment, type ReactNode } from "react";
import classes from "./Chats.module.css";
import type { Entity } from "./shapes.ts";

const TAGS: Record<string, string> = {
  bold: "strong",
  italic: "em",
  underline: "u",
  strikethrough: "s",
  code: "code",
  pre: "pre",
  blockquote: "blockquote",
  expandable_blockquote: "blockquote",
};

/** Text with Telegram's entities, which count in UTF-16 units as JavaScript does, and may lie in one another. */
export function FormattedText({ text, entities }: { text: string; entities: readonly Entity[] }) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return <>{piece(text, 0, text.length, sorted)}</>;
}

function piece(text: string, from: number, to: number, entities: readonly Entity[]): ReactNode {
  const parts: ReactNode[] = [];
  let at = from;
  for (let index = 0; index < entities.length; ) {
    const entity = entities[index];
    if (entity === undefined) break;
    const end = Math.min(to, entity.offset + entity.length);
    const inside: Entity[] = [];
    let next = index + 1;
    for (let other = entities[next]; other !== undefined && other.offset < end; other = entities[next]) {
      inside.push(other);
      next += 1;
    }
    parts.push(
      text.slice(at, entity.offset),
      mark(entity, text.slice(entity.offset, end), piece(text, entity.offset, end, inside)),
    );
    at = end;
    index = next;
  }
  parts.push(text.slice(at, to));
  return createElement(Fragment, null, ...parts);
}

function mark(entity: Entity, plain: string, inside: ReactNode): ReactNode {
  const tag = TAGS[entity.type];
  if (tag !== undefined) return createElement(tag, null, inside);
  if (entity.type === "spoiler") return <span className={classes.spoiler}>{inside}</span>;
  const href = entity.type === "text_link" ? entity.url : entity.type === "url" ? address(plain) : undefined;
  if (href === undefined || !/^(https?|tg):/.test(href)) return inside;
  return (
    <a href={href} target="_blank" rel="noreferrer">
      {inside}
    </a>
  );
}

function address(text: string): string {
  return /^[a-z]+:/i.test(text) ? text : `https://${text}`;
}
