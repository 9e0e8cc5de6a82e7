import { createElement, Fragment, type ReactNode, useMemo } from "react";
import { OutsideLink } from "./states.tsx";

/** The marks that Telegram's HTML knows; anything else is shown as its text. */
const MARKS: Record<string, string> = {
  b: "strong",
  strong: "strong",
  i: "em",
  em: "em",
  u: "u",
  ins: "u",
  s: "s",
  strike: "s",
  del: "s",
  code: "code",
  pre: "pre",
  blockquote: "blockquote",
};

/** A message in Telegram's HTML, built anew from its parts: nothing of it can run. */
export function TelegramText({ html }: { html: string }) {
  const parts = useMemo(() => {
    const { body } = new DOMParser().parseFromString(html, "text/html");
    return children(body);
  }, [html]);
  return <span style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>{parts}</span>;
}

/** Given to React one by one, since text has no keys of its own. */
function children(node: Node): ReactNode {
  return createElement(Fragment, null, ...[...node.childNodes].map(drawn));
}

function drawn(node: Node): ReactNode {
  if (!(node instanceof Element)) return node.textContent;
  const name = node.nodeName.toLowerCase();
  const href = name === "a" ? (node.getAttribute("href") ?? "") : "";
  if (/^(https?|tg|mailto):/.test(href)) return <OutsideLink href={href}>{children(node)}</OutsideLink>;
  const mark = MARKS[name];
  return mark === undefined ? children(node) : createElement(mark, null, children(node));
}
