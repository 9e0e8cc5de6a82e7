import { uuidv7 } from "uuidv7";
import { Signature } from "./signature.ts";

const THIRTY_MINUTES = 30 * 60_000;

/** What the signed `view_as` value says. It helps only the admin it was made for, while they are one. */
export interface ViewAsGrant {
  id: string;
  personId: string;
  tenantId: string;
  slug: string;
  name: string;
  timezone: string;
  until: Date;
}

export interface ViewedTenant {
  id: string;
  slug: string;
  name: string;
  timezone: string;
}

/** Grants that let an admin see a tenant as the tenant does, for half an hour. */
export class ViewAsGrants {
  readonly #signature: Signature;

  constructor(signingKey: Uint8Array | string) {
    this.#signature = new Signature(signingKey, "view as");
  }

  grant(personId: string, tenant: ViewedTenant): { token: string; grant: ViewAsGrant } {
    const { id: tenantId, slug, name, timezone } = tenant;
    const facts = { id: uuidv7(), personId, tenantId, slug, name, timezone };
    const until = Date.now() + THIRTY_MINUTES;
    return { token: this.#signature.seal({ ...facts, until }), grant: { ...facts, until: new Date(until) } };
  }

  /** Undefined for what is not ours or has run out: then the admin is simply back in their own place. */
  read(token: string): ViewAsGrant | undefined {
    const value = this.#signature.open(token);
    const until = value?.until;
    if (value === undefined || typeof until !== "number" || until <= Date.now()) return undefined;
    const text = (name: string) => String(value[name] ?? "");
    return {
      id: text("id"),
      personId: text("personId"),
      tenantId: text("tenantId"),
      slug: text("slug"),
      name: text("name"),
      timezone: text("timezone"),
      until: new Date(until),
    };
  }
}

/** Key under which an ended grant is remembered. */
export function viewAsKey(id: string): string {
  return `view-as|${id}`;
}
