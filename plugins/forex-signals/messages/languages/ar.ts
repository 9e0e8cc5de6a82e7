import type { LanguageTexts } from "../defaults.ts";
import { RECAP_TEXTS } from "../recapTexts.ts";

const NAME = "{direction} {symbol}";
const RESULT = `${NAME}{#entry} من {entry}{/entry}: <b>{outcome} \u2066{resultR} R\u2069</b> ({resultPips} نقطة بعد خصم السبريد).`;
const STOP_MOVES = "{#newStop}يُنقل وقف الخسارة إلى {newStop}{#toEntry} (سعر الدخول){/toEntry}.{/newStop}";
const reached = (name: string) =>
  `<b>تحقق ${name}</b>{#price} عند {price}{/price}: {pips} نقطة على {part} من الصفقة.\n${STOP_MOVES}`;
const closed = (how: string) => `<b>${how}</b>{#price} عند {price}{/price}.\n${RESULT}`;

export const ar: LanguageTexts = {
  words: {
    buy: "شراء",
    sell: "بيع",
    win: "ربح",
    loss: "خسارة",
    "break-even": "تعادل",
    ...RECAP_TEXTS.ar.words,
  },
  texts: {
    ...RECAP_TEXTS.ar.texts,
    opening: `<b>${NAME}</b>

{#entry}الدخول: <b>{entry}</b>
وقف الخسارة: <b>{stop}</b> ({stopPips} نقطة)
الهدف 1: <b>{target1}</b> ({target1Pips} نقطة، {target1Part})
{#target2}الهدف 2: <b>{target2}</b> ({target2Pips} نقطة، {target2Part}){/target2}
{#target3}الهدف 3: <b>{target3}</b> ({target3Pips} نقطة، {target3Part}){/target3}{/entry}
{^entry}الدخول ووقف الخسارة والأهداف في قناة VIP.{/entry}
{#riskNote}
<i>{riskNote}</i>{/riskNote}`,
    way40: `${NAME}: قطع السعر 40% من الطريق إلى الهدف الأول.`,
    way70: `${NAME}: قطع السعر 70% من الطريق إلى الهدف الأول.`,
    half2: `${NAME}: قطع السعر نصف الطريق من الهدف الأول إلى الهدف الثاني.`,
    risk60: `${NAME}: قطع السعر 60% من الطريق إلى وقف الخسارة.`,
    target1: reached("الهدف الأول"),
    target2: reached("الهدف الثاني"),
    "stop-moved": `${NAME}: يُنقل وقف الخسارة إلى {newStop}{#toEntry} (سعر الدخول){/toEntry}.`,
    "closed-target": closed("تحقق الهدف الأخير"),
    "closed-stop": closed("تم بلوغ وقف الخسارة"),
    "closed-timeout": closed("أُغلقت الصفقة لانتهاء مدتها"),
    "closed-thesis": closed("أُغلقت الصفقة: لم يعد سبب الدخول قائمًا"),
    "closed-manual": closed("أُغلقت الصفقة يدويًا"),
    "thesis-weakening": `${NAME}: سبب الدخول يضعف.`,
    "thesis-broken": `${NAME}: لم يعد سبب الدخول قائمًا.`,
    "thesis-intact": `${NAME}: عاد سبب الدخول قائمًا.`,
    "risk-note": "التداول ينطوي على مخاطر. هذه ليست نصيحة مالية؛ لا تخاطر أبدًا بمال لا تستطيع تحمّل خسارته.",
  },
};
