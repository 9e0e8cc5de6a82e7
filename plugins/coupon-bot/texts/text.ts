/** Where a text stands decides how long it may be and whether it is Telegram's HTML. */
export const PLACES = {
  message: { limit: 4096, html: true },
  caption: { limit: 1024, html: true },
  button: { limit: 60, html: false },
  /** Shown over the chat when a button was pressed. */
  notice: { limit: 190, html: false },
  /** What goes along with a link that is shared. */
  share: { limit: 280, html: false },
} as const;

export type Place = keyof typeof PLACES;

/** Everything that a text may be filled with, with what stands for it in previews and how long it may be. */
export const VALUES = {
  code: { example: "SAVE20", longest: 40 },
  firstName: { example: "Ada", longest: 64 },
  label: { example: "20 % off everything", longest: 100 },
  link: { example: "https://shop.example/?code=SAVE20", longest: 500 },
  look: { example: "Golden hour", longest: 40 },
  size: { example: "Square", longest: 20 },
  time: { example: "30 seconds", longest: 30 },
} as const satisfies Record<string, { example: string; longest: number }>;

export type ValueName = keyof typeof VALUES;

interface TextOffer {
  place: Place;
  group: "talk" | "codes" | "pictures" | "buttons" | "notices";
  values: readonly ValueName[];
}

const text = (place: Place, group: TextOffer["group"], ...values: ValueName[]): TextOffer => ({
  place,
  group,
  values,
});

/** Every text of the bot, and what it may be filled with. The words are in `words/`, a file a language. */
export const TEXTS = {
  welcome: text("message", "talk", "firstName"),
  help: text("message", "talk"),
  noLastCode: text("message", "talk"),
  cancelled: text("message", "talk"),
  chooseLanguage: text("message", "talk"),
  languageSet: text("message", "talk"),
  languageFixed: text("message", "talk"),
  notACode: text("message", "codes"),
  valid: text("message", "codes", "code", "label", "firstName"),
  validOnly: text("message", "codes", "code", "label", "firstName"),
  noLooks: text("message", "codes", "code"),
  unknown: text("message", "codes", "code"),
  notYet: text("message", "codes", "code", "label"),
  expired: text("message", "codes", "code", "label"),
  usedUp: text("message", "codes", "code", "label"),
  refused: text("message", "codes", "code", "label"),
  unsure: text("message", "codes", "code"),
  tooMany: text("message", "codes", "time"),
  caption: text("caption", "pictures", "code", "link", "label", "firstName"),
  shareText: text("share", "pictures", "code", "label"),
  chooseSize: text("message", "pictures", "look"),
  lookGone: text("message", "pictures"),
  busy: text("message", "pictures"),
  failed: text("message", "pictures"),
  choose: text("button", "buttons", "look"),
  moreLooks: text("button", "buttons"),
  otherLook: text("button", "buttons"),
  otherSize: text("button", "buttons"),
  tryAgain: text("button", "buttons"),
  share: text("button", "buttons"),
  square: text("button", "buttons"),
  story: text("button", "buttons"),
  feed: text("button", "buttons"),
  custom: text("button", "buttons"),
  onItsWay: text("notice", "notices"),
  notYours: text("notice", "notices"),
  old: text("notice", "notices"),
  slowDown: text("notice", "notices", "time"),
} as const satisfies Record<string, TextOffer>;

export type TextKey = keyof typeof TEXTS;
export type Words = Readonly<Record<TextKey, string>>;

export function isTextKey(value: string): value is TextKey {
  return Object.hasOwn(TEXTS, value);
}
