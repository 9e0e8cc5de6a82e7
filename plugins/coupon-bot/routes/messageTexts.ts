import { PlatformError, type RouteContext, route, type Setup } from "@promostack/core";
import { chatSettings } from "../chat/settings.ts";
import {
  MessageText,
  MessageTexts,
  NewText,
  TextPlace,
  TextPreview,
  TextPreviewOrder,
  TextsQuery,
} from "../texts/api.ts";
import { checkText, countedLength, exampleValues } from "../texts/check.ts";
import { isLanguage, LANGUAGES, type Language } from "../texts/language.ts";
import {
  changedTexts,
  ownCounts,
  readText,
  type StandingText,
  standing,
  writeText,
} from "../texts/ownTexts.ts";
import { isTextKey, PLACES, TEXTS, type TextKey } from "../texts/text.ts";
import { filledText } from "../texts/wording.ts";
import { WORDS } from "../texts/words/words.ts";

const READ = { perMinute: 240 };
const WRITE = { perMinute: 60 };

/** What the bot says: the tenant's own words over the platform's, in every language. */
export function messageTextRoutes(p: Setup): void {
  p.route(
    route({
      method: "GET",
      path: "/message-texts",
      permission: "tenant:viewer",
      summary: "Everything that the bot says in a language, and which texts are the tenant's own.",
      input: { query: TextsQuery, output: MessageTexts },
      limits: READ,
      async handle({ db, settings }, { query }) {
        const { language: fixed, defaultLanguage } = chatSettings(settings);
        const language = languageOf(query.language ?? fixed ?? defaultLanguage);
        const { rows, counts } = await db(async (trx) => ({
          rows: await changedTexts(trx, language),
          counts: await ownCounts(trx),
        }));
        return {
          language,
          spoken: fixed ?? null,
          languages: Object.entries(LANGUAGES).map(([id, { name, direction }]) => ({
            id,
            name,
            direction,
            own: counts.get(id) ?? 0,
          })),
          items: Object.keys(TEXTS)
            .filter(isTextKey)
            .map((key) =>
              shown(
                language,
                key,
                standing(
                  language,
                  key,
                  rows.find((row) => row.key === key),
                ),
              ),
            ),
        };
      },
    }),
  );
  p.route(
    route({
      method: "PUT",
      path: "/message-texts/:language/:key",
      permission: "tenant:admin",
      summary: "Saves a text of the tenant's own; If-Match names the version that was read.",
      input: { params: TextPlace, body: NewText, output: MessageText },
      limits: WRITE,
      async handle(context, { params, body, headers }) {
        const { language, key } = placeOf(params);
        const [problem] = checkText(key, body.text, language);
        if (problem !== undefined)
          throw new PlatformError(problem.message, {
            code: "message.invalid_template",
            status: 422,
            hint: problem.fix ?? "Correct the text.",
          });
        return change(context, { language, key }, body.text, headers["if-match"]);
      },
    }),
  );
  p.route(
    route({
      method: "DELETE",
      path: "/message-texts/:language/:key",
      permission: "tenant:admin",
      summary: "Puts the platform's text back; If-Match names the version that was read.",
      input: { params: TextPlace, output: MessageText },
      limits: WRITE,
      handle: (context, { params, headers }) => change(context, placeOf(params), null, headers["if-match"]),
    }),
  );
  p.route(
    route({
      method: "POST",
      path: "/message-text-previews",
      permission: "tenant:viewer",
      summary: "A text as the bot would say it, with examples, and what speaks against it.",
      input: { body: TextPreviewOrder, output: TextPreview },
      limits: { perMinute: 600 },
      async handle(_context, { body }) {
        const { language, key } = placeOf(body);
        const { html, limit } = PLACES[TEXTS[key].place];
        const said = filledText(key, body.text, exampleValues(key), language);
        const problems = checkText(key, body.text, language);
        return { said, html, length: countedLength(key, said), limit, problems };
      },
    }),
  );
}

interface Place {
  language: Language;
  key: TextKey;
}

async function change(
  context: RouteContext<"tenant:admin">,
  { language, key }: Place,
  text: string | null,
  match: string | undefined,
): Promise<MessageText> {
  const revision = revisionOf(match);
  const after = await context.db(async (trx) => {
    const at = { tenantId: context.tenantId, language, key };
    const by = context.actor.name ?? context.actor.email;
    const before = await writeText(trx, at, { text, revision, by, at: context.clock.now() });
    await context.audit(trx, {
      action: text === null ? "message.put_back" : "message.saved",
      target: `message ${key}, ${language}`,
      before: { text: before.text },
      after: { text: text ?? WORDS[language][key] },
    });
    return readText(trx, language, key);
  });
  return shown(language, key, after);
}

function shown(
  language: Language,
  key: TextKey,
  { revision, changedAt, ...text }: StandingText,
): MessageText {
  return {
    ...text,
    key,
    standard: WORDS[language][key],
    etag: `"${revision}"`,
    changedAt: changedAt?.toISOString() ?? null,
  };
}

function placeOf({ language, key }: { language: string; key: string }): Place {
  if (isTextKey(key)) return { language: languageOf(language), key };
  throw new PlatformError(`There is no text ${key}.`, {
    code: "message.no_kind",
    status: 404,
    hint: "The list of texts names them all.",
  });
}

function languageOf(language: string): Language {
  if (isLanguage(language)) return language;
  throw new PlatformError(`The bot does not speak ${language}.`, {
    code: "message.no_language",
    status: 404,
    hint: "The list of texts names its languages.",
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
