import type { Reply } from "@promostack/core";
import { withLink } from "../chat/pictureLink.ts";
import { codeFrom } from "../codes/code.ts";
import { MOST_PICTURE_BYTES } from "../media/limits.ts";
import { LONGEST_NAME, nameFrom, withName } from "../template/personName.ts";
import { pixelsOf, SIZE_IDS, type SizeId } from "../template/pixels.ts";
import type { Template } from "../template/template.ts";
import { type Variables, variablesOf } from "../template/variables.ts";
import { GENERATOR_SCRIPT } from "../ui-public/script.ts";
import { STYLE } from "../ui-public/style.ts";
import { filled, type PublicWords } from "../ui-public/texts.ts";
import { notePicture } from "../uses/noting.ts";
import { SAID } from "./codeCheck.ts";
import { type Html, html, pageReply, paragraphs } from "./html.ts";
import { languageLinks } from "./languageLinks.ts";
import { CARD, cardRequest, isFrame, withLogo } from "./overlay.ts";
import type { ShownTemplate } from "./parts.ts";
import { pictureReply, widthIn } from "./pictureReply.ts";
import { takeUpload, uploadAsset } from "./uploads.ts";
import { json, pageNotFound, type Visit } from "./visit.ts";

const LOGO_KINDS: ReadonlySet<string> = new Set(["png", "jpeg", "webp", "svg"]);

interface Choice {
  shown: ShownTemplate & { version: number };
  size: SizeId;
  /** What is drawn: of a code that was checked, with the visitor's name, or of the sample. */
  values: Variables;
  /** As the visitor wrote it. */
  name: string;
  /** Says that it was. */
  grant: string | undefined;
}

/** The page where a code becomes a picture. */
export async function generatorPage(visit: Visit): Promise<Reply> {
  const { context, tenant, address, base, words: W, language, frames } = visit;
  const templates = await withCodes(visit);
  const choice = await chosen(visit, templates);
  const title = text(context.settings.publicTitle) || W.pageTitle;
  const intro = text(context.settings.publicIntro) || W.pageIntro;
  const card = choice
    ? { address: `${address}/picture?${queryOf(choice)}`, ...sizeOf(choice) }
    : { address: `${address}/card`, ...CARD };
  const page = {
    language,
    title: `${title} · ${tenant.name}`,
    description: intro.slice(0, 200),
    address: choice?.grant === undefined ? address : `${address}?${queryOf(choice)}`,
    picture: card,
    style: STYLE,
    script: choice ? GENERATOR_SCRIPT : "",
    facts: {
      words: W,
      base,
      address,
      title,
      example: W.codeExample,
      code: choice?.grant === undefined ? "" : choice.values.code,
      grant: choice?.grant ?? "",
      lang: visit.request.query.get("lang") ?? "",
      mostBytes: MOST_PICTURE_BYTES,
      templates: templates.map(({ id, template }) => ({
        id,
        sizes: template.sizes,
        logo: hasLogo(template),
        name: hasName(template),
      })),
    },
    listed: true,
    body: html`<main><h1 dir="auto">${title}</h1><div class="intro">${paragraphs(intro)}</div>${
      choice ? makeForm(visit, templates, choice) : nothingYet(visit)
    }${languageLinks(visit, choice ? queryOf(choice) : new URLSearchParams())}</main>`,
  };
  return pageReply(200, page, { frames, cache: "public, max-age=60" });
}

/** The picture itself. Its address says all of it, so that anybody may keep it. */
export async function generatorPicture(visit: Visit): Promise<Reply> {
  const { context, request } = visit;
  const { query } = request;
  const templates = await withCodes(visit);
  const choice = await chosen(visit, templates);
  if (choice === undefined || (query.has("template") && choice.shown.id !== query.get("template")))
    throw pageNotFound();
  const logo = query.get("logo");
  const { shown, size, values } = choice;
  const { template, assets } = withLogo(
    shown,
    logo === null ? undefined : await uploadAsset(visit, logo, null),
  );
  const width = widthIn(query);
  const download = query.has("download") && choice.grant !== undefined;
  const answered = await pictureReply(
    visit,
    {
      tenantId: context.tenantId,
      template,
      size,
      variables: await withLink(context, values),
      assets,
      format: "jpeg",
      ...(width !== undefined && { width }),
    },
    {
      fileName: download ? `${values.code}-${size}.jpg` : undefined,
      cache: logo === null ? "public, max-age=300" : "private, max-age=300",
    },
  );
  if (download && answered.status === 200) await noteMade(visit, choice);
  return answered;
}

