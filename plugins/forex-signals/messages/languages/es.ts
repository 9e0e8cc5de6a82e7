import type { LanguageTexts } from "../defaults.ts";
import { RECAP_TEXTS } from "../recapTexts.ts";

const NAME = "{direction} {symbol}";
const RESULT = `${NAME}{#entry} desde {entry}{/entry}: <b>{outcome} {resultR} R</b> ({resultPips} pips, spread descontado).`;
const STOP_MOVES = "{#newStop}El stop pasa a {newStop}{#toEntry} (entrada){/toEntry}.{/newStop}";
const reached = (number: 1 | 2) =>
  `<b>Objetivo ${number} alcanzado</b>{#price} en {price}{/price}: {pips} pips en el {part} de la posición.\n${STOP_MOVES}`;
const closed = (how: string) => `<b>${how}</b>{#price} en {price}{/price}.\n${RESULT}`;

export const es: LanguageTexts = {
  words: {
    buy: "COMPRA",
    sell: "VENTA",
    win: "Ganancia",
    loss: "Pérdida",
    "break-even": "Sin ganancia ni pérdida",
    ...RECAP_TEXTS.es.words,
  },
  texts: {
    ...RECAP_TEXTS.es.texts,
    opening: `<b>${NAME}</b>

{#entry}Entrada: <b>{entry}</b>
Stop: <b>{stop}</b> ({stopPips} pips)
Objetivo 1: <b>{target1}</b> ({target1Pips} pips, {target1Part})
{#target2}Objetivo 2: <b>{target2}</b> ({target2Pips} pips, {target2Part}){/target2}
{#target3}Objetivo 3: <b>{target3}</b> ({target3Pips} pips, {target3Part}){/target3}{/entry}
{^entry}La entrada, el stop y los objetivos están en el canal VIP.{/entry}
{#riskNote}
<i>{riskNote}</i>{/riskNote}`,
    way40: `${NAME}: recorrido el 40 % del camino al objetivo 1.`,
    way70: `${NAME}: recorrido el 70 % del camino al objetivo 1.`,
    half2: `${NAME}: a mitad de camino entre el objetivo 1 y el objetivo 2.`,
    risk60: `${NAME}: recorrido el 60 % del camino al stop.`,
    target1: reached(1),
    target2: reached(2),
    "stop-moved": `${NAME}: el stop pasa a {newStop}{#toEntry} (entrada){/toEntry}.`,
    "closed-target": closed("Último objetivo alcanzado"),
    "closed-stop": closed("Stop alcanzado"),
    "closed-timeout": closed("Cerrada por tiempo"),
    "closed-thesis": closed("Cerrada: el motivo de la entrada ya no se cumple"),
    "closed-manual": closed("Cerrada manualmente"),
    "thesis-weakening": `${NAME}: el motivo de la entrada se debilita.`,
    "thesis-broken": `${NAME}: el motivo de la entrada ya no se cumple.`,
    "thesis-intact": `${NAME}: el motivo de la entrada vuelve a cumplirse.`,
    "risk-note":
      "Operar conlleva riesgo. Esto no es asesoramiento financiero; no arriesgues nunca dinero que no puedas permitirte perder.",
  },
};
