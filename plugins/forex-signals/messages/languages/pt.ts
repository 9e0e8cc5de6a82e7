import type { LanguageTexts } from "../defaults.ts";
import { RECAP_TEXTS } from "../recapTexts.ts";

const NAME = "{direction} {symbol}";
const RESULT = `${NAME}{#entry} desde {entry}{/entry}: <b>{outcome} {resultR} R</b> ({resultPips} pips, já descontado o spread).`;
const STOP_MOVES = "{#newStop}O stop vai para {newStop}{#toEntry} (entrada){/toEntry}.{/newStop}";
const reached = (number: 1 | 2) =>
  `<b>Alvo ${number} atingido</b>{#price} em {price}{/price}: {pips} pips em {part} da posição.\n${STOP_MOVES}`;
const closed = (how: string) => `<b>${how}</b>{#price} em {price}{/price}.\n${RESULT}`;

export const pt: LanguageTexts = {
  words: {
    buy: "COMPRA",
    sell: "VENDA",
    win: "Ganho",
    loss: "Perda",
    "break-even": "Zero a zero",
    ...RECAP_TEXTS.pt.words,
  },
  texts: {
    ...RECAP_TEXTS.pt.texts,
    opening: `<b>${NAME}</b>

{#entry}Entrada: <b>{entry}</b>
Stop: <b>{stop}</b> ({stopPips} pips)
Alvo 1: <b>{target1}</b> ({target1Pips} pips, {target1Part})
{#target2}Alvo 2: <b>{target2}</b> ({target2Pips} pips, {target2Part}){/target2}
{#target3}Alvo 3: <b>{target3}</b> ({target3Pips} pips, {target3Part}){/target3}{/entry}
{^entry}A entrada, o stop e os alvos estão no canal VIP.{/entry}
{#riskNote}
<i>{riskNote}</i>{/riskNote}`,
    way40: `${NAME}: 40% do caminho até o alvo 1.`,
    way70: `${NAME}: 70% do caminho até o alvo 1.`,
    half2: `${NAME}: na metade do caminho entre o alvo 1 e o alvo 2.`,
    risk60: `${NAME}: 60% do caminho até o stop.`,
    target1: reached(1),
    target2: reached(2),
    "stop-moved": `${NAME}: o stop vai para {newStop}{#toEntry} (entrada){/toEntry}.`,
    "closed-target": closed("Último alvo atingido"),
    "closed-stop": closed("Stop atingido"),
    "closed-timeout": closed("Encerrada por tempo"),
    "closed-thesis": closed("Encerrada: o motivo da entrada não vale mais"),
    "closed-manual": closed("Encerrada manualmente"),
    "thesis-weakening": `${NAME}: o motivo da entrada está enfraquecendo.`,
    "thesis-broken": `${NAME}: o motivo da entrada não vale mais.`,
    "thesis-intact": `${NAME}: o motivo da entrada voltou a valer.`,
    "risk-note":
      "Operar envolve risco. Isto não é aconselhamento financeiro; nunca arrisque dinheiro que você não pode perder.",
  },
};
