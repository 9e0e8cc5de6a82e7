import type { LanguageTexts } from "../defaults.ts";
import { RECAP_TEXTS } from "../recapTexts.ts";

const NAME = "{direction} {symbol}";
const RESULT = `${NAME}{#entry} depuis {entry}{/entry} : <b>{outcome} {resultR} R</b> ({resultPips} pips, spread déduit).`;
const STOP_MOVES = "{#newStop}Le stop passe à {newStop}{#toEntry} (entrée){/toEntry}.{/newStop}";
const reached = (number: 1 | 2) =>
  `<b>Objectif ${number} atteint</b>{#price} à {price}{/price} : {pips} pips sur {part} de la position.\n${STOP_MOVES}`;
const closed = (how: string) => `<b>${how}</b>{#price} à {price}{/price}.\n${RESULT}`;

export const fr: LanguageTexts = {
  words: {
    buy: "ACHAT",
    sell: "VENTE",
    win: "Gain",
    loss: "Perte",
    "break-even": "Ni gain ni perte",
    ...RECAP_TEXTS.fr.words,
  },
  texts: {
    ...RECAP_TEXTS.fr.texts,
    opening: `<b>${NAME}</b>

{#entry}Entrée : <b>{entry}</b>
Stop : <b>{stop}</b> ({stopPips} pips)
Objectif 1 : <b>{target1}</b> ({target1Pips} pips, {target1Part})
{#target2}Objectif 2 : <b>{target2}</b> ({target2Pips} pips, {target2Part}){/target2}
{#target3}Objectif 3 : <b>{target3}</b> ({target3Pips} pips, {target3Part}){/target3}{/entry}
{^entry}L’entrée, le stop et les objectifs sont dans le canal VIP.{/entry}
{#riskNote}
<i>{riskNote}</i>{/riskNote}`,
    way40: `${NAME} : 40 % du chemin vers l’objectif 1 parcouru.`,
    way70: `${NAME} : 70 % du chemin vers l’objectif 1 parcouru.`,
    half2: `${NAME} : à mi-chemin entre l’objectif 1 et l’objectif 2.`,
    risk60: `${NAME} : 60 % du chemin vers le stop parcouru.`,
    target1: reached(1),
    target2: reached(2),
    "stop-moved": `${NAME} : le stop passe à {newStop}{#toEntry} (entrée){/toEntry}.`,
    "closed-target": closed("Dernier objectif atteint"),
    "closed-stop": closed("Stop atteint"),
    "closed-timeout": closed("Clôturé : délai écoulé"),
    "closed-thesis": closed("Clôturé : la raison de l’entrée n’est plus valable"),
    "closed-manual": closed("Clôturé manuellement"),
    "thesis-weakening": `${NAME} : la raison de l’entrée s’affaiblit.`,
    "thesis-broken": `${NAME} : la raison de l’entrée n’est plus valable.`,
    "thesis-intact": `${NAME} : la raison de l’entrée est de nouveau valable.`,
    "risk-note":
      "Le trading comporte des risques. Ceci n’est pas un conseil financier ; ne risquez jamais de l’argent que vous ne pouvez pas vous permettre de perdre.",
  },
};
