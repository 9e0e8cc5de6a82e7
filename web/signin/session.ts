import type { SamplePerson, Session, SignInMethods } from "../api/session.ts";
import { call } from "../kit/api/client.ts";
import { siteAddress } from "../shell/sites.ts";

export type Site = "dash" | "admin" | "signin";

/** The site this host name stands for. */
export function siteHere(): Site {
  const name = window.location.hostname;
  if (name.startsWith("dash.")) return "dash";
  return name.startsWith("admin.") ? "admin" : "signin";
}

/** Gets a token of the local issuer for an address and begins a session with it. */
export async function continueAs(local: NonNullable<SignInMethods["local"]>, email: string): Promise<void> {
  const { token } = await call<{ token: string }>(`${local.address}/token`, {
    method: "POST",
    body: { email },
  });
  await begin(token);
}

/** Begins a session with a token of a listed issuer. */
export async function begin(token: string): Promise<void> {
  await call<Session>("/api/sessions", { method: "POST", body: { token } });
  enter();
}

/** Goes to where the person wanted to be: only ever within this site. */
export function enter(): void {
  const wanted = new URLSearchParams(window.location.search).get("return") ?? "/";
  const target = new URL(wanted, window.location.origin);
  const safe = target.origin === window.location.origin && !target.pathname.startsWith("/sign-in");
  window.location.assign(safe ? `${target.pathname}${target.search}` : "/");
}

/** On a host that is no site: carries on at the site, which may keep the cookie. Only sample people travel so. */
export function carryOn(site: "dash" | "admin", person?: SamplePerson): void {
  const hash = person === undefined ? "" : `#as=${encodeURIComponent(person.email)}`;
  window.location.assign(`${siteAddress(site)}/sign-in${hash}`);
}

/** The sample person that another host's sign-in page sent here. Taken once: reloading signs nobody in. */
export function carriedPerson(): string | undefined {
  const email = new URLSearchParams(window.location.hash.slice(1)).get("as") ?? undefined;
  if (email !== undefined)
    window.history.replaceState(null, "", window.location.pathname + window.location.search);
  return email;
}
