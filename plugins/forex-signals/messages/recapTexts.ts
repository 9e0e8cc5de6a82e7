import type { Language } from "./language.ts";
import type { RECAP_KINDS } from "./recapKinds.ts";

type RecapKindId = (typeof RECAP_KINDS)[number]["id"];

interface RecapTexts {
  words: Readonly<Record<"tight" | "normal" | "wide", string>>;
  texts: Readonly<Record<RecapKindId, string>>;
}

const NOTE = "{#riskNote}\n<i>{riskNote}</i>{/riskNote}";

const SIGNALS = "{#signals}\n{time} {direction} {symbol}: {outcome} {resultR} R{/signals}";

/** A recap from its pieces: every language says the same figures in the same order. */
function recap(words: {
  title: string;
  empty: string;
  closed: string;
  counts: string;
  timeouts: string;
  ambiguous: string;
  total: string;
  extremes: string;
  /** The list at the end: a day's signals, a week's days. */
  list: string;
  pips?: string;
}): string {
  return `<b>${words.title}</b>

{#empty}${words.empty}{/empty}
{#closed}${words.closed}: <b>{closed}</b>. ${words.counts}{/closed}
{#timeouts}${words.timeouts}: {timeouts}{/timeouts}
{#ambiguous}${words.ambiguous}: {ambiguous}{/ambiguous}
{#totalR}${words.total}: <b>{totalR} R</b> ({totalPips} ${words.pips ?? "pips"}){/totalR}
{#best}${words.extremes}{/best}
${words.list}
${NOTE}`;
}

