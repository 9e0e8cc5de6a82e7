import { mistake } from "../../mistake.ts";
import type { Session } from "../session.ts";

/** Raises `tenant.unknown`, naming those that there are. */
export async function findTenant(session: Session, slug: string): Promise<{ id: string; slug: string }> {
  const all = await (await session.database()).query<{ id: string; slug: string }>(
    "select id, slug from host.tenant order by slug",
  );
  const found = all.find((each) => each.slug === slug);
  if (found) return found;
  throw mistake(
    `There is no tenant ${slug}.`,
    all.length > 0
      ? `Tenants: ${all.map((each) => each.slug).join(", ")}.`
      : "Make one with `promostack tenant create`.",
  );
}
