import type { Hints } from "./hints.ts";

export const es: Hints = {
  words: "Responde con palabras, por favor.",
  number: "Responde con un número, por favor.",
  money: "Responde con un importe, por ejemplo 25 o 19,90 EUR.",
  email: "Envía una dirección de correo electrónico, por favor.",
  phone: "Envía un número de teléfono con el prefijo del país, por ejemplo +34 912 345 678.",
  country: "Envía el nombre de un país, por favor.",
  unknownCountry: "No conozco ese país. Envía su nombre, por ejemplo {example}.",
  date: "Envía una fecha, por ejemplo {example}.",
  from: "Envía una fecha a partir del {least}, por favor.",
  upTo: "Envía una fecha hasta el {most}, por favor.",
  choice: "Elige una de las respuestas, por favor.",
  pattern: "Eso no parece correcto. Inténtalo de nuevo.",
  file: "Envía una foto, un vídeo, un mensaje de voz o un archivo, por favor.",
  short: "Es un poco corto. Mínimo de caracteres: {least}.",
  long: "Es demasiado largo. Máximo de caracteres: {most}.",
  atLeast: "Como mínimo {least}, por favor.",
  atMost: "Como máximo {most}, por favor.",
};
