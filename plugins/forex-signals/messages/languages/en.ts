import type { LanguageTexts } from "../defaults.ts";
import { RECAP_TEXTS } from "../recapTexts.ts";

const NAME = "{direction} {symbol}";
const RESULT = `${NAME}{#entry} from {entry}{/entry}: <b>{outcome} {resultR} R</b> ({resultPips} pips after spread).`;
const STOP_MOVES = "{#newStop}Stop moves to {newStop}{#toEntry} (entry){/toEntry}.{/newStop}";
const reached = (number: 1 | 2) =>
  `<b>Target ${number} reached</b>{#price} at {price}{/price}: {pips} pips on {part}.\n${STOP_MOVES}`;
const closed = (how: string) => `<b>${how}</b>{#price} at {price}{/price}.\n${RESULT}`;

export const en: LanguageTexts = {
  words: {
    buy: "BUY",
    sell: "SELL",
    win: "Win",
    loss: "Loss",
    "break-even": "Break-even",
    ...RECAP_TEXTS.en.words,
  },
  texts: {
    ...RECAP_TEXTS.en.texts,
    opening: `<b>${NAME}</b>

{#entry}Entry: <b>{entry}</b>
Stop: <b>{stop}</b> ({stopPips} pips)
Target 1: <b>{target1}</b> ({target1Pips} pips, {target1Part})
{#target2}Target 2: <b>{target2}</b> ({target2Pips} pips, {target2Part}){/target2}
{#target3}Target 3: <b>{target3}</b> ({target3Pips} pips, {target3Part}){/target3}{/entry}
{^entry}Entry, stop and targets are in the VIP channel.{/entry}
{#reason}
{reason}{/reason}
{#riskNote}
<i>{riskNote}</i>{/riskNote}`,
    way40: `${NAME}: 40 % of the way to target 1.`,
    way70: `${NAME}: 70 % of the way to target 1.`,
    half2: `${NAME}: half of the way from target 1 to target 2.`,
    risk60: `${NAME}: 60 % of the way to the stop.`,
    target1: reached(1),
    target2: reached(2),
    "stop-moved": `${NAME}: the stop moves to {newStop}{#toEntry} (entry){/toEntry}.`,
    "closed-target": closed("Last target reached"),
    "closed-stop": closed("Stop reached"),
    "closed-timeout": closed("Closed after its time was up"),
    "closed-thesis": closed("Closed: its reason no longer holds"),
    "closed-manual": closed("Closed by hand"),
    "thesis-weakening": `${NAME}: the reason for the entry is weakening.`,
    "thesis-broken": `${NAME}: the reason for the entry no longer holds.`,
    "thesis-intact": `${NAME}: the reason for the entry holds again.`,
    "risk-note":
      "Trading carries risk. This is not financial advice; never risk money you cannot afford to lose.",
  },
};
