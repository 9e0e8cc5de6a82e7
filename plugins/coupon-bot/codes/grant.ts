import { createHmac, timingSafeEqual } from "node:crypto";
import type { TenantContext } from "@promostack/core";
import { LRUCache } from "lru-cache";
import type { Variables } from "../template/variables.ts";
import { tenantKey } from "./tenantKey.ts";

const DAY_MS = 86_400_000;
/** A link that is shared shows its picture for so long; whoever comes later has the code checked again. */
const DAYS = 7;
/** The key of a tenant's hardly ever changes, and pictures are asked for often. */
const KEY_MS = 60_000;

type Keys = Pick<TenantContext, "tenantId" | "secret" | "keepSecret" | "db" | "clock">;

/**
 * Says, signed, that a code was valid, and what its picture is filled with: an address with it says all of the picture. Of one code and day
 * there is one, so that everybody asks for the same picture.
 */
export class Grants {
  readonly #keys = new LRUCache<string, Buffer>({ max: 2_000, ttl: KEY_MS });

  async issue(context: Keys, values: Variables): Promise<string> {
    const day = Math.floor(context.clock.now().getTime() / DAY_MS) + DAYS;
    const body = Buffer.from(JSON.stringify([day, values])).toString("base64url");
    return `${body}.${this.#signed(await this.#key(context), body)}`;
  }

  /** What a picture is filled with; undefined where the grant is forged, or older than it is good for. */
  async read(context: Keys, grant: string): Promise<Variables | undefined> {
    const [body = "", signature = ""] = grant.split(".");
    const wanted = Buffer.from(this.#signed(await this.#key(context), body));
    const given = Buffer.from(signature);
    if (wanted.length !== given.length || !timingSafeEqual(wanted, given)) return undefined;
    const [day, values]: [number, Variables] = JSON.parse(Buffer.from(body, "base64url").toString("utf8"));
    return day * DAY_MS > context.clock.now().getTime() ? values : undefined;
  }

  /** Stands for a visitor by their network: tells only that two are the same. */
  async visitor(context: Keys, address: string): Promise<string> {
    return `web:${this.#signed(await this.#key(context), `visitor ${address}`).slice(0, 22)}`;
  }

  #signed(key: Buffer, text: string): string {
    return createHmac("sha256", key).update(text).digest("base64url");
  }

  async #key(context: Keys): Promise<Buffer> {
    const known = this.#keys.get(context.tenantId);
    if (known !== undefined) return known;
    const key = await tenantKey(context, "grant");
    this.#keys.set(context.tenantId, key);
    return key;
  }
}
