import type { Hints } from "./hints.ts";

export const en: Hints = {
  words: "Please answer in words.",
  number: "Please answer with a number.",
  money: "Please answer with an amount, such as 25 or 19.90 EUR.",
  email: "Please send an e-mail address.",
  phone: "Please send a phone number with its country code, such as +44 20 7946 0958.",
  country: "Please send the name of a country.",
  unknownCountry: "I do not know that country. Please send its name, such as {example}.",
  date: "Please send a date, such as {example}.",
  from: "Please send a date from {least} on.",
  upTo: "Please send a date up to {most}.",
  choice: "Please choose one of the answers.",
  pattern: "That does not look right. Please try again.",
  file: "Please send a photo, a video, a voice message or a file.",
  short: "That is a little short: at least {least} characters, please.",
  long: "That is too long: at most {most} characters, please.",
  atLeast: "At least {least}, please.",
  atMost: "At most {most}, please.",
};
