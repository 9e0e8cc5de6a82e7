/** A call of an address that a tenant chose: a webhook of theirs. */
export interface PublicRequest {
  /** GET when absent. */
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  headers?: Readonly<Record<string, string>>;
  body?: string;
  /** A longer answer is refused. */
  maxBytes: number;
  /** For all of it together, looking up the name and redirects included; 15 seconds when absent, and at most. */
  timeoutMs?: number;
  /** Redirects to follow at most, each to a public address again; when absent a redirect is an answer like any other. */
  redirects?: number;
}

export interface PublicAnswer {
  status: number;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  text: string;
  /** Where the answer came from, after redirects. */
  address: string;
}

/**
 * Calls a public https address: never this machine, its network or a cloud's metadata, whatever the name resolves to, and never the hosts
 * that the installation itself trusts. Raises `fetch.not_public` (403), `fetch.unreachable` (502), `fetch.timed_out` (504),
 * `fetch.too_long` (422) and `fetch.too_many_redirects` (502).
 */
export type PublicFetch = (address: string | URL, request: PublicRequest) => Promise<PublicAnswer>;
