import type { Words } from "../text.ts";

export const de: Words = {
  welcome:
    "Hallo{#firstName} {firstName}{/firstName}! 👋\nSchick mir deinen Code, und ich mache ein Bild daraus, das du teilen kannst.",
  help: "Schick mir einen Code als Nachricht. Wähle dann Aussehen und Größe und teile das Bild.\n\n/generate – Bilder deines letzten Codes\n/language – Sprache ändern\n/cancel – abbrechen",
  noLastCode: "Ich kenne noch keinen Code von dir. Schick mir einen.",
  cancelled: "Abgebrochen. Schick einen Code, wann immer du magst.",
  chooseLanguage: "Welche Sprache soll ich sprechen?",
  languageSet: "Ab jetzt spreche ich Deutsch.",
  languageFixed: "Ich spreche hier nur eine Sprache.",
  notACode:
    "Das sieht nicht nach einem Code aus. Codes bestehen aus Buchstaben und Ziffern, zum Beispiel <code>SAVE20</code>.",
  valid: "<code>{code}</code> ist gültig ✅{#label}\n{label}{/label}\n\nWähle ein Aussehen:",
  validOnly: "<code>{code}</code> ist gültig ✅{#label}\n{label}{/label}",
  noLooks:
    "<code>{code}</code> ist gültig ✅\nEs gibt noch kein Bild dafür. Schau bitte etwas später wieder vorbei.",
  unknown:
    "Den Code <code>{code}</code> kenne ich nicht. Prüfe bitte die Schreibweise und schick ihn noch einmal.",
  notYet: "Der Code <code>{code}</code> gilt noch nicht. Versuch es bitte später.",
  expired: "Der Code <code>{code}</code> gilt nicht mehr.",
  usedUp: "Der Code <code>{code}</code> ist aufgebraucht.",
  refused: "Der Code <code>{code}</code> kann nicht benutzt werden.",
  unsure:
    "Wir konnten <code>{code}</code> gerade nicht prüfen. Das liegt nicht an deinem Code – versuch es bitte gleich noch einmal.",
  tooMany: "Das ging etwas schnell. Bitte mach in {time} weiter.",
  caption: "<b>{code}</b>{#label}\n{label}{/label}{#link}\n\n{link}{/link}",
  shareText: "Nimm meinen Code {code}!",
  chooseSize: "<b>{look}</b>: welche Größe?",
  lookGone: "Dieses Aussehen gibt es nicht mehr. Schick deinen Code noch einmal, um die anderen zu sehen.",
  busy: "Gerade werden viele Bilder gemacht. Deins kommt gleich.",
  failed: "Dieses Bild ließ sich nicht machen. Versuch es bitte noch einmal.",
  choose: "„{look}“ nehmen",
  moreLooks: "Mehr ansehen",
  otherLook: "Anderes Aussehen",
  otherSize: "Andere Größe",
  tryAgain: "Noch einmal",
  share: "Mit Freunden teilen",
  square: "Quadrat",
  story: "Story",
  feed: "Hochformat",
  custom: "Eigene Größe",
  onItsWay: "Ist unterwegs …",
  notYours: "Diese Knöpfe gehören jemand anderem. Schick mir deinen eigenen Code.",
  old: "Diese Knöpfe sind alt. Schick mir deinen Code noch einmal.",
  slowDown: "Das ging etwas schnell. Bitte mach in {time} weiter.",
};
