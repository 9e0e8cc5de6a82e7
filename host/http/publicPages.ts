import { type Disposable, type Log, type PageTenant, PlatformError } from "@promostack/core";
import type { Context } from "koa";
import { LRUCache } from "lru-cache";
import type { Database } from "../db/database.ts";
import type { DeclaredPage } from "../plugin/runtime.ts";
import type { HttpRuntime } from "./endpoint.ts";
import { hostOf } from "./facts.ts";
import { DATA_POLICY } from "./headers.ts";
import { type MountLane, runMount } from "./mountLane.ts";
import { problemHeaders } from "./problem.ts";
import { siteOf } from "./sites.ts";

interface PublicPagesOptions {
  runtime: HttpRuntime;
  database: Database;
  baseDomain: string;
  lane: MountLane;
  log: Log;
}

/** `/t/<tenant>/<page>/<below>`. */
const ADDRESS = /^\/t\/([a-z0-9][a-z0-9-]{0,62})(\/[a-z][a-z0-9-]{1,39})(\/.*)?$/;
/** A tenant that was renamed or has gone is known under its old name for so long. */
const KNOWN_MS = 10_000;

/**
 * Pages of tenants for anybody: a plugin's mount answers, told whose page it is. Not below the names of the dash and the admin site, whose
 * origin is theirs alone.
 */
export class PublicPages {
  readonly #options: PublicPagesOptions;
  readonly #subscription: Disposable;
  readonly #tenants = new LRUCache<string, { found: PageTenant | undefined }>({ max: 2_000, ttl: KNOWN_MS });
  #pages: ReadonlyMap<string, DeclaredPage>;

  constructor(options: PublicPagesOptions) {
    const { runtime } = options;
    const pagesNow = () => new Map(runtime.pages().map((page) => [page.path, page]));
    this.#options = options;
    this.#pages = pagesNow();
    this.#subscription = runtime.onChange(() => {
      this.#pages = pagesNow();
    });
  }

  covers(context: Context): boolean {
    const { baseDomain } = this.#options;
    return context.path.startsWith("/t/") && siteOf(hostOf(context), baseDomain) === "signin";
  }

  async answer(context: Context): Promise<void> {
    context.set("content-security-policy", DATA_POLICY);
    context.set("cache-control", "no-store");
    try {
      await this.#run(context);
    } catch (error) {
      if (!PlatformError.is(error) || context.accepts("html", "json") !== "html") throw error;
      this.#options.log.debug(`${context.path} is not shown: ${error.message}`, { code: error.code });
      context.set(problemHeaders(error));
      context.status = error.status;
      context.body = noticeOf(error);
      context.type = "html";
    }
    // A page says by its policy who may frame it; the older header knows only all or nothing.
    if (String(context.response.get("content-security-policy")).includes("frame-ancestors 'none'")) return;
    context.remove("x-frame-options");
  }

  async close(): Promise<void> {
    await this.#subscription.dispose();
  }

  async #run(context: Context): Promise<void> {
    const { runtime, lane } = this.#options;
    const [, slug = "", path = "", below = "/"] = ADDRESS.exec(context.path) ?? [];
    const page = this.#pages.get(path);
    const tenant = page && (await this.#tenant(slug));
    if (page === undefined || tenant === undefined) throw nothingHere();
    const { plugin, mount } = page;
    context.state.route = `/t/:tenant${path}`;
    if (mount === undefined) throw runtime.refusal(plugin) ?? nothingHere();
    const handle = (request: Parameters<typeof mount.handle>[1], signal: AbortSignal) =>
      runtime.invokeMount(plugin, mount, request, signal);
    await runMount(
      context,
      { name: `page ${plugin}${path}`, below, tenant, limits: mount.limits, handle },
      lane,
    );
  }

  async #tenant(slug: string): Promise<PageTenant | undefined> {
    const known = this.#tenants.get(slug);
    if (known !== undefined) return known.found;
    const [found] = await this.#options.database.query<PageTenant>(
      "select id, slug, name, locale from host.tenant where slug = $1",
      [slug],
    );
    this.#tenants.set(slug, { found });
    return found;
  }
}

function nothingHere(): PlatformError {
  return new PlatformError("There is no page at this address.", {
    code: "page.not_found",
    status: 404,
    hint: "Look at the link again, or ask whoever sent it.",
  });
}

/** For people who followed a link. The words are ours: nothing of the address is repeated in them. */
function noticeOf({ status, retryAfter }: PlatformError): string {
  const [title, text] =
    status === 404
      ? ["There is nothing here", "The page is gone, or the link was not copied whole."]
      : status === 429
        ? ["That was a little fast", `Try again in ${Math.ceil(retryAfter ?? 60)} seconds.`]
        : ["This page is taking a break", "Try again in a minute."];
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="robots" content="noindex" />
    <meta name="color-scheme" content="light dark" />
    <title>${title}</title>
  </head>
  <body>
    <main>
      <h1>${title}</h1>
      <p>${text}</p>
    </main>
  </body>
</html>
`;
}
