import {
  type PlatformContext,
  PlatformError,
  type RouteContext,
  reply,
  route,
  type Setup,
  type TenantContext,
} from "@promostack/core";
import { uuidv7 } from "uuidv7";
import type { Market } from "../market/market.ts";
import {
  MessageKinds,
  MessagePreview,
  MessageTemplate,
  NewTemplate,
  PreviewRequest,
  Sent,
  TemplatePlace,
  TestRequest,
} from "../messages/api.ts";
import { checkTemplate, countedLength, longestLength } from "../messages/check.ts";
import { defaultTemplate } from "../messages/defaults.ts";
import type { Facts } from "../messages/facts.ts";
import { exampleFacts, isMessageKind, limitOf, type MessageKindId, messageKind } from "../messages/kinds.ts";
import { ownPlaces, readText, type StandingText, writeText } from "../messages/ownTexts.ts";
import { render } from "../messages/render.ts";
import { riskNoteText } from "../messages/riskNote.ts";
import { shownKinds, shownLanguages } from "../messages/shownKinds.ts";
import type { Place } from "../messages/templateStore.ts";
import { signalNotFound } from "../signals/closing.ts";
import { pastFacts } from "../signals/pastMessage.ts";
import { forexSettings, languageOf } from "../signals/settings.ts";
import { fillsOf, findSignal } from "../signals/signalRows.ts";
import type { PlatformOf } from "./platformOf.ts";

const READ = { perMinute: 240 };
const WRITE = { perMinute: 60 };
const TEXT = "/message-templates/:kind/:channelKind/:language";

/** What channels are told: kinds, texts, previews and tests. */
export function messageRoutes(p: Setup, market: Market, platformOf: PlatformOf): void {
  p.route(
    route({
      method: "GET",
      path: "/message-kinds",
      permission: "tenant:viewer",
      summary: "Kinds of messages with their variables, and which texts are the tenant's own.",
      input: { output: MessageKinds },
      limits: READ,
      async handle(context) {
        const settings = forexSettings(context.settings);
        const channels = await ownChannels(context);
        return {
          languages: shownLanguages(),
          kinds: shownKinds(),
          own: await context.db((trx) => ownPlaces(trx, isMessageKind)),
          channels: (["vip", "free", "other"] as const).map((kind) => ({
            kind,
            post: settings[kind].post,
            hideLevels: settings[kind].hideLevels,
            off: [...settings[kind].off],
            language: languageOf(settings, kind),
            chats: channels.filter((each) => each.kind === kind).map(({ chat, title }) => ({ chat, title })),
          })),
        };
      },
    }),
  );
  p.route(
    route({
      method: "GET",
      path: TEXT,
      permission: "tenant:viewer",
      summary: "A message's text in a kind of channel and a language.",
      input: { params: TemplatePlace, output: MessageTemplate },
      limits: READ,
      async handle(context, { params }) {
        const place = placeOf(params);
        return shown(place, await context.db((trx) => readText(trx, place)));
      },
    }),
  );
  p.route(
    route({
      method: "PUT",
      path: TEXT,
      permission: "tenant:admin",
      summary: "Saves a text of the tenant's own; If-Match names the version that was read.",
      input: { params: TemplatePlace, body: NewTemplate, output: MessageTemplate },
      limits: WRITE,
      async handle(context, { params, body, headers }) {
        const place = placeOf(params);
        const problems = checkTemplate(messageKind(place.kind), body.text, place.language);
        if (problems.length > 0) throw invalid(problems);
        return change(context, place, body.text, headers);
      },
    }),
  );
  p.route(
    route({
      method: "DELETE",
      path: TEXT,
      permission: "tenant:admin",
      summary: "Puts the platform's text back; If-Match names the version that was read.",
      input: { params: TemplatePlace, output: MessageTemplate },
      limits: WRITE,
      handle: (context, { params, headers }) => change(context, placeOf(params), null, headers),
    }),
  );
  p.route(
    route({
      method: "POST",
      path: "/message-previews",
      permission: "tenant:viewer",
      summary: "A text as it would be sent, with examples or with a past signal, and what speaks against it.",
      input: { body: PreviewRequest, output: MessagePreview },
      limits: { perMinute: 600 },
      async handle(context, { body }) {
        const place = placeOf(body);
        const kind = messageKind(place.kind);
        const text = body.text ?? (await context.db((trx) => readText(trx, place))).text;
        const problems = checkTemplate(kind, text, place.language);
        const facts = await factsFor(context, platformOf(context), market, place, body.signalId);
        const html = said(context, place, text, facts);
        return {
          html: problems.length > 0 ? "" : html,
          length: countedLength(html),
          longest: longestLength(kind, text, place.language),
          limit: limitOf(kind),
          problems,
        };
      },
    }),
  );
  p.route(
    route({
      method: "POST",
      path: "/message-tests",
      permission: "tenant:admin",
      summary: "Sends a text with its examples, marked as a test, to the one chat that is named.",
      input: { body: TestRequest, output: Sent },
      limits: { perMinute: 10 },
      async handle(context, { body }) {
        const place = placeOf(body);
        const text = body.text ?? (await context.db((trx) => readText(trx, place))).text;
        const problems = checkTemplate(messageKind(place.kind), text, place.language);
        if (problems.length > 0) throw invalid(problems);
        const facts = await factsFor(context, platformOf(context), market, place, undefined);
        const html = `<b>TEST</b>\n\n${said(context, place, text, facts)}`;
        const dedupeKey = `message-test:${uuidv7()}`;
        await context.bot("signal_bot");
        await context.db(async (trx) => {
          await context.send(trx, {
            role: "signal_bot",
            chat: body.chat,
            method: "sendMessage",
            payload: { text: html, parse_mode: "HTML", link_preview_options: { is_disabled: true } },
            dedupeKey,
            priority: 2,
          });
          const target = `message ${place.kind}, ${place.channelKind}, ${place.language}`;
          await context.audit(trx, { action: "message.tested", target, after: { chat: body.chat } });
        });
        return { dedupeKey };
      },
    }),
  );
}

