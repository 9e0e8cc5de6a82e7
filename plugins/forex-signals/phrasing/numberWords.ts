import type { Language } from "../messages/language.ts";

/** Words for numbers, in place of which digits are put before a text is checked. */
interface NumberWords {
  /** From nought on; alternatives by `|`. */
  counting: readonly string[];
  /** Twenty, thirty …; then hundred and thousand. */
  tens: readonly string[];
  /** One, where it is an article or a pronoun as well: it counts only before what is counted. */
  one: string;
  /** None of what follows. */
  none: string;
  /** Amounts that are no fact of ours. */
  vague: string;
}

const WORDS: Readonly<Record<Language, NumberWords>> = {
  en: {
    counting:
      "zero _ two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(
        " ",
      ),
    tens: "twenty thirty forty fifty sixty seventy eighty ninety hundred thousand".split(" "),
    one: "one|a single|single",
    none: "no|none|without any|without a|zero|not a single|not one",
    vague:
      "half|halves|quarter|quarters|dozens?|double|doubled|triple|tripled|twice|thrice|hundreds|thousands|million|millions|couple",
  },
  es: {
    counting:
      "cero _ dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve".split(
        " ",
      ),
    tens: "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa cien|ciento mil".split(" "),
    one: "uno|una|un",
    none: "sin|ningun|ningún|ninguna|cero",
    vague:
      "mitad|medio|cuarto|docenas?|doble|duplic\\p{L}*|triple|cientos|miles|millón|millones|veinti\\p{L}+",
  },
  fr: {
    counting:
      "zéro _ deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf".split(
        " ",
      ),
    tens: "vingt trente quarante cinquante soixante soixante-dix quatre-vingts? quatre-vingt-dix cents? mille".split(
      " ",
    ),
    one: "un|une",
    none: "aucun|aucune|sans|zéro|pas de",
    vague: "moitié|demi|demie|quart|douzaines?|double|doubl\\p{L}+|triple|centaines|milliers|millions?",
  },
  pt: {
    counting:
      "zero _ dois|duas três quatro cinco seis sete oito nove dez onze doze treze catorze|quatorze quinze dezesseis dezessete dezoito dezenove".split(
        " ",
      ),
    tens: "vinte trinta quarenta cinquenta sessenta setenta oitenta noventa cem|cento mil".split(" "),
    one: "um|uma",
    none: "sem|nenhum|nenhuma|zero",
    vague: "metade|meio|quarto|dúzias?|dobro|dobr\\p{L}+|triplo|centenas|milhares|milhão|milhões",
  },
  ru: {
    counting:
      "ноль|нуль|нуля _ два|две|двух три|трёх|трех четыре|четырёх|четырех пять|пяти шесть|шести семь|семи восемь|восьми девять|девяти десять|десяти одиннадцать двенадцать тринадцать четырнадцать пятнадцать шестнадцать семнадцать восемнадцать девятнадцать".split(
        " ",
      ),
    tens: "двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто сто тысяч\\p{L}?".split(
      " ",
    ),
    one: "один|одна|одно|одну|одного|одной",
    none: "без|ни одного|ни одной|нет",
    vague: "половин\\p{L}+|четверт\\p{L}+|дюжин\\p{L}*|вдвое|втрое|двойн\\p{L}+|сотн\\p{L}+|миллион\\p{L}*",
  },
  ar: {
    counting:
      "صفر _ اثنان|اثنين|اثنتان|اثنتين ثلاث|ثلاثة أربع|أربعة خمس|خمسة ست|ستة سبع|سبعة ثمان|ثماني|ثمانية تسع|تسعة عشر|عشرة".split(
        " ",
      ),
    tens: "عشرون|عشرين ثلاثون|ثلاثين أربعون|أربعين خمسون|خمسين ستون|ستين سبعون|سبعين ثمانون|ثمانين تسعون|تسعين مئة|مائة ألف|آلاف".split(
      " ",
    ),
    one: "واحد|واحدة",
    none: "بدون|دون|بلا|لا توجد|لا يوجد",
    vague: "نصف|ربع|ضعف|مضاعف\\p{L}*|مئات|مليون|ملايين",
  },
};

const word = (pattern: string) => `(?<![\\p{L}\\d])(?:${pattern})(?![\\p{L}\\d])`;

/** An amount in words that cannot be held against any fact. */
export function hasVagueAmount(text: string, language: Language): boolean {
  return new RegExp(word(WORDS[language].vague), "iu").test(text);
}

/**
 * Numbers in words as digits: `two wins` becomes `2 wins`, `no losses` becomes `0 losses`. A compound (`twenty-five`) is put together in
 * English; elsewhere each of its words stands for itself, and is then no fact. `counted` matches what may be counted.
 */
export function withDigits(text: string, language: Language, counted: string): string {
  const { counting, tens, one, none } = WORDS[language];
  const before = (pattern: string) =>
    new RegExp(`${word(pattern)}(?=\\s+(?:[\\p{L}-]+\\s+)?(?:${counted}))`, "giu");
  let written = text.replace(before(none), "0").replace(before(one), "1");
  if (language === "en") written = written.replace(COMPOUND, (whole) => String(englishValue(whole)));
  for (const [index, pattern] of tens.entries()) {
    const value = index < 8 ? (index + 2) * 10 : index === 8 ? 100 : 1000;
    written = written.replace(new RegExp(word(pattern), "giu"), String(value));
  }
  for (const [value, pattern] of counting.entries())
    if (pattern !== "_") written = written.replace(new RegExp(word(pattern), "giu"), String(value));
  return written;
}

const ENGLISH = new Map<string, number>([
  ...WORDS.en.counting.map((each, value) => [value === 1 ? "one" : each, value] as const),
  ...WORDS.en.tens.map(
    (each, index) => [each, index < 8 ? (index + 2) * 10 : index === 8 ? 100 : 1000] as const,
  ),
]);
const UNIT = [...ENGLISH.keys()].join("|");
const COMPOUND = new RegExp(word(`(?:${UNIT})(?:(?:[\\s-]+(?:and\\s+)?(?:${UNIT}))+)`), "giu");

function englishValue(text: string): number {
  let total = 0;
  let part = 0;
  for (const each of text.toLowerCase().split(/[\s-]+/)) {
    const value = ENGLISH.get(each);
    if (value === undefined) continue;
    if (value === 1000) {
      total += (part || 1) * 1000;
      part = 0;
    } else if (value === 100) part = (part || 1) * 100;
    else part += value;
  }
  return total + part;
}
