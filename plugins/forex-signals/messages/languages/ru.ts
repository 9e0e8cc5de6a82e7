import type { LanguageTexts } from "../defaults.ts";
import { RECAP_TEXTS } from "../recapTexts.ts";

const NAME = "{direction} {symbol}";
const RESULT = `${NAME}{#entry} от {entry}{/entry}: <b>{outcome} {resultR} R</b> ({resultPips} п. с учётом спреда).`;
const STOP_MOVES = "{#newStop}Стоп переносится на {newStop}{#toEntry} (вход){/toEntry}.{/newStop}";
const reached = (number: 1 | 2) =>
  `<b>Цель ${number} достигнута</b>{#price}: {price}{/price}. {pips} п. на {part} позиции.\n${STOP_MOVES}`;
const closed = (how: string) => `<b>${how}</b>{#price}. Цена: {price}{/price}.\n${RESULT}`;

export const ru: LanguageTexts = {
  words: {
    buy: "ПОКУПКА",
    sell: "ПРОДАЖА",
    win: "Прибыль",
    loss: "Убыток",
    "break-even": "Безубыток",
    ...RECAP_TEXTS.ru.words,
  },
  texts: {
    ...RECAP_TEXTS.ru.texts,
    opening: `<b>${NAME}</b>

{#entry}Вход: <b>{entry}</b>
Стоп: <b>{stop}</b> ({stopPips} п.)
Цель 1: <b>{target1}</b> ({target1Pips} п., {target1Part})
{#target2}Цель 2: <b>{target2}</b> ({target2Pips} п., {target2Part}){/target2}
{#target3}Цель 3: <b>{target3}</b> ({target3Pips} п., {target3Part}){/target3}{/entry}
{^entry}Вход, стоп и цели — в VIP-канале.{/entry}
{#riskNote}
<i>{riskNote}</i>{/riskNote}`,
    way40: `${NAME}: пройдено 40 % пути до цели 1.`,
    way70: `${NAME}: пройдено 70 % пути до цели 1.`,
    half2: `${NAME}: пройдена половина пути от цели 1 до цели 2.`,
    risk60: `${NAME}: пройдено 60 % пути до стопа.`,
    target1: reached(1),
    target2: reached(2),
    "stop-moved": `${NAME}: стоп переносится на {newStop}{#toEntry} (вход){/toEntry}.`,
    "closed-target": closed("Последняя цель достигнута"),
    "closed-stop": closed("Стоп достигнут"),
    "closed-timeout": closed("Закрыто по времени"),
    "closed-thesis": closed("Закрыто: причина входа больше не действует"),
    "closed-manual": closed("Закрыто вручную"),
    "thesis-weakening": `${NAME}: причина входа ослабевает.`,
    "thesis-broken": `${NAME}: причина входа больше не действует.`,
    "thesis-intact": `${NAME}: причина входа снова действует.`,
    "risk-note":
      "Торговля связана с риском. Это не финансовая рекомендация; никогда не рискуйте деньгами, которые не можете позволить себе потерять.",
  },
};
