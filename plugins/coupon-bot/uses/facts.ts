import type { Setup, TenantContext, Transaction } from "@promostack/core";
import type { FactMethods, FactOffer } from "@promostack/plugin-journeys/api.ts";
import { STARTERS } from "../templates/starters.ts";

const DAY_MS = 86_400_000;

interface Known extends FactOffer {
  read(trx: Transaction, person: string, now: Date): Promise<string | number | undefined>;
}

/** What journeys may ask and say about somebody who uses codes. Nothing is known of who never did. */
const FACTS: readonly Known[] = [
  {
    ...{ name: "codes", title: "Valid codes they sent", type: "number", variable: "couponCodes" },
    read: async (trx, person) => (await personRow(trx, person))?.codes,
  },
  {
    ...{ name: "pictures", title: "Coupon pictures they got", type: "number", variable: "couponPictures" },
    read: async (trx, person) => (await personRow(trx, person))?.pictures,
  },
  {
    ...{ name: "last-code", title: "The last valid code they sent", type: "text", variable: "couponCode" },
    read: async (trx, person) => (await personRow(trx, person))?.lastCode ?? undefined,
  },
  {
    ...{ name: "idle-days", title: "Days since they last used the coupon bot", type: "number" },
    async read(trx, person, now) {
      const row = await personRow(trx, person);
      return row && Math.floor((now.getTime() - row.lastAt.getTime()) / DAY_MS);
    },
  },
  {
    ...{ name: "templates", title: "Templates they got pictures of", type: "text" },
    read: templatesOf,
  },
];

export function usesFacts(p: Setup): void {
  for (const { read, ...offer } of FACTS)
    p.extend(
      "journeys.fact",
      { ...offer },
      ({ db, clock }: TenantContext): FactMethods => ({
        async read({ telegramId }) {
          if (telegramId === undefined) return null;
          return (await db((trx) => read(trx, telegramId, clock.now()))) ?? null;
        },
      }),
    );
}

function personRow(trx: Transaction, person: string) {
  return trx.one<{ codes: number; pictures: number; lastCode: string | null; lastAt: Date }>(
    `select codes, pictures, last_code as "lastCode", last_at as "lastAt" from use_person where person = $1`,
    [person],
  );
}

/** Their names, the newest first. */
async function templatesOf(trx: Transaction, person: string): Promise<string | undefined> {
  const rows = await trx.many<{ id: string; name: string | null }>(
    `select u.template_id as id, (select t.name from template t where t.id::text = u.template_id) as name
     from use u where u.person = $1 and u.outcome in ('sent', 'made') group by 1 order by max(u.at) desc`,
    [person],
  );
  const names = rows.flatMap(({ id, name }) => name ?? STARTERS.find((each) => each.id === id)?.name ?? []);
  return names.length === 0 ? undefined : names.join(", ");
}
