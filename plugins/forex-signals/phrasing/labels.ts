import type { Language } from "../messages/language.ts";

/** Facts that a word may be followed by, by the names of their variables; `signals.resultR` is one of a list. */
export interface Label {
  pattern: string;
  names: readonly string[];
}

const WIN = ["wins", "best", "signals.resultR", "days.dayR"];
const LOSS = ["losses", "worst", "signals.resultR", "days.dayR"];
const TOTAL = ["totalR", "totalPips"];
const CLOSED = ["closed", "more", "days.dayClosed"];
const RESISTANCE = ["r1", "r2"];
const SUPPORT = ["s1", "s2"];
const ASIA = ["asiaPips", "asiaMeanPips", "asiaRatio", "asiaUntil"];

/** The same in every language. */
const LEVELS: readonly Label[] = [
  { pattern: "R1", names: ["r1"] },
  { pattern: "R2", names: ["r2"] },
  { pattern: "S1", names: ["s1"] },
  { pattern: "S2", names: ["s2"] },
];

type Patterns = readonly [pattern: string, names: readonly string[]][];

const PATTERNS: Readonly<Record<Language, Patterns>> = {
  en: [
    ["first resistance|resistance one", ["r1"]],
    ["second resistance", ["r2"]],
    ["first support", ["s1"]],
    ["second support", ["s2"]],
    ["resistances?", RESISTANCE],
    ["supports?", SUPPORT],
    ["pivot", ["pivot"]],
    ["highs?|highest|top|peak", ["high"]],
    ["lows?|lowest|bottom", ["low"]],
    ["between|ranged", ["high", "low"]],
    ["close[sd]? at|closing|close|settled|finished", ["close"]],
    ["mean|average", ["asiaMeanPips"]],
    ["times|ratio", ["asiaRatio"]],
    ["asian?|session|range", ASIA],
    ["win rate|hit rate", ["winRate"]],
    ["wins?|winners?|winning|won", WIN],
    ["loss(?:es)?|losers?|losing|lost", LOSS],
    ["break-?evens?", ["breakEvens", "signals.resultR"]],
    ["time-?outs?|timed out", ["timeouts"]],
    ["ambiguous", ["ambiguous"]],
    ["best|largest win|biggest win", ["best"]],
    ["worst|largest loss|biggest loss", ["worst"]],
    ["total|net|overall|sum|gained|made", TOTAL],
    ["closed|signals?|trades?", CLOSED],
    ["entry", []],
    ["stop", []],
    ["targets?|take profit", []],
  ],
  es: [
    ["primera resistencia", ["r1"]],
    ["segunda resistencia", ["r2"]],
    ["primer soporte", ["s1"]],
    ["segundo soporte", ["s2"]],
    ["resistencias?", RESISTANCE],
    ["soportes?", SUPPORT],
    ["pivote|pivot", ["pivot"]],
    ["máximos?", ["high"]],
    ["mínimos?", ["low"]],
    ["entre", ["high", "low"]],
    ["cierre|cerró en", ["close"]],
    ["media|promedio", ["asiaMeanPips"]],
    ["veces|ratio", ["asiaRatio"]],
    ["asiátic\\p{L}|asia|sesión|rango", ASIA],
    ["acierto|tasa", ["winRate"]],
    ["ganancias?|ganadoras?|ganad\\p{L}+", WIN],
    ["pérdidas?|perdedoras?|perdid\\p{L}+", LOSS],
    ["sin resultado|empates?", ["breakEvens", "signals.resultR"]],
    ["por tiempo", ["timeouts"]],
    ["mejor", ["best"]],
    ["peor", ["worst"]],
    ["total|neto", TOTAL],
    ["cerrad\\p{L}+|señal(?:es)?|operaci\\p{L}+", CLOSED],
    ["entrada", []],
    ["stop", []],
    ["objetivos?", []],
  ],
  fr: [
    ["première résistance", ["r1"]],
    ["deuxième résistance", ["r2"]],
    ["premier support", ["s1"]],
    ["deuxième support", ["s2"]],
    ["résistances?", RESISTANCE],
    ["supports?", SUPPORT],
    ["pivot", ["pivot"]],
    ["plus haut|sommet", ["high"]],
    ["plus bas|creux", ["low"]],
    ["entre", ["high", "low"]],
    ["clôture|clôturé à", ["close"]],
    ["moyenne", ["asiaMeanPips"]],
    ["fois|ratio", ["asiaRatio"]],
    ["asiatique|asie|séance|amplitude", ASIA],
    ["réussite|taux", ["winRate"]],
    ["gains?|gagnants?|gagn\\p{L}+", WIN],
    ["pertes?|perdants?|perdu\\p{L}*", LOSS],
    ["neutres?", ["breakEvens", "signals.resultR"]],
    ["par le temps", ["timeouts"]],
    ["meilleur\\p{L}*", ["best"]],
    ["pire", ["worst"]],
    ["total|net", TOTAL],
    ["clôtur\\p{L}+|signa(?:l|ux)|trades?", CLOSED],
    ["entrée", []],
    ["stop", []],
    ["objectifs?", []],
  ],
  pt: [
    ["primeira resistência", ["r1"]],
    ["segunda resistência", ["r2"]],
    ["primeiro suporte", ["s1"]],
    ["segundo suporte", ["s2"]],
    ["resistências?", RESISTANCE],
    ["suportes?", SUPPORT],
    ["pivô|pivot", ["pivot"]],
    ["máxim\\p{L}+", ["high"]],
    ["mínim\\p{L}+", ["low"]],
    ["entre", ["high", "low"]],
    ["fechamento|fechou em", ["close"]],
    ["média", ["asiaMeanPips"]],
    ["vezes|razão", ["asiaRatio"]],
    ["asiátic\\p{L}|ásia|sessão|intervalo", ASIA],
    ["acerto|taxa", ["winRate"]],
    ["ganhos?|vencedor\\p{L}*|ganh\\p{L}+", WIN],
    ["perdas?|perdedor\\p{L}*|perdid\\p{L}+", LOSS],
    ["zero a zero|empates?", ["breakEvens", "signals.resultR"]],
    ["por tempo", ["timeouts"]],
    ["melhor", ["best"]],
    ["pior", ["worst"]],
    ["total|líquido", TOTAL],
    ["fechad\\p{L}+|sina(?:l|is)|operaç\\p{L}+", CLOSED],
    ["entrada", []],
    ["stop", []],
    ["alvos?", []],
  ],
  ru: [
    ["перв\\p{L}+ сопротивлени\\p{L}+", ["r1"]],
    ["втор\\p{L}+ сопротивлени\\p{L}+", ["r2"]],
    ["перв\\p{L}+ поддержк\\p{L}+", ["s1"]],
    ["втор\\p{L}+ поддержк\\p{L}+", ["s2"]],
    ["сопротивлени\\p{L}+", RESISTANCE],
    ["поддержк\\p{L}+", SUPPORT],
    ["пивот\\p{L}*|pivot", ["pivot"]],
    ["максимум\\p{L}*", ["high"]],
    ["минимум\\p{L}*", ["low"]],
    ["между", ["high", "low"]],
    ["закрыти\\p{L}+|закрылось на", ["close"]],
    ["средн\\p{L}+", ["asiaMeanPips"]],
    ["раза?|отношени\\p{L}+", ["asiaRatio"]],
    ["азиатск\\p{L}+|сесси\\p{L}+|диапазон\\p{L}*", ASIA],
    ["доля", ["winRate"]],
    ["прибыл\\p{L}+|выигр\\p{L}+", WIN],
    ["убыт\\p{L}+|потер\\p{L}+|проигр\\p{L}+", LOSS],
    ["в ноль|безубыт\\p{L}+", ["breakEvens", "signals.resultR"]],
    ["по времени", ["timeouts"]],
    ["лучш\\p{L}+", ["best"]],
    ["худш\\p{L}+", ["worst"]],
    ["всего|итог\\p{L}*", TOTAL],
    ["закрыт\\p{L}+|сигнал\\p{L}*|сдел\\p{L}+", CLOSED],
    ["вход\\p{L}*", []],
    ["стоп\\p{L}*", []],
    ["цел\\p{L}+", []],
  ],
  ar: [
    ["المقاومة الأولى", ["r1"]],
    ["المقاومة الثانية", ["r2"]],
    ["الدعم الأول", ["s1"]],
    ["الدعم الثاني", ["s2"]],
    ["\\p{L}*مقاوم\\p{L}+", RESISTANCE],
    ["\\p{L}*دعم", SUPPORT],
    ["\\p{L}*محور\\p{L}*|\\p{L}*ارتكاز", ["pivot"]],
    ["\\p{L}*أعلى", ["high"]],
    ["\\p{L}*أدنى", ["low"]],
    ["بين", ["high", "low"]],
    ["\\p{L}*إغلاق", ["close"]],
    ["\\p{L}*متوسط", ["asiaMeanPips"]],
    ["مرة|نسبة", ["asiaRatio", "winRate"]],
    ["\\p{L}*آسيوي\\p{L}*|\\p{L}*جلسة|\\p{L}*نطاق", ASIA],
    ["\\p{L}*رابح\\p{L}*|\\p{L}*ربح", WIN],
    ["\\p{L}*خاسر\\p{L}*|\\p{L}*خسارة|\\p{L}*خسائر", LOSS],
    ["\\p{L}*متعادل\\p{L}*|\\p{L}*تعادل", ["breakEvens", "signals.resultR"]],
    ["\\p{L}*انتهاء الوقت", ["timeouts"]],
    ["\\p{L}*أفضل", ["best"]],
    ["\\p{L}*أسوأ", ["worst"]],
    ["\\p{L}*مجموع|\\p{L}*إجمالي", TOTAL],
    ["\\p{L}*مغلق\\p{L}*|\\p{L}*إشار\\p{L}+|\\p{L}*صفق\\p{L}+", CLOSED],
    ["\\p{L}*دخول", []],
    ["\\p{L}*وقف", []],
    ["\\p{L}*هدف|\\p{L}*أهداف", []],
  ],
};

/** Labels of a language, the more particular before the more general. */
export function labelsOf(language: Language): readonly Label[] {
  return [...LEVELS, ...PATTERNS[language].map(([pattern, names]) => ({ pattern, names }))];
}

/** What may be counted, as one pattern. */
export function countedOf(language: Language): string {
  const counts = new Set(["wins", "losses", "breakEvens", "closed", "timeouts"]);
  return PATTERNS[language]
    .filter(([, names]) => names.some((name) => counts.has(name)))
    .map(([pattern]) => pattern)
    .join("|");
}
