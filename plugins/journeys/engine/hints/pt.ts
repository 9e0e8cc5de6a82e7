import type { Hints } from "./hints.ts";

export const pt: Hints = {
  words: "Responda com palavras, por favor.",
  number: "Responda com um número, por favor.",
  money: "Responda com um valor, por exemplo 25 ou 19,90 EUR.",
  email: "Envie um endereço de e-mail, por favor.",
  phone: "Envie um número de telefone com o código do país, por exemplo +55 11 2345 6789.",
  country: "Envie o nome de um país, por favor.",
  unknownCountry: "Não conheço esse país. Envie o nome dele, por exemplo {example}.",
  date: "Envie uma data, por exemplo {example}.",
  from: "Envie uma data a partir de {least}, por favor.",
  upTo: "Envie uma data até {most}, por favor.",
  choice: "Escolha uma das respostas, por favor.",
  pattern: "Isso não parece certo. Tente de novo, por favor.",
  file: "Envie uma foto, um vídeo, uma mensagem de voz ou um arquivo, por favor.",
  short: "Está um pouco curto. Mínimo de caracteres: {least}.",
  long: "Está longo demais. Máximo de caracteres: {most}.",
  atLeast: "No mínimo {least}, por favor.",
  atMost: "No máximo {most}, por favor.",
};
