import type { PlatformContext } from "@promostack/core";
import type { Market } from "../market/market.ts";
import type { Facts } from "../messages/facts.ts";
import type { ChoosingTenant } from "../signals/choices.ts";
import { briefingFacts } from "./briefingFacts.ts";
import type { BulletinKind, Skipped } from "./bulletin.ts";
import { emptyRecap, recapFacts, type Span } from "./recapFacts.ts";

const DAY = 86_400_000;

/** What a bulletin is to say: facts, or why it says nothing. */
export interface Draft {
  tenantId: string;
  subject: string;
  facts?: Facts;
  skipped?: Skipped;
}

/** The days that a recap due on `day` tells of. */
export function spanOf(kind: Exclude<BulletinKind, "briefing">, day: Date): Span {
  const from = new Date(day.getTime() - (kind === "daily-recap" ? DAY : 7 * DAY));
  return { from, until: day };
}

/** Drafts for many tenants: a symbol's facts are gathered once for all, recaps in one statement. */
export class Drafts {
  readonly #context: PlatformContext;
  readonly #market: Market;
  readonly #briefings = new Map<string, ReturnType<typeof briefingFacts>>();

  constructor(context: PlatformContext, market: Market) {
    this.#context = context;
    this.#market = market;
  }

  of(kind: BulletinKind, day: Date, tenants: readonly ChoosingTenant[]): Promise<Draft[]> {
    return kind === "briefing" ? this.#ofMorning(tenants) : this.#ofSpan(kind, day, tenants);
  }

  async #ofMorning(tenants: readonly ChoosingTenant[]): Promise<Draft[]> {
    const instruments = await this.#market.instruments.all(this.#context);
    const paused = await this.#paused(tenants);
    const drafts: Draft[] = [];
    for (const { tenantId, settings } of tenants) {
      for (const subject of new Set(settings.symbols)) {
        const instrument = instruments.get(subject);
        if (instrument === undefined) continue;
        if (paused.has(tenantId)) {
          drafts.push({ tenantId, subject, skipped: "paused" });
          continue;
        }
        const now = this.#context.clock.now().getTime();
        const gathering =
          this.#briefings.get(subject) ?? briefingFacts(this.#context, this.#market, instrument, now);
        this.#briefings.set(subject, gathering);
        const gathered = await gathering;
        drafts.push({
          tenantId,
          subject,
          ...("facts" in gathered ? { facts: gathered.facts } : { skipped: gathered.missing }),
        });
      }
    }
    return drafts;
  }

  async #ofSpan(
    kind: Exclude<BulletinKind, "briefing">,
    day: Date,
    tenants: readonly ChoosingTenant[],
  ): Promise<Draft[]> {
    const span = spanOf(kind, day);
    const ids = tenants.map(({ tenantId }) => tenantId);
    const facts = await this.#context.platformDb((trx) => recapFacts(trx, ids, span));
    return tenants.map(({ tenantId, settings }) => {
      const found = facts.get(tenantId);
      if (found !== undefined) return { tenantId, subject: "", facts: found };
      const say = settings.bulletins.whenEmpty === "say" && hasTradingDay(span);
      return say
        ? { tenantId, subject: "", facts: emptyRecap(span) }
        : { tenantId, subject: "", skipped: "nothing-closed" as const };
    });
  }

  /** Who pauses says nothing of the day ahead; what has closed is told all the same. */
  async #paused(tenants: readonly ChoosingTenant[]): Promise<Set<string>> {
    const rows = await this.#context.platformDb((trx) =>
      trx.many<{ tenantId: string }>(
        `select tenant_id as "tenantId" from tenant_state where paused_until > $2 and tenant_id = any($1::uuid[])`,
        [tenants.map(({ tenantId }) => tenantId), this.#context.clock.now()],
      ),
    );
    return new Set(rows.map(({ tenantId }) => tenantId));
  }
}

/** Nobody needs to hear that nothing closed on a Sunday. */
function hasTradingDay({ from, until }: Span): boolean {
  for (let day = from.getTime(); day < until.getTime(); day += DAY) {
    const weekday = new Date(day).getUTCDay();
    if (weekday !== 0 && weekday !== 6) return true;
  }
  return false;
}
