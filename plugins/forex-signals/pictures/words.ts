import type { Direction } from "@promostack/core/strategy";
import type { Outcome } from "../domain/result.ts";
import type { FillReason } from "../domain/signal.ts";
import type { Language } from "../messages/language.ts";

/** Every word that stands in a picture. */
export interface PictureWords {
  direction: Record<Direction, string>;
  outcome: Record<Outcome, string>;
  entry: string;
  stop: string;
  target: (number: number) => string;
  fill: Record<Exclude<FillReason, `target${number}`>, string>;
  pips: string;
  afterSpread: string;
  duration: string;
  simulated: string;
  /** That the figures are the channel's own books, nobody's statement. */
  ownTracking: string;
  minutes: (count: number) => string;
  hours: (count: number) => string;
  candles: (length: string) => string;
}

export function pictureWords(language: Language): PictureWords {
  return WORDS[language];
}

const ENGLISH: PictureWords = {
  direction: { buy: "BUY", sell: "SELL" },
  outcome: { win: "Win", loss: "Loss", "break-even": "Break-even" },
  entry: "Entry",
  stop: "Stop",
  target: (number) => `Target ${number}`,
  fill: { stop: "Stop", timeout: "Time-out", thesis: "Thesis broken", manual: "Closed by hand" },
  pips: "pips",
  afterSpread: "after spread",
  duration: "Duration",
  simulated: "Simulated prices",
  ownTracking: "The channel’s own tracking, not a broker’s statement",
  minutes: (count) => `${count} min`,
  hours: (count) => `${count} h`,
  candles: (length) => `${length} candles`,
};

const WORDS: Record<Language, PictureWords> = {
  en: ENGLISH,
  es: {
    direction: { buy: "COMPRA", sell: "VENTA" },
    outcome: { win: "Ganancia", loss: "Pérdida", "break-even": "Sin resultado" },
    entry: "Entrada",
    stop: "Stop",
    target: (number) => `Objetivo ${number}`,
    fill: { stop: "Stop", timeout: "Tiempo agotado", thesis: "Tesis rota", manual: "Cierre manual" },
    pips: "pips",
    afterSpread: "tras el spread",
    duration: "Duración",
    simulated: "Precios simulados",
    ownTracking: "Registro propio del canal, no es un extracto de un bróker",
    minutes: (count) => `${count} min`,
    hours: (count) => `${count} h`,
    candles: (length) => `velas de ${length}`,
  },
  fr: {
    direction: { buy: "ACHAT", sell: "VENTE" },
    outcome: { win: "Gain", loss: "Perte", "break-even": "Neutre" },
    entry: "Entrée",
    stop: "Stop",
    target: (number) => `Objectif ${number}`,
    fill: { stop: "Stop", timeout: "Temps écoulé", thesis: "Thèse rompue", manual: "Clôture manuelle" },
    pips: "pips",
    afterSpread: "après spread",
    duration: "Durée",
    simulated: "Prix simulés",
    ownTracking: "Suivi propre au canal, pas un relevé de courtier",
    minutes: (count) => `${count} min`,
    hours: (count) => `${count} h`,
    candles: (length) => `bougies de ${length}`,
  },
  pt: {
    direction: { buy: "COMPRA", sell: "VENDA" },
    outcome: { win: "Ganho", loss: "Perda", "break-even": "Zero a zero" },
    entry: "Entrada",
    stop: "Stop",
    target: (number) => `Alvo ${number}`,
    fill: { stop: "Stop", timeout: "Tempo esgotado", thesis: "Tese quebrada", manual: "Fechado à mão" },
    pips: "pips",
    afterSpread: "após o spread",
    duration: "Duração",
    simulated: "Preços simulados",
    ownTracking: "Registro do próprio canal, não é extrato de corretora",
    minutes: (count) => `${count} min`,
    hours: (count) => `${count} h`,
    candles: (length) => `velas de ${length}`,
  },
  ru: {
    direction: { buy: "ПОКУПКА", sell: "ПРОДАЖА" },
    outcome: { win: "Прибыль", loss: "Убыток", "break-even": "Безубыток" },
    entry: "Вход",
    stop: "Стоп",
    target: (number) => `Цель ${number}`,
    fill: { stop: "Стоп", timeout: "Время вышло", thesis: "Идея сломана", manual: "Закрыто вручную" },
    pips: "пипсов",
    afterSpread: "после спреда",
    duration: "Длительность",
    simulated: "Симулированные цены",
    ownTracking: "Собственный учёт канала, не отчёт брокера",
    minutes: (count) => `${count} мин`,
    hours: (count) => `${count} ч`,
    candles: (length) => `свечи ${length}`,
  },
  ar: {
    direction: { buy: "شراء", sell: "بيع" },
    outcome: { win: "ربح", loss: "خسارة", "break-even": "تعادل" },
    entry: "الدخول",
    stop: "الوقف",
    target: (number) => `الهدف ${number}`,
    fill: { stop: "الوقف", timeout: "انتهى الوقت", thesis: "الفكرة انكسرت", manual: "إغلاق يدوي" },
    pips: "نقطة",
    afterSpread: "بعد السبريد",
    duration: "المدة",
    simulated: "أسعار محاكاة",
    ownTracking: "سجل القناة نفسها، وليس كشفًا من وسيط",
    minutes: (count) => `${count} د`,
    hours: (count) => `${count} س`,
    candles: (length) => `شموع ${length}`,
  },
};
