import type { Hints } from "./hints.ts";

export const it: Hints = {
  words: "Rispondi a parole, per favore.",
  number: "Rispondi con un numero, per favore.",
  money: "Rispondi con un importo, per esempio 25 o 19,90 EUR.",
  email: "Manda un indirizzo e-mail, per favore.",
  phone: "Manda un numero di telefono con il prefisso del paese, per esempio +39 06 698 1234.",
  country: "Manda il nome di un paese, per favore.",
  unknownCountry: "Non conosco questo paese. Manda il suo nome, per esempio {example}.",
  date: "Manda una data, per esempio {example}.",
  from: "Manda una data a partire da questa, per favore: {least}.",
  upTo: "Manda una data fino a questa, per favore: {most}.",
  choice: "Scegli una delle risposte, per favore.",
  pattern: "Non sembra corretto. Riprova, per favore.",
  file: "Manda una foto, un video, un messaggio vocale o un file, per favore.",
  short: "È un po’ corto. Minimo di caratteri: {least}.",
  long: "È troppo lungo. Massimo di caratteri: {most}.",
  atLeast: "Almeno {least}, per favore.",
  atMost: "Al massimo {most}, per favore.",
};
