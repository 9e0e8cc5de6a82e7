import { createHash } from "node:crypto";
import { extname } from "node:path";
import type { Context } from "koa";
import type { Credentials } from "../identity/identity.ts";
import { type Asset, Assets, type Encoding } from "./assets.ts";
import { credentialsOf, hostOf } from "./facts.ts";
import { pagePolicy } from "./headers.ts";
import type { PluginAssets } from "./pluginAssets.ts";

export type Site = "dash" | "admin" | "signin";

/** Which site a host name stands for: `dash.<base>`, `admin.<base>`, and the sign-in page for every other. */
export function siteOf(host: string, baseDomain: string): Site {
  const name = host.replace(/:\d+$/, "").toLowerCase();
  if (name === `dash.${baseDomain}`) return "dash";
  return name === `admin.${baseDomain}` ? "admin" : "signin";
}

const NOT_BUILT = `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Not built yet</title>
<style>body{font:16px/1.5 system-ui;max-width:40rem;margin:15vh auto;padding:0 1rem}code{background:#8883;padding:.1em .3em}</style>
<h1>The pages are not built yet</h1>
<p>The platform runs, and its API answers below <a href="/api/openapi.json">/api</a>. The pages come from a build step that has not run here.</p>
<p>Run <code>npm run build --workspace web</code> in the repository, then load this page again.</p></html>`;

interface SiteOptions {
  root: string;
  baseDomain: string;
  identityOrigins: readonly string[];
  pluginAssets?: PluginAssets;
  /** Whether nobody is signed in by what a request brings. */
  isStranger(credentials: Credentials): Promise<boolean>;
}

/** The web's files: pages by host name, assets by path, and what plugins bring. */
export class Sites {
  readonly #assets: Assets;
  readonly #plugins: PluginAssets | undefined;
  readonly #baseDomain: string;
  readonly #identityOrigins: readonly string[];
  readonly #isStranger: SiteOptions["isStranger"];

  constructor({ root, baseDomain, identityOrigins, pluginAssets, isStranger }: SiteOptions) {
    this.#assets = new Assets(root);
    this.#plugins = pluginAssets;
    this.#baseDomain = baseDomain;
    this.#identityOrigins = identityOrigins;
    this.#isStranger = isStranger;
  }

  async answer(context: Context): Promise<void> {
    context.set("content-security-policy", pagePolicy(this.#identityOrigins));
    if (context.method !== "GET" && context.method !== "HEAD") {
      context.set("allow", "GET, HEAD");
      context.status = 405;
      context.body = "Pages are only read.";
      return;
    }
    const path = decoded(context.path);
    const asset = path === undefined || path.endsWith("/") ? undefined : await this.#file(path);
    if (path !== undefined && asset !== undefined) return send(context, asset, path);
    // An address with an ending names a file; any other is a page that the site's own router knows.
    if (path === undefined || extname(path) !== "" || path.includes("/.")) {
      context.status = 404;
      context.body = "There is no such file.";
      return;
    }
    const site = path === "/sign-in" ? "signin" : siteOf(hostOf(context), this.#baseDomain);
    // Without a session a page could only ask who is there and be refused; the way to the sign-in is shorter from here.
    if (site !== "signin" && (await this.#isStranger(credentialsOf(context)))) {
      context.set("cache-control", "no-store");
      context.redirect(signInAddress(context.url));
      return;
    }
    const page = await this.#assets.find(`/${site}.html`);
    if (page !== undefined) {
      context.set("content-security-policy", pagePolicy(this.#identityOrigins, importMapHashes(page)));
      return send(context, page, `${site}.html`);
    }
    context.status = 503;
    context.set("cache-control", "no-store");
    context.type = "html";
    context.body = NOT_BUILT;
  }

  async #file(path: string): Promise<Asset | undefined> {
    return (await this.#assets.find(path)) ?? (await this.#plugins?.find(path));
  }
}

function signInAddress(url: string): string {
  return url === "/" ? "/sign-in" : `/sign-in?${new URLSearchParams({ return: url })}`;
}

const hashes = new WeakMap<Asset, string[]>();

/** Browsers read an import map only from the page itself: its hash lets exactly this one pass the policy. */
function importMapHashes(page: Asset): string[] {
  const known = hashes.get(page);
  if (known !== undefined) return known;
  const maps = page.forms.identity.toString("utf8").matchAll(/<script type="importmap">([^<]*)<\/script>/g);
  const found = [...maps].map(
    ([, map = ""]) => `'sha256-${createHash("sha256").update(map).digest("base64")}'`,
  );
  hashes.set(page, found);
  return found;
}

function send(context: Context, asset: Asset, path: string): void {
  const hashed = /^\/assets\/(.*[-.][\w-]{8,}\.\w+|plugins\/.*)$/.test(path);
  context.set("cache-control", hashed ? "public, max-age=31536000, immutable" : "no-cache");
  context.set("etag", asset.etag);
  context.vary("accept-encoding");
  context.status = 200;
  if (context.fresh) {
    context.status = 304;
    return;
  }
  const chosen =
    available(asset).find((encoding) => context.acceptsEncodings(encoding) === encoding) ?? "identity";
  if (chosen !== "identity") context.set("content-encoding", chosen);
  context.body = asset.forms[chosen] ?? asset.forms.identity;
  context.type = extname(path);
}

const PREFERRED: readonly Encoding[] = ["br", "gzip"];

function available({ forms }: Asset): Encoding[] {
  return PREFERRED.filter((encoding) => forms[encoding] !== undefined);
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}
