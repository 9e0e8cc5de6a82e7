import type { Entity, FormattedText } from "./shapes.ts";

/** Collects text and entities, in UTF-16 code units. */
export class TextBuilder {
  #text = "";
  readonly #entities: Entity[] = [];

  get length(): number {
    return this.#text.length;
  }

  append(text: string): void {
    this.#text += text;
  }

  textFrom(start: number): string {
    return this.#text.slice(start);
  }

  /** An entity from `start` to here; nothing where it would be empty. */
  entity(type: string, start: number, more: Partial<Entity> = {}): void {
    const length = this.length - start;
    if (length > 0) this.#entities.push({ type, offset: start, length, ...more });
  }

  /** A link, or a mention where the address is a user's; Telegram drops what is no address. */
  link(start: number, address: string): void {
    const user = /^tg:\/\/user\?id=(\d+)$/.exec(address)?.[1];
    if (user !== undefined) {
      this.entity("text_mention", start, { user: { id: Number(user), is_bot: false, first_name: "" } });
      return;
    }
    const url = asUrl(address);
    if (url !== undefined) this.entity("text_link", start, { url });
  }

  /** Telegram trims the text's ends and sorts entities, outer ones first. */
  finish(): FormattedText {
    const start = this.#text.length - this.#text.trimStart().length;
    const text = this.#text.trim();
    const entities = this.#entities
      .map((each) => {
        const from = Math.max(0, each.offset - start);
        const to = Math.min(text.length, each.offset + each.length - start);
        return { ...each, offset: from, length: to - from };
      })
      .filter(({ length }) => length > 0)
      .sort((one, other) => one.offset - other.offset || other.length - one.length);
    return { text, entities };
  }
}

/** The address as Telegram normalises it: a scheme, and a slash after a bare host. */
export function asUrl(address: string): string | undefined {
  const text = /^[a-z][a-z0-9+.-]*:/i.test(address) ? address : `http://${address}`;
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.protocol === "tg:" || url.protocol === "mailto:") return text;
  if (!["http:", "https:", "ton:"].includes(url.protocol)) return undefined;
  // A host needs a dot or to be this machine.
  return url.hostname.includes(".") || url.hostname === "localhost" || url.hostname.includes(":")
    ? url.href
    : undefined;
}
