import type { Campaign, CampaignPlan, Draws } from "../campaigns/api.ts";
import type { Phase } from "../campaigns/phase.ts";
import { PLATFORM_NAMES } from "../campaigns/platformNames.ts";
import { MOST_PICTURE_BYTES } from "../media/limits.ts";
import { LANGUAGES, type Language } from "../texts/language.ts";
import { CAMPAIGN_SCRIPT } from "../ui-public/script.ts";
import { STYLE } from "../ui-public/style.ts";
import { filled, type PublicWords } from "../ui-public/texts.ts";
import { type Html, html, type PageParts, paragraphs, woven } from "./html.ts";
import { languageLinks } from "./languageLinks.ts";
import { CARD } from "./overlay.ts";

/** What the page shows. */
export interface CampaignLook {
  plan: CampaignPlan;
  phase: Phase;
  startsAt: string | null;
  endsAt: string | null;
  consentVersion: number;
  draws: Draws;
  tenantName: string;
  zone: string;
  language: Language;
  words: PublicWords;
  /** Path and address of the campaign. */
  base: string;
  address: string;
  /** Only looked at: nothing of it runs, and nobody is told what it would need for that. */
  still?: boolean;
  /** Address of the picture that shows the overlay. */
  example: string;
}

/** A campaign's page, in every state that it can be in. */
export function campaignPage(look: CampaignLook): PageParts {
  const { plan, phase, consentVersion, tenantName, language, words: W, base, address } = look;
  const open = phase === "running";
  return {
    language,
    title: `${plan.title} · ${tenantName}`,
    description: (plan.text || plan.prize || plan.title).slice(0, 200),
    address,
    picture: { address: `${address}/card`, ...CARD },
    style: STYLE,
    script: open ? CAMPAIGN_SCRIPT : "",
    facts: open
      ? {
          words: W,
          base,
          mostBytes: MOST_PICTURE_BYTES,
          consentVersion,
          pictureNeeded: plan.pictureNeeded,
          platforms: plan.platforms,
          names: PLATFORM_NAMES,
        }
      : {},
    listed: phase !== "draft",
    body: html`<main><h1 dir="auto">${plan.title}</h1><p class="dim">${filled(W.by, { name: tenantName })}</p>
${factList(look)}
<div class="columns"><div><div>${paragraphs(plan.text)}</div>${open ? undefined : stateOf(look)}${fairness(look)}</div>
${open ? entryForm(look) : exampleOf(look)}</div>${look.still ? undefined : languageLinks(look)}</main>`,
  };
}

function factList(look: CampaignLook): Html {
  const { plan, startsAt, endsAt, words: W } = look;
  const facts: Html[] = [];
  if (plan.prize !== "") facts.push(html`<li>${W.prize}: <b dir="auto">${plan.prize}</b></li>`);
  facts.push(html`<li>${plan.winners === 1 ? W.oneWinner : filled(W.winners, { count: plan.winners })}</li>`);
  if (startsAt !== null && look.phase === "upcoming")
    facts.push(html`<li>${filled(W.from, { time: timeText(look, startsAt) })}</li>`);
  if (endsAt !== null && look.phase !== "ended")
    facts.push(html`<li>${filled(W.until, { time: timeText(look, endsAt) })}</li>`);
  return html`<ul class="facts">${facts}</ul>`;
}

function stateOf(look: CampaignLook): Html {
  const { phase, startsAt, words: W, draws } = look;
  if (phase === "full") return notice(W.full, W.fullText);
  if (phase === "ended")
    return draws.winners.length === 0
      ? notice(W.ended, W.endedText)
      : notice(
          W.ended,
          filled(W.winnersAre, { numbers: draws.winners.map(({ number }) => number).join(", ") }),
        );
  return notice(
    W.upcoming,
    startsAt === null ? "" : filled(W.upcomingText, { time: timeText(look, startsAt) }),
  );
}

function notice(title: string, text: string): Html {
  return html`<div class="state"><h2>${title}</h2><p>${text}</p></div>`;
}

function fairness({ draws, words: W, base }: CampaignLook): Html {
  const { seed, listHash } = draws;
  return html`<details><summary>${W.fair}</summary>${
    seed === undefined
      ? html`<p>${W.fairBefore}</p><p class="hash">${draws.seedHash}</p>`
      : html`<p>${woven(W.fairAfter, { seed: html`<code>${seed}</code>`, list: html`<code>${listHash ?? ""}</code>` })}</p>`
  }<p>${W.fairHow}</p>${draws.draws.flatMap(({ replaces, winners, reason }) =>
    replaces === null
      ? []
      : html`<p>${filled(W.again, { old: replaces, now: winners[0] ?? "", reason })}</p>`,
  )}${seed === undefined ? undefined : html`<p><a href="${base}/draw">${W.fairList}</a></p>`}</details>`;
}