/** The texts of recaps and the briefing, with the words that only they use. */
export const RECAP_TEXTS: Readonly<Record<Language, RecapTexts>> = {
  en: {
    words: { tight: "tight", normal: "normal", wide: "wide" },
    texts: {
      briefing: `<b>Morning briefing: {symbol}, {day}</b>
{#simulated}Simulated prices{/simulated}

{lastDay}: high {high}, low {low}, close {close}

R2 <b>{r2}</b>
R1 <b>{r1}</b>
P <b>{pivot}</b>
S1 <b>{s1}</b>
S2 <b>{s2}</b>
{#asia}
Asian session{#asiaSoFar} (so far, until {asiaUntil} UTC){/asiaSoFar}: {asiaPips} pips, <b>{asia}</b> against a 10-day mean of {asiaMeanPips} pips ({asiaRatio} ×){/asia}
${NOTE}`,
      "daily-recap": recap({
        title: "Recap of {day}",
        empty: "No signal was closed.",
        closed: "Closed signals",
        counts: "Wins {wins}, losses {losses}, break-evens {breakEvens}.",
        timeouts: "Closed by time-out",
        ambiguous: "Stop and target in one candle, booked as the stop",
        total: "Total after spread",
        extremes: "Best {best} R, worst {worst} R",
        list: `${SIGNALS}\n{#more}… and {more} more{/more}`,
      }),
      "weekly-recap": recap({
        title: "Week of {firstDay} to {lastDay}",
        empty: "No signal was closed.",
        closed: "Closed signals",
        counts: "Wins {wins}, losses {losses}, break-evens {breakEvens}; win rate {winRate}.",
        timeouts: "Closed by time-out",
        ambiguous: "Stop and target in one candle, booked as the stop",
        total: "Total after spread",
        extremes: "Best {best} R, worst {worst} R",
        list: "{#days}\n{day}: {dayClosed} closed, {dayR} R{/days}",
      }),
    },
  },
  es: {
    words: { tight: "estrecho", normal: "normal", wide: "amplio" },
    texts: {
      briefing: `<b>Informe de la mañana: {symbol}, {day}</b>
{#simulated}Precios simulados{/simulated}

{lastDay}: máximo {high}, mínimo {low}, cierre {close}

R2 <b>{r2}</b>
R1 <b>{r1}</b>
P <b>{pivot}</b>
S1 <b>{s1}</b>
S2 <b>{s2}</b>
{#asia}
Sesión asiática{#asiaSoFar} (hasta ahora, {asiaUntil} UTC){/asiaSoFar}: {asiaPips} pips, rango <b>{asia}</b> frente a una media de 10 días de {asiaMeanPips} pips ({asiaRatio} ×){/asia}
${NOTE}`,
      "daily-recap": recap({
        title: "Resumen del {day}",
        empty: "No se cerró ninguna señal.",
        closed: "Señales cerradas",
        counts: "Ganancias {wins}, pérdidas {losses}, sin resultado {breakEvens}.",
        timeouts: "Cerradas por tiempo",
        ambiguous: "Stop y objetivo en una misma vela, contadas como stop",
        total: "Total tras el spread",
        extremes: "Mejor {best} R, peor {worst} R",
        list: `${SIGNALS}\n{#more}… y {more} más{/more}`,
      }),
      "weekly-recap": recap({
        title: "Semana del {firstDay} al {lastDay}",
        empty: "No se cerró ninguna señal.",
        closed: "Señales cerradas",
        counts: "Ganancias {wins}, pérdidas {losses}, sin resultado {breakEvens}; acierto {winRate}.",
        timeouts: "Cerradas por tiempo",
        ambiguous: "Stop y objetivo en una misma vela, contadas como stop",
        total: "Total tras el spread",
        extremes: "Mejor {best} R, peor {worst} R",
        list: "{#days}\n{day}: {dayClosed} cerradas, {dayR} R{/days}",
      }),
    },
  },
  fr: {
    words: { tight: "étroite", normal: "normale", wide: "large" },
    texts: {
      briefing: `<b>Point du matin : {symbol}, {day}</b>
{#simulated}Prix simulés{/simulated}

{lastDay} : plus haut {high}, plus bas {low}, clôture {close}

R2 <b>{r2}</b>
R1 <b>{r1}</b>
P <b>{pivot}</b>
S1 <b>{s1}</b>
S2 <b>{s2}</b>
{#asia}
Séance asiatique{#asiaSoFar} (jusqu’ici, {asiaUntil} UTC){/asiaSoFar} : {asiaPips} pips, amplitude <b>{asia}</b> face à une moyenne sur 10 jours de {asiaMeanPips} pips ({asiaRatio} ×){/asia}
${NOTE}`,
      "daily-recap": recap({
        title: "Bilan du {day}",
        empty: "Aucun signal n’a été clôturé.",
        closed: "Signaux clôturés",
        counts: "Gains {wins}, pertes {losses}, neutres {breakEvens}.",
        timeouts: "Clôturés par le temps",
        ambiguous: "Stop et objectif dans la même bougie, comptés comme stop",
        total: "Total après spread",
        extremes: "Meilleur {best} R, pire {worst} R",
        list: `${SIGNALS}\n{#more}… et {more} de plus{/more}`,
      }),
      "weekly-recap": recap({
        title: "Semaine du {firstDay} au {lastDay}",
        empty: "Aucun signal n’a été clôturé.",
        closed: "Signaux clôturés",
        counts: "Gains {wins}, pertes {losses}, neutres {breakEvens} ; réussite {winRate}.",
        timeouts: "Clôturés par le temps",
        ambiguous: "Stop et objectif dans la même bougie, comptés comme stop",
        total: "Total après spread",
        extremes: "Meilleur {best} R, pire {worst} R",
        list: "{#days}\n{day} : {dayClosed} clôturés, {dayR} R{/days}",
      }),
    },
  },
  pt: {
    words: { tight: "estreito", normal: "normal", wide: "amplo" },
    texts: {
      briefing: `<b>Resumo da manhã: {symbol}, {day}</b>
{#simulated}Preços simulados{/simulated}

{lastDay}: máxima {high}, mínima {low}, fechamento {close}

R2 <b>{r2}</b>
R1 <b>{r1}</b>
P <b>{pivot}</b>
S1 <b>{s1}</b>
S2 <b>{s2}</b>
{#asia}
Sessão asiática{#asiaSoFar} (até agora, {asiaUntil} UTC){/asiaSoFar}: {asiaPips} pips, intervalo <b>{asia}</b> contra uma média de 10 dias de {asiaMeanPips} pips ({asiaRatio} ×){/asia}
${NOTE}`,
      "daily-recap": recap({
        title: "Resumo de {day}",
        empty: "Nenhum sinal foi fechado.",
        closed: "Sinais fechados",
        counts: "Ganhos {wins}, perdas {losses}, zero a zero {breakEvens}.",
        timeouts: "Fechados por tempo",
        ambiguous: "Stop e alvo na mesma vela, contados como stop",
        total: "Total após o spread",
        extremes: "Melhor {best} R, pior {worst} R",
        list: `${SIGNALS}\n{#more}… e mais {more}{/more}`,
      }),
      "weekly-recap": recap({
        title: "Semana de {firstDay} a {lastDay}",
        empty: "Nenhum sinal foi fechado.",
        closed: "Sinais fechados",
        counts: "Ganhos {wins}, perdas {losses}, zero a zero {breakEvens}; acerto {winRate}.",
        timeouts: "Fechados por tempo",
        ambiguous: "Stop e alvo na mesma vela, contados como stop",
        total: "Total após o spread",
        extremes: "Melhor {best} R, pior {worst} R",
        list: "{#days}\n{day}: {dayClosed} fechados, {dayR} R{/days}",
      }),
    },
  },
  ru: {
    words: { tight: "узкий", normal: "обычный", wide: "широкий" },
    texts: {
      briefing: `<b>Утренний обзор: {symbol}, {day}</b>
{#simulated}Симулированные цены{/simulated}

{lastDay}: максимум {high}, минимум {low}, закрытие {close}

R2 <b>{r2}</b>
R1 <b>{r1}</b>
P <b>{pivot}</b>
S1 <b>{s1}</b>
S2 <b>{s2}</b>
{#asia}
Азиатская сессия{#asiaSoFar} (пока, до {asiaUntil} UTC){/asiaSoFar}: {asiaPips} пипсов, диапазон <b>{asia}</b> против среднего за 10 дней {asiaMeanPips} пипсов ({asiaRatio} ×){/asia}
${NOTE}`,
      "daily-recap": recap({
        title: "Итоги: {day}",
        empty: "Ни один сигнал не закрылся.",
        closed: "Закрыто сигналов",
        counts: "Прибыльных {wins}, убыточных {losses}, в ноль {breakEvens}.",
        timeouts: "Закрыто по времени",
        ambiguous: "Стоп и цель в одной свече, учтено как стоп",
        total: "Всего после спреда",
        extremes: "Лучший {best} R, худший {worst} R",
        list: `${SIGNALS}\n{#more}… и ещё {more}{/more}`,
        pips: "пипсов",
      }),
      "weekly-recap": recap({
        title: "Неделя: {firstDay} – {lastDay}",
        empty: "Ни один сигнал не закрылся.",
        closed: "Закрыто сигналов",
        counts: "Прибыльных {wins}, убыточных {losses}, в ноль {breakEvens}; доля прибыльных {winRate}.",
        timeouts: "Закрыто по времени",
        ambiguous: "Стоп и цель в одной свече, учтено как стоп",
        total: "Всего после спреда",
        extremes: "Лучший {best} R, худший {worst} R",
        list: "{#days}\n{day}: закрыто {dayClosed}, {dayR} R{/days}",
        pips: "пипсов",
      }),
    },
  },
  ar: {
    words: { tight: "ضيق", normal: "عادي", wide: "واسع" },
    texts: {
      briefing: `<b>موجز الصباح: {symbol}، {day}</b>
{#simulated}أسعار محاكاة{/simulated}

{lastDay}: الأعلى {high}، الأدنى {low}، الإغلاق {close}

R2 <b>{r2}</b>
R1 <b>{r1}</b>
P <b>{pivot}</b>
S1 <b>{s1}</b>
S2 <b>{s2}</b>
{#asia}
الجلسة الآسيوية{#asiaSoFar} (حتى الآن، {asiaUntil} UTC){/asiaSoFar}: {asiaPips} نقطة، نطاق <b>{asia}</b> مقابل متوسط 10 أيام {asiaMeanPips} نقطة ({asiaRatio} ×){/asia}
${NOTE}`,
      "daily-recap": recap({
        title: "ملخص يوم {day}",
        empty: "لم تُغلق أي إشارة.",
        closed: "الإشارات المغلقة",
        counts: "الرابحة {wins}، الخاسرة {losses}، المتعادلة {breakEvens}.",
        timeouts: "أُغلقت بانتهاء الوقت",
        ambiguous: "الوقف والهدف في شمعة واحدة، احتُسبت وقفًا",
        total: "المجموع بعد السبريد",
        extremes: "الأفضل {best} R، الأسوأ {worst} R",
        list: `${SIGNALS}\n{#more}… و{more} أخرى{/more}`,
        pips: "نقطة",
      }),
      "weekly-recap": recap({
        title: "أسبوع {firstDay} – {lastDay}",
        empty: "لم تُغلق أي إشارة.",
        closed: "الإشارات المغلقة",
        counts: "الرابحة {wins}، الخاسرة {losses}، المتعادلة {breakEvens}؛ نسبة الرابحة {winRate}.",
        timeouts: "أُغلقت بانتهاء الوقت",
        ambiguous: "الوقف والهدف في شمعة واحدة، احتُسبت وقفًا",
        total: "المجموع بعد السبريد",
        extremes: "الأفضل {best} R، الأسوأ {worst} R",
        list: "{#days}\n{day}: المغلقة {dayClosed}، {dayR} R{/days}",
        pips: "نقطة",
      }),
    },
  },
};
