import {
  type Mount,
  type PlatformContext,
  PlatformError,
  type RawRequest,
  type Reply,
} from "@promostack/core";
import { MOST_PICTURE_BYTES } from "../media/limits.ts";
import { STYLE } from "../ui-public/style.ts";
import { campaignAnswer } from "./campaign.ts";
import { takeCode } from "./codeCheck.ts";
import { generatorCard, generatorPage, generatorPicture, takeLogo } from "./generator.ts";
import { html, pageReply } from "./html.ts";
import type { PartsOf } from "./parts.ts";
import { json, newPaces, pageNotFound, type Visit, visitOf } from "./visit.ts";

const CAMPAIGN = /^\/c\/([a-z0-9-]{2,60})(\/.*)?$/;

/** The tenant's pages for anybody: the generator at their root, campaigns below `/c/`. */
export function publicPages(partsOf: PartsOf): Mount {
  const paces = newPaces();
  return {
    prefix: "/pages",
    summary: "The tenants' public pages: a code as a picture, and campaigns",
    // Of one address, for pages and their pictures together.
    limits: { perMinute: 300, bodyBytes: MOST_PICTURE_BYTES, seconds: 25 },
    async handle(platform: PlatformContext, request: RawRequest) {
      const visit = await visitOf(platform, request, { parts: partsOf(platform), paces });
      try {
        return await answer(visit);
      } catch (error) {
        if (!PlatformError.is(error) || error.status >= 500) throw error;
        return refusal(visit, error);
      }
    },
  };
}

function answer(visit: Visit): Promise<Reply> {
  const { method, path } = visit.request;
  const [, slug, below = ""] = CAMPAIGN.exec(path) ?? [];
  if (slug !== undefined) return campaignAnswer(visit, slug, below);
  if (method === "POST" && path === "/codes") return takeCode(visit);
  if (method === "POST" && path === "/logos") return takeLogo(visit);
  if (method !== "GET" && method !== "HEAD") throw pageNotFound();
  if (path === "/") return generatorPage(visit);
  if (path === "/picture") return generatorPicture(visit);
  if (path === "/card") return generatorCard(visit);
  throw pageNotFound();
}

/** To the page's script by its code, which it has words for; to people who followed a link as a page. */
function refusal(visit: Visit, { code, status, details, retryAfter }: PlatformError): Reply {
  const { request, language, words: W, address, frames } = visit;
  const wants = request.headers.accept ?? "";
  if (status !== 404 || !wants.includes("text/html")) {
    const answered = json(status, { code, ...(details && { details }) });
    if (retryAfter !== undefined) answered.headers["retry-after"] = String(retryAfter);
    // What is left of a refused body is not waited for.
    if (status === 413) answered.headers.connection = "close";
    return answered;
  }
  const page = {
    language,
    title: W.gone,
    description: W.goneText,
    address,
    picture: { address: `${address}/card`, width: 1200, height: 630 },
    style: STYLE,
    script: "",
    facts: {},
    listed: false,
    body: html`<main><h1>${W.gone}</h1><p>${W.goneText}</p></main>`,
  };
  return pageReply(404, page, { frames, cache: "no-store" });
}
