import { escapeTelegramHtml } from "@promostack/core";
import { directionOf, isolated } from "../template/direction.ts";
import { fillText } from "../template/variables.ts";
import { LANGUAGES, type Language } from "./language.ts";
import { PLACES, TEXTS, type TextKey, VALUES, type ValueName } from "./text.ts";
import { WORDS } from "./words/words.ts";

/** What a text is filled with; what is absent has no value, and its block is left out. */
export type Values = Partial<Record<ValueName, string>>;

/** The bot's words for one person: the tenant's own where there are some, else the platform's. */
export class Wording {
  readonly language: Language;
  readonly #own: ReadonlyMap<string, string>;

  constructor(language: Language, own: ReadonlyMap<string, string> = new Map()) {
    this.language = language;
    this.#own = own;
  }

  /** The text, filled: Telegram's HTML where it stands in a message or caption, plain on buttons and in notices. */
  say(key: TextKey, values: Values = {}): string {
    return filledText(key, this.template(key), values, this.language);
  }

  template(key: TextKey): string {
    return this.#own.get(key) ?? WORDS[this.language][key];
  }
}

/** What a text becomes. Values keep their order of letters among words of the other direction, and are cut to what they may have. */
export function filledText(key: TextKey, template: string, values: Values, language: Language): string {
  const { html, limit } = PLACES[TEXTS[key].place];
  const direction = LANGUAGES[language].direction;
  const given = Object.fromEntries(
    TEXTS[key].values.map((name: ValueName) => [name, cut(values[name] ?? "", VALUES[name].longest)]),
  );
  const text = fillText(template, given, (value) => {
    const turned =
      /\p{L}/u.test(value) && directionOf(value) !== direction && !/^[\w:/?#&=%.+~-]+$/.test(value);
    const framed = turned ? isolated(value) : value;
    return html ? escapeTelegramHtml(framed) : framed;
  }).trim();
  return html ? text : cut(text, limit);
}

/** By whole characters as people see them. */
function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  let kept = "";
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (kept.length + segment.length > most - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}
