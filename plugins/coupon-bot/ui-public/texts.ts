import { de } from "./texts.de.ts";
import { es } from "./texts.es.ts";

/** Words of the public pages. Blanks stand in braces. */
export const en = {
  pageTitle: "Your code as a picture",
  pageIntro: "Type your code, choose a look, share the picture.",
  code: "Your code",
  codeHelp: "Letters, digits and hyphens.",
  codeExample: "SAVE-10",
  sample: "This is a sample. Type your code and press Show to get yours.",
  checking: "Looking at your code…",
  good: "Your code is good. Here is your picture.",
  codes: {
    none: "Type a code first: letters A to Z, digits and hyphens.",
    unknown: "We do not know this code. Look whether it is typed right.",
    not_yet: "This code is not valid yet.",
    expired: "This code has expired.",
    used_up: "This code was used as often as it could be.",
    refused: "This code cannot be used here.",
    unsure: "We could not check your code just now. It may well be good: try again in a minute.",
  },
  look: "Look",
  size: "Size",
  sizes: { square: "Square", story: "Story", feed: "Feed", custom: "Own size" },
  name: "Your name",
  nameHelp: "Stands in the picture. Others see it where you share it.",
  logo: "Your own logo",
  logoHelp: "PNG, JPEG, WebP or SVG, up to 10 MB. It is forgotten after a day.",
  logoGone: "Without my logo",
  show: "Show",
  preview: "Your picture with the code {code}",
  download: "Download",
  share: "Share",
  copy: "Copy link",
  copied: "Copied",
  shareOn: "Share on {place}",
  noTemplates: "Nothing is here yet",
  noTemplatesText: "There is no picture to choose from at the moment. Look in again later.",
  working: "Working…",
  failed: "That did not work. Try again.",
  offline: "There is no connection. Try again when there is one.",
  tooLarge: "This file is larger than 10 MB.",
  wrongType: "This is no picture that can be used. Choose a PNG or JPEG.",
  tooHard: "This picture could not be opened. Save it anew and try again.",
  dimensions: "This picture is too small or too large in pixels.",
  often: "That was a little often. Try again in a minute.",
  busy: "Many people are here just now. Try again in a moment.",
  needsScript: "Taking part needs JavaScript. Switch it on, or use another browser.",
  by: "by {name}",
  prize: "Prize",
  winners: "{count} winners",
  oneWinner: "1 winner",
  from: "Starts {time}",
  until: "Ends {time}",
  upcoming: "Not open yet",
  upcomingText: "You can take part from {time}.",
  ended: "This campaign is over",
  endedText: "Thank you to everybody who took part.",
  full: "All places are taken",
  fullText: "The campaign has all the entries it takes.",
  yourPicture: "Your picture",
  pictureHelp: "PNG or JPEG, up to 10 MB.",
  choose: "Choose a picture",
  another: "Choose another",
  fit: "How it fits",
  fits: { cover: "Fill the square", contain: "Show all of it" },
  resultAlt: "Your picture as it takes part",
  exampleAlt: "How pictures look in this campaign",
  email: "E-mail",
  emailHelp: "Only to reach you if you win.",
  links: "Where to find you",
  linkHelp: "Your name there, or a link.",
  optional: "optional",
  privacy: "What happens to what you enter",
  enter: "Take part",
  trap: "Leave this empty",
  entered: "You are in!",
  enteredText:
    "Your number is {number}. Keep this code: with it you find yourself in the list that winners are drawn from.",
  errors: {
    form: "The page stood open for too long. Load it again, please.",
    early: "That was quicker than we can take. Press once more.",
    consent: "Tick the box to take part.",
    "consent-changed": "The text that you agree to has changed. Load the page again, please.",
    email: "This is no e-mail address.",
    link: "This does not lead to {platform}.",
    picture: "Choose a picture first.",
    sent: "This was sent already. You are in.",
    twice: "Somebody has entered with this address already.",
    upcoming: "The campaign has not begun.",
    full: "All places are taken.",
    ended: "The campaign is over.",
  },
  fair: "A draw that you can check",
  fairBefore:
    "Winners are drawn by a number that is fixed already and kept secret until the end. This is its SHA-256:",
  fairAfter:
    "The secret was {seed}. Its SHA-256 is the one shown here since the first day. The list of entries has the SHA-256 {list}.",
  fairHow:
    "Each entry's place is HMAC-SHA256 with the secret as key, of the list's SHA-256, a space and the entry's number. The smallest wins. Your line in the list is your number and the SHA-256 of your code.",
  fairList: "The list and every draw",
  winnersAre: "Winners: numbers {numbers}",
  again: "Number {old} was replaced by number {now}: {reason}",
  gone: "There is nothing here",
  goneText: "The page is gone, or the link was not copied whole.",
};
export type PublicWords = typeof en;

export const LANGUAGES = { en, de, es } satisfies Record<string, PublicWords>;
export type PublicLanguage = keyof typeof LANGUAGES;

/** The first language of what the reader asks for that there is; `otherwise` where there is none. */
export function languageFor(asked: string | null | undefined, otherwise: string): PublicLanguage {
  const wishes = (asked ?? "")
    .split(",")
    .map((each) => each.split(";q="))
    .sort(([, one = "1"], [, other = "1"]) => Number(other) - Number(one))
    .map(([tag = ""]) => tag);
  for (const tag of [...wishes, otherwise]) {
    const [language = ""] = tag.trim().toLowerCase().split("-");
    if (isLanguage(language)) return language;
  }
  return "en";
}

export function isLanguage(language: string): language is PublicLanguage {
  return Object.hasOwn(LANGUAGES, language);
}

/** A text with its blanks filled in. */
export function filled(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (blank, name: string) => String(values[name] ?? blank));
}