function exampleOf({ plan, example, words: W }: CampaignLook): Html {
  if (plan.overlay === undefined) return html`<div></div>`;
  return html`<div class="stage r-square"><img src="${example}" alt="${W.exampleAlt}" width="760" height="760"></div>`;
}

function entryForm({ plan, example, still, words: W }: CampaignLook): Html {
  const asksPicture = plan.pictureNeeded || plan.overlay !== undefined;
  return html`<section class="card">${still ? undefined : html`<noscript><p class="state">${W.needsScript}</p></noscript>`}
<div id="done" tabindex="-1" hidden><h2>${W.entered}</h2><p id="number"></p><code id="receipt" class="receipt"></code><a class="button" id="keep" download hidden>${W.download}</a></div>
<form id="entry" novalidate>
${asksPicture ? pictureField(plan, example, W) : html`<p id="say" class="say" role="status"></p>`}
<div class="field"><label for="email">${W.email}</label><input id="email" name="email" type="email" dir="ltr" required maxlength="200" autocomplete="email" aria-describedby="email-help error-email"><p id="email-help" class="help">${W.emailHelp}</p><p id="error-email" class="error" role="alert"></p></div>
${plan.platforms.length === 0 ? undefined : linkFields(plan, W)}
<div class="trap" aria-hidden="true"><label for="company">${W.trap}</label><input id="company" name="company" type="text" tabindex="-1" autocomplete="off"></div>
<div class="field"><div class="tick"><input id="consent" name="consent" type="checkbox" required aria-describedby="error-consent"><label for="consent" dir="auto">${plan.consent}</label></div><p id="error-consent" class="error" role="alert"></p></div>
<button class="button main wide" id="send">${W.enter}</button><p id="sent" class="say" role="alert"></p>
${plan.privacy === "" ? undefined : html`<details><summary>${W.privacy}</summary>${paragraphs(plan.privacy)}</details>`}
</form></section>`;
}

function pictureField({ pictureNeeded }: CampaignPlan, example: string, W: PublicWords): Html {
  return html`<div class="field"><label for="file">${W.yourPicture}${pictureNeeded ? undefined : html` <span class="dim">(${W.optional})</span>`}</label>
<div id="stage" class="stage r-square"><img id="picture" src="${example}" alt="${W.exampleAlt}" width="760" height="760"></div>
<div class="row"><span class="chip"><input id="file" type="file" accept="image/png,image/jpeg" aria-describedby="file-help"><span id="choose">${W.choose}</span></span><a class="button" id="download" download hidden>${W.download}</a></div>
<p id="file-help" class="help">${W.pictureHelp}</p><p id="say" class="say" role="status"></p>
<fieldset class="field" id="fits" hidden><legend>${W.fit}</legend><div class="chips">${(
    ["cover", "contain"] as const
  ).map(
    (each) =>
      html`<label class="chip"><input type="radio" name="fit" value="${each}"${each === "cover" ? html` checked` : undefined}><span>${W.fits[each]}</span></label>`,
  )}</div></fieldset></div>`;
}

function linkFields({ platforms, linksNeeded }: CampaignPlan, W: PublicWords): Html {
  return html`<fieldset class="field"><legend>${W.links}${linksNeeded ? undefined : html` <span class="dim">(${W.optional})</span>`}</legend><p class="help">${W.linkHelp}</p>${platforms.map(
    (each) =>
      html`<p><label for="link-${each}">${PLATFORM_NAMES[each]}</label><input id="link-${each}" name="link-${each}" type="text" dir="ltr" maxlength="300" autocapitalize="none" autocomplete="off" spellcheck="false" aria-describedby="error-link-${each}"></p><p id="error-link-${each}" class="error" role="alert"></p>`,
  )}</fieldset>`;
}

/** On the tenant's clock, with its zone: what was announced is what stands here, wherever one reads it. */
function timeText({ language, zone }: CampaignLook, time: string): string {
  return new Intl.DateTimeFormat(LANGUAGES[language].locale, {
    dateStyle: "long",
    timeStyle: "short",
    timeZone: zone,
  })
    .format(new Date(time))
    .concat(` (${zone.replaceAll("_", " ")})`);
}

export function lookOf(
  { plan, phase, startsAt, endsAt, consentVersion }: Campaign,
  rest: Omit<CampaignLook, "plan" | "phase" | "startsAt" | "endsAt" | "consentVersion">,
): CampaignLook {
  return { plan, phase, startsAt, endsAt, consentVersion, ...rest };
}
