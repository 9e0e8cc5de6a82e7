import { uuidv7 } from "uuidv7";
import { Signature } from "./signature.ts";

const THIRTY_MINUTES = 30 * 60_000;

/** What the signed `view_as` value says. It helps only the admin it was made for, while they are one. */
export interface ViewAsGrant {
  id: string;
  personId: string;
  tenantId: string;
  name: string;
  until: Date;
}

/** Grants that let an admin see a tenant as the tenant does, for half an hour. */
export class ViewAsGrants {
  readonly #signature: Signature;

  constructor(signingKey: Uint8Array | string) {
    this.#signature = new Signature(signingKey, "view as");
  }

  grant(personId: string, tenant: { id: string; name: string }): { token: string; grant: ViewAsGrant } {
    const until = Date.now() + THIRTY_MINUTES;
    const id = uuidv7();
    return {
      token: this.#signature.seal({ id, personId, tenantId: tenant.id, name: tenant.name, until }),
      grant: { id, personId, tenantId: tenant.id, name: tenant.name, until: new Date(until) },
    };
  }

  /** Undefined for what is not ours or has run out: then the admin is simply back in their own place. */
  read(token: string): ViewAsGrant | undefined {
    const value = this.#signature.open(token);
    if (value === undefined) return undefined;
    const { id, personId, tenantId, name, until } = value;
    if (typeof id !== "string" || typeof personId !== "string" || typeof tenantId !== "string")
      return undefined;
    if (typeof name !== "string" || typeof until !== "number" || until <= Date.now()) return undefined;
    return { id, personId, tenantId, name, until: new Date(until) };
  }
}

/** Key under which an ended grant is remembered. */
export function viewAsKey(id: string): string {
  return `view-as|${id}`;
}
