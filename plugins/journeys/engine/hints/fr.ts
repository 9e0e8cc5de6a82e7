import type { Hints } from "./hints.ts";

export const fr: Hints = {
  words: "Répondez avec des mots, s’il vous plaît.",
  number: "Répondez par un nombre, s’il vous plaît.",
  money: "Répondez par un montant, par exemple 25 ou 19,90 EUR.",
  email: "Envoyez une adresse e-mail, s’il vous plaît.",
  phone: "Envoyez un numéro de téléphone avec l’indicatif du pays, par exemple +33 1 42 68 53 00.",
  country: "Envoyez le nom d’un pays, s’il vous plaît.",
  unknownCountry: "Je ne connais pas ce pays. Envoyez son nom, par exemple {example}.",
  date: "Envoyez une date, par exemple {example}.",
  from: "Envoyez une date à partir du {least}, s’il vous plaît.",
  upTo: "Envoyez une date jusqu’au {most}, s’il vous plaît.",
  choice: "Choisissez une des réponses, s’il vous plaît.",
  pattern: "Cela ne semble pas correct. Réessayez, s’il vous plaît.",
  file: "Envoyez une photo, une vidéo, un message vocal ou un fichier, s’il vous plaît.",
  short: "C’est un peu court. Minimum de caractères : {least}.",
  long: "C’est trop long. Maximum de caractères : {most}.",
  atLeast: "Au moins {least}, s’il vous plaît.",
  atMost: "Au plus {most}, s’il vous plaît.",
};
