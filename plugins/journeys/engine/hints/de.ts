import type { Hints } from "./hints.ts";

export const de: Hints = {
  words: "Antworte bitte in Worten.",
  number: "Antworte bitte mit einer Zahl.",
  money: "Antworte bitte mit einem Betrag, zum Beispiel 25 oder 19,90 EUR.",
  email: "Schick bitte eine E-Mail-Adresse.",
  phone: "Schick bitte eine Telefonnummer mit Landesvorwahl, zum Beispiel +49 30 901820.",
  country: "Schick bitte den Namen eines Landes.",
  unknownCountry: "Dieses Land kenne ich nicht. Schick bitte seinen Namen, zum Beispiel {example}.",
  date: "Schick bitte ein Datum, zum Beispiel {example}.",
  from: "Schick bitte ein Datum ab dem {least}.",
  upTo: "Schick bitte ein Datum bis zum {most}.",
  choice: "Wähl bitte eine der Antworten.",
  pattern: "Das sieht nicht richtig aus. Versuch es bitte noch einmal.",
  file: "Schick bitte ein Foto, ein Video, eine Sprachnachricht oder eine Datei.",
  short: "Das ist etwas kurz: bitte mindestens {least} Zeichen.",
  long: "Das ist zu lang: bitte höchstens {most} Zeichen.",
  atLeast: "Bitte mindestens {least}.",
  atMost: "Bitte höchstens {most}.",
};