/** That somebody took a picture with them. */
async function noteMade(
  { context, request }: Visit,
  { shown, size, values: { code = "" } }: Choice,
): Promise<void> {
  if (request.method !== "GET") return;
  const { tenantId, clock } = context;
  await context.db((trx) =>
    notePicture(trx, {
      ...{ tenantId, at: clock.now(), person: null, source: "public", code, size },
      ...{ templateId: shown.id, version: shown.version, outcome: "made", reason: "" },
    }),
  );
}

/** What stands for the page where its link is shown while there is no template. */
export function generatorCard(visit: Visit): Promise<Reply> {
  const { context, tenant, words: W } = visit;
  const title = text(context.settings.publicTitle) || W.pageTitle;
  return pictureReply(visit, cardRequest(context.tenantId, { title, prize: tenant.name }), {
    fileName: undefined,
    cache: "public, max-age=300",
  });
}

async function withCodes({ context, parts }: Visit): Promise<Choice["shown"][]> {
  const templates = await parts.templates(context);
  return templates.filter((shown) => !isFrame(shown));
}

export async function takeLogo(visit: Visit): Promise<Reply> {
  const { id } = await takeUpload(visit, null, LOGO_KINDS);
  return json(201, { id });
}

/** A code that was not checked, or not lately, is not drawn: the sample stands there instead. */
async function chosen(
  { context, parts, request: { query }, words: W }: Visit,
  templates: readonly Choice["shown"][],
): Promise<Choice | undefined> {
  const shown = templates.find(({ id }) => id === query.get("template")) ?? templates[0];
  const [first] = shown?.template.sizes ?? [];
  if (shown === undefined || first === undefined) return undefined;
  const size = shown.template.sizes.find((each) => each === query.get("size")) ?? first;
  const grant = query.get("grant") ?? undefined;
  const name = nameFrom(query.get("name") ?? "");
  const values = grant === undefined ? undefined : await parts.grants.read(context, grant);
  if (values === undefined) return { shown, size, name, values: { code: W.codeExample }, grant: undefined };
  return { shown, size, name, values: withName(values, name), grant };
}

/** A name goes along only where the picture has a place for it: a link that is shared tells no more than it shows. */
function queryOf({ shown, size, name, values: { code = "" }, grant }: Choice): URLSearchParams {
  const query = new URLSearchParams({ template: shown.id, size });
  if (grant === undefined) return query;
  query.set("code", code);
  query.set("grant", grant);
  if (name !== "" && hasName(shown.template)) query.set("name", name);
  return query;
}

function hasLogo({ layers }: Template): boolean {
  return layers.some(({ kind }) => kind === "logo");
}

function hasName(template: Template): boolean {
  return variablesOf(template).includes("name");
}

/** What is told below the field when the page comes without its script's doing. */
function saidIn(query: URLSearchParams, W: PublicWords): string {
  const said = SAID.find((each) => each === query.get("said"));
  return said === undefined ? "" : W.codes[said];
}

function sizeOf({ shown, size }: Choice) {
  return pixelsOf(size, shown.template.custom) ?? CARD;
}

