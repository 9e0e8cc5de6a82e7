import { authorize } from "../identity/access.ts";
import type { Caller } from "../identity/caller.ts";
import { parseJson } from "./body.ts";
import type { Endpoint, EndpointInput } from "./endpoint.ts";
import type { Locate } from "./pluginRoutes.ts";
import type { Found } from "./routeTable.ts";
import { checkInput } from "./validation.ts";

/** Who asks, and for which tenant. */
interface Asking {
  tenantId: string | undefined;
  caller: Caller | undefined;
  /** The tenant as the request names it. */
  asked: string | undefined;
}

/** Finds the route that serves a tenant now: a candidate may, and a release may have been swapped in since the last look. */
export class Serving {
  readonly #locate: Locate | undefined;
  readonly #asking: Asking;

  constructor(locate: Locate | undefined, asking: Asking) {
    this.#locate = locate;
    this.#asking = asking;
  }

  /** Raises what `authorize` raises where another route wants another permission. */
  now(before: Found<Endpoint>): Found<Endpoint> {
    const { tenantId, caller, asked } = this.#asking;
    const found = this.#locate?.(tenantId);
    if (found === undefined || found.entry === before.entry) return before;
    authorize(found.entry.permission, caller, asked);
    return found;
  }
}

/** What a client sent beside the address. */
export interface Sent {
  headers: Readonly<Record<string, string | undefined>>;
  rawBody: string;
  /** Of a body that is no JSON. */
  bytes: Uint8Array;
}

/** A request as its route takes it, checked by the route's schemas. */
export class RouteCall {
  readonly endpoint: Endpoint;
  readonly input: EndpointInput;
  readonly #found: Found<Endpoint>;
  readonly #words: Record<string, unknown>;
  readonly #sent: Sent;
  readonly #serving: Serving;

  /** Raises `request.invalid`. */
  constructor(found: Found<Endpoint>, words: Record<string, unknown>, sent: Sent, serving: Serving) {
    const { entry, params } = found;
    const { headers, rawBody, bytes } = sent;
    const body = entry.input?.body === undefined ? undefined : parseJson(rawBody, headers["content-type"]);
    this.endpoint = entry;
    this.input = { ...checkInput(entry.input, { params, query: words, body }), headers, bytes };
    this.#found = found;
    this.#words = words;
    this.#sent = sent;
    this.#serving = serving;
  }

  /** Looks again: while the body was read another release may have been swapped in. */
  now(): RouteCall {
    const found = this.#serving.now(this.#found);
    if (found.entry === this.endpoint) return this;
    return new RouteCall(found, this.#words, this.#sent, this.#serving);
  }
}