async function change(
  context: RouteContext<"tenant:admin">,
  place: Place,
  text: string | null,
  headers: Readonly<Record<string, string | undefined>>,
) {
  const revision = revisionOf(headers["if-match"]);
  const after = await context.db(async (trx) => {
    const by = context.actor.email;
    const before = await writeText(trx, context.tenantId, place, {
      text,
      revision,
      by,
      at: context.clock.now(),
    });
    await context.audit(trx, {
      action: text === null ? "message.put_back" : "message.saved",
      target: `message ${place.kind}, ${place.channelKind}, ${place.language}`,
      before: { text: before.text },
      after: { text: text ?? defaultTemplate(place.kind, place.language) },
    });
    return readText(trx, place);
  });
  return shown(place, after);
}

/** What a message of this place would say. */
function said(context: TenantContext, place: Place, text: string, facts: Facts): string {
  return render(place.kind, place.language, text, facts, forexSettings(context.settings)[place.channelKind]);
}

async function factsFor(
  context: TenantContext,
  platform: PlatformContext,
  market: Market,
  place: Place,
  signalId: string | undefined,
): Promise<Facts> {
  const instruments = await market.instruments.all(platform);
  const settings = forexSettings(context.settings);
  return context.db(async (trx) => {
    const note = await readText(trx, { ...place, kind: "risk-note" });
    const off = settings[place.channelKind].off.includes("risk-note");
    const riskNote = off ? "" : riskNoteText(settings.riskNote, note.text, place.language);
    if (signalId === undefined) return { ...exampleFacts(messageKind(place.kind)), riskNote };
    const signal = await findSignal(trx, signalId);
    const instrument = signal && instruments.get(signal.symbol);
    if (signal === undefined || instrument === undefined) throw signalNotFound();
    return { ...pastFacts(place.kind, signal, await fillsOf(trx, signalId), instrument), riskNote };
  });
}

/** Of the signal bot; none where no bot is connected. */
async function ownChannels(context: TenantContext) {
  try {
    return (await context.bot("signal_bot")).channels;
  } catch (error) {
    if (PlatformError.is(error) && error.code === "bot.not_configured") return [];
    throw error;
  }
}

function shown({ kind, language }: Place, standing: StandingText) {
  const { text, own, revision, changedAt, changedBy } = standing;
  const etag = `"${revision}"`;
  const body: MessageTemplate = {
    text,
    own,
    standard: defaultTemplate(kind, language),
    etag,
    changedAt: changedAt?.toISOString() ?? null,
    changedBy,
  };
  return reply(200, body, { etag });
}

function placeOf({
  kind,
  channelKind,
  language,
}: TemplatePlace): Omit<Place, "kind"> & { kind: MessageKindId } {
  if (isMessageKind(kind)) return { kind, channelKind, language };
  throw new PlatformError(`There is no kind of message ${kind}.`, {
    code: "message.no_kind",
    status: 404,
    hint: "The list of kinds names them all.",
  });
}

function revisionOf(header: string | undefined): number {
  const revision = Number(header?.replace(/^W\//, "").replaceAll('"', "") || Number.NaN);
  if (Number.isInteger(revision)) return revision;
  throw new PlatformError("The request does not say which version of the text it changes.", {
    code: "edit.match_missing",
    status: 428,
    hint: "Send the etag of the text that you read in the header If-Match.",
  });
}

function invalid(problems: ReturnType<typeof checkTemplate>): PlatformError {
  const [first] = problems;
  return new PlatformError(first?.message ?? "The text cannot be sent.", {
    code: "message.invalid_template",
    status: 422,
    hint: first?.fix ?? "Correct the text.",
    details: { problems },
  });
}
