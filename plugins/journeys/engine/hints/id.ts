import type { Hints } from "./hints.ts";

export const id: Hints = {
  words: "Silakan jawab dengan kata-kata.",
  number: "Silakan jawab dengan angka.",
  money: "Silakan jawab dengan jumlah uang, misalnya 25 atau 19,90 EUR.",
  email: "Silakan kirim alamat email.",
  phone: "Silakan kirim nomor telepon dengan kode negaranya, misalnya +62 21 2345 6789.",
  country: "Silakan kirim nama sebuah negara.",
  unknownCountry: "Aku tidak mengenal negara itu. Silakan kirim namanya, misalnya {example}.",
  date: "Silakan kirim tanggal, misalnya {example}.",
  from: "Silakan kirim tanggal mulai {least}.",
  upTo: "Silakan kirim tanggal sampai {most}.",
  choice: "Silakan pilih salah satu jawaban.",
  pattern: "Sepertinya itu belum benar. Silakan coba lagi.",
  file: "Silakan kirim foto, video, pesan suara, atau berkas.",
  short: "Itu agak pendek. Minimal karakter: {least}.",
  long: "Itu terlalu panjang. Maksimal karakter: {most}.",
  atLeast: "Minimal {least}, ya.",
  atMost: "Maksimal {most}, ya.",
};
