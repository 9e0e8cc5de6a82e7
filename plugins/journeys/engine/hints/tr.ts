import type { Hints } from "./hints.ts";

export const tr: Hints = {
  words: "Lütfen sözcüklerle yanıtla.",
  number: "Lütfen bir sayıyla yanıtla.",
  money: "Lütfen bir tutarla yanıtla, örneğin 25 veya 19,90 EUR.",
  email: "Lütfen bir e-posta adresi gönder.",
  phone: "Lütfen ülke koduyla birlikte bir telefon numarası gönder, örneğin +90 212 345 67 89.",
  country: "Lütfen bir ülke adı gönder.",
  unknownCountry: "Bu ülkeyi tanımıyorum. Lütfen adını gönder, örneğin {example}.",
  date: "Lütfen bir tarih gönder, örneğin {example}.",
  from: "Lütfen daha geç bir tarih gönder. En erken: {least}.",
  upTo: "Lütfen daha erken bir tarih gönder. En geç: {most}.",
  choice: "Lütfen yanıtlardan birini seç.",
  pattern: "Bu doğru görünmüyor. Lütfen tekrar dene.",
  file: "Lütfen bir fotoğraf, video, sesli mesaj veya dosya gönder.",
  short: "Bu biraz kısa. En az karakter: {least}.",
  long: "Bu çok uzun. En fazla karakter: {most}.",
  atLeast: "Lütfen en az {least}.",
  atMost: "Lütfen en fazla {most}.",
};