function makeForm(
  { base, words: W, request }: Visit,
  templates: readonly ShownTemplate[],
  choice: Choice,
): Html {
  const { shown, size, name, grant } = choice;
  const code = choice.values.code ?? "";
  const typed = codeFrom(request.query.get("code") ?? "");
  const said = saidIn(request.query, W);
  const { width, height } = sizeOf(choice);
  const all = SIZE_IDS.filter((each) => templates.some(({ template }) => template.sizes.includes(each)));
  const picture = `${base}/picture?${queryOf(choice)}`;
  return html`<div class="columns"><form id="make" class="card" method="post" action="${base}/codes">
<div class="field"><label for="code">${W.code}</label><input id="code" class="code" type="text" lang="en" dir="ltr" name="code" maxlength="40" autocomplete="off" autocapitalize="characters" spellcheck="false" placeholder="${W.codeExample}" aria-describedby="code-said code-help"${said === "" ? undefined : html` aria-invalid="true"`} value="${typed}"><p id="code-said" class="error" role="alert">${said}</p><p id="code-help" class="help">${W.codeHelp}</p></div>
<fieldset class="field"><legend>${W.look}</legend><div class="picks">${templates.map(
    ({ id, name, template }) =>
      html`<label class="pick"><input type="radio" name="template" value="${id}"${
        id === shown.id ? html` checked` : undefined
      }><span><img src="${base}/picture?template=${id}&amp;size=${template.sizes[0] ?? "square"}&amp;w=240" alt="" width="120" height="120" loading="lazy" decoding="async"><b dir="auto">${name}</b></span></label>`,
  )}</div></fieldset>
<fieldset class="field"><legend>${W.size}</legend><div class="chips">${all.map(
    (each) =>
      html`<label class="chip" data-size="${each}"${
        shown.template.sizes.includes(each) ? undefined : html` hidden`
      }><input type="radio" name="size" value="${each}"${each === size ? html` checked` : undefined}><span>${W.sizes[each]}</span></label>`,
  )}</div></fieldset>
<div class="field" id="names"${hasName(shown.template) ? undefined : html` hidden`}><label for="name">${W.name} <span class="dim">(${W.optional})</span></label><input id="name" type="text" dir="auto" name="name" maxlength="${LONGEST_NAME}" autocomplete="given-name" aria-describedby="name-help" value="${name}"><p id="name-help" class="help">${W.nameHelp}</p></div>
<div class="field" id="logos"${hasLogo(shown.template) ? undefined : html` hidden`}><label for="logo">${W.logo}</label><input id="logo" type="file" accept="image/png,image/jpeg,image/webp,image/svg+xml" aria-describedby="logo-help"><p id="logo-help" class="help">${W.logoHelp}</p><button class="button" type="button" id="logoless" hidden>${W.logoGone}</button></div>
<button class="button main wide">${W.show}</button></form>
<section class="stay" aria-label="${W.preview.replace("{code}", code)}"><div id="stage" class="stage r-${size}"><img id="picture" src="${picture}&amp;w=760" alt="${filled(W.preview, { code })}" width="${width}" height="${height}" fetchpriority="high"></div>
<p id="say" class="say" role="status">${grant === undefined ? W.sample : undefined}</p>
<div id="take"${grant === undefined ? html` hidden` : undefined}><div class="row"><a class="button main" id="download" href="${picture}&amp;download=1" download>${W.download}</a><button class="button" type="button" id="share" hidden>${W.share}</button><button class="button" type="button" id="copy">${W.copy}</button></div>
<div class="row">${[
    ["telegram", "Telegram"],
    ["whatsapp", "WhatsApp"],
    ["xcom", "X"],
  ].map(
    ([id = "", place = ""]) =>
      html`<a class="button" id="${id}" target="_blank" rel="noopener noreferrer" href="${shareLink(id)}" aria-label="${filled(W.shareOn, { place })}">${place}</a>`,
  )}</div></div></section></div>`;
}

/** Before the script has put the page's address in. */
function shareLink(id: string): string {
  if (id === "telegram") return "https://t.me/share/url";
  return id === "whatsapp" ? "https://wa.me/" : "https://x.com/intent/post";
}

function nothingYet({ words: W }: Visit): Html {
  return html`<div class="card"><h2>${W.noTemplates}</h2><p class="dim">${W.noTemplatesText}</p></div>`;
}

function text(value: unknown): string {
  return typeof value === "string" ? value.trim() : "";
}
