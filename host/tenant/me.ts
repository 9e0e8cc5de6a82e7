import { type Static, Type } from "@promostack/core";
import { type HostRoute, hostRoute } from "../http/hostRoute.ts";
import { siteOf } from "../http/sites.ts";
import type { Identity } from "../identity/identity.ts";
import { Id, Person, Role, Time } from "./schemas.ts";

const Me = Type.Object({
  person: Person,
  admin: Type.Boolean({ description: "May use the admin site" }),
  site: Type.Union([Type.Literal("dash"), Type.Literal("admin"), Type.Literal("signin")]),
  tenants: Type.Array(
    Type.Object({ id: Id, slug: Type.String(), name: Type.String(), role: Role, timezone: Type.String() }),
  ),
  tenantId: Type.Optional(Id),
  role: Type.Optional(Role),
  viewingAs: Type.Optional(
    Type.Object({
      tenantId: Id,
      slug: Type.String(),
      name: Type.String(),
      timezone: Type.String(),
      until: Time,
    }),
  ),
  csrf: Type.String({ description: "For the header x-csrf of every write" }),
  playground: Type.Boolean(),
  clock: Type.Object({ now: Time, rate: Type.Number(), simulated: Type.Boolean() }),
});
type Me = Static<typeof Me>;

/** The platform's clock, and how it stands to the machine's where it can be steered. */
export interface PlatformClock {
  now(): Date;
  readonly rate?: number;
  readonly simulated?: boolean;
}

export interface MeParts {
  identity: Identity;
  clock: PlatformClock;
  config: { baseDomain: string; playground: boolean };
}

export function meRoutes({ identity, clock, config }: MeParts): HostRoute[] {
  return [
    hostRoute({
      method: "GET",
      path: "/api/me",
      permission: "person",
      summary: "Who is signed in, where they belong, and what a page needs to begin",
      input: { output: Me },
      limits: { perMinute: 240 },
      handle: async ({ caller, tenantId, actor, host }): Promise<Me> => {
        const { person, memberships, viewAs, admin } = caller;
        return {
          person: { id: person.id, email: person.email, name: person.name },
          admin,
          site: siteOf(host, config.baseDomain),
          tenants: memberships.map((seat) => ({
            id: seat.tenantId,
            slug: seat.slug,
            name: seat.name,
            role: seat.role,
            timezone: seat.timezone,
          })),
          tenantId,
          role: tenantId === undefined ? undefined : actor.role,
          viewingAs: viewAs && {
            tenantId: viewAs.tenantId,
            slug: viewAs.slug,
            name: viewAs.name,
            timezone: viewAs.timezone,
            until: viewAs.until.toISOString(),
          },
          csrf: identity.csrfToken(caller),
          playground: config.playground,
          clock: {
            now: clock.now().toISOString(),
            rate: clock.rate ?? 1,
            simulated: clock.simulated ?? false,
          },
        };
      },
    }),
  ];
}
