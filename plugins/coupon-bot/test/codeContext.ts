import { PlatformError } from "@promostack/core";
import { publicFetch } from "../../../host/egress/publicFetch.ts";
import type { Person, TestHost } from "../../../test/kit/host.ts";
import type { CodeContext } from "../codes/codeDesk.ts";
import type { ValidatorPoint } from "../codes/contributed.ts";

/** What a desk needs of a tenant, over a host's database and the real way out; `hosts` are those on this machine that may be called. */
export function codeContext(
  host: TestHost,
  { tenantId }: Pick<Person, "tenantId">,
  hosts: readonly string[] = [],
): CodeContext & { storage: { delete(key: string): Promise<void> } } {
  const { signal } = new AbortController();
  const secrets = new Map<string, string>();
  const nothing = () => undefined;
  return {
    tenantId,
    signal,
    clock: host.clock,
    db: (work) => host.database.tenant(tenantId, work, "p_coupon_bot"),
    log: { debug: nothing, info: nothing, warn: nothing, error: nothing },
    secret: async (name) => secrets.get(name),
    keepSecret: async (name, value) => {
      secrets.set(name, value);
    },
    fetchPublic: publicFetch("coupon-bot", { privateHosts: hosts, signal }),
    storage: { delete: async () => undefined },
  };
}

/** The extension point while no plugin adds to it. */
export const NO_PLUGINS: ValidatorPoint = {
  contributions: async () => [],
  call: async () => {
    throw new PlatformError("No plugin offers this.", { code: "extension.unavailable", status: 503 });
  },
};
