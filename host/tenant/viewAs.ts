import { PlatformError, reply, type Static, Type } from "@promostack/core";
import type { Database } from "../db/database.ts";
import { clearCookie, setCookie, setCookies } from "../http/cookie.ts";
import { type HostRequest, type HostRoute, hostRoute } from "../http/hostRoute.ts";
import { audit } from "../identity/audit.ts";
import { type Identity, VIEW_AS } from "../identity/identity.ts";
import { type ViewedTenant, viewAsKey } from "../identity/viewAs.ts";
import { Id, Time } from "./schemas.ts";

const ViewAsStarted = Type.Object({
  tenantId: Id,
  name: Type.String(),
  until: Time,
  token: Type.String({ description: "For the header x-view-as" }),
  url: Type.String({ description: "Opens the dash as this tenant" }),
});
type ViewAsStarted = Static<typeof ViewAsStarted>;

export interface ViewAsParts {
  identity: Identity;
  database: Database;
  config: { baseDomain: string };
}

export function viewAsRoutes({ identity, database, config }: ViewAsParts): HostRoute[] {
  return [
    hostRoute({
      method: "POST",
      path: "/api/admin/view-as",
      permission: "admin",
      summary: "Begins to see a tenant as its team sees it, for thirty minutes",
      input: { body: Type.Object({ tenantId: Id }), output: ViewAsStarted },
      limits: { perMinute: 30 },
      handle: async (request, { body }) => {
        const { caller } = request;
        const { token, grant } = await database.system(async (trx) => {
          const tenant = await trx.one<ViewedTenant>(
            "select id, slug, name, timezone from host.tenant where id = $1",
            [body.tenantId],
          );
          if (!tenant)
            throw new PlatformError("There is no such tenant.", { code: "tenant.unknown", status: 404 });
          const granted = identity.viewAsGrants.grant(caller.person.id, tenant);
          await audit(trx, request, {
            tenantId: tenant.id,
            action: "view_as.started",
            target: `tenant ${tenant.name}`,
            after: { until: granted.grant.until.toISOString() },
          });
          return granted;
        });
        const until = grant.until.toISOString();
        const url = `${dashOrigin(request)}/api/view-as?token=${encodeURIComponent(token)}`;
        const started: ViewAsStarted = { tenantId: grant.tenantId, name: grant.name, until, token, url };
        return reply(201, started, cookieFor(request, token, grant.until));
      },
    }),
    hostRoute({
      method: "GET",
      path: "/api/view-as",
      permission: "public",
      summary: "Takes the grant over to this site, and opens it",
      input: { query: Type.Object({ token: Type.String({ maxLength: 2048 }) }), output: Type.Null() },
      limits: { perMinute: 30 },
      handle: async (request, { query }) => {
        const grant = identity.viewAsGrants.read(query.token);
        const cookie = grant ? cookieFor(request, query.token, grant.until) : {};
        return reply(303, undefined, { location: "/", ...cookie });
      },
    }),
    hostRoute({
      method: "DELETE",
      path: "/api/view-as",
      permission: "person",
      summary: "Ends viewing as a tenant",
      input: { output: Type.Null() },
      limits: { perMinute: 30 },
      handle: async (request) => {
        const { viewAs } = request.caller;
        if (viewAs) {
          await identity.people.end(viewAsKey(viewAs.id), viewAs.until);
          await database.system((trx) =>
            audit(trx, request, {
              tenantId: viewAs.tenantId,
              action: "view_as.ended",
              target: `tenant ${viewAs.name}`,
            }),
          );
        }
        return reply(204, undefined, setCookies([clearCookie(VIEW_AS, { secure: isSecure(request) })]));
      },
    }),
  ];

  /** The dash's origin as seen from where the admin is: same scheme and port. */
  function dashOrigin({ origin }: HostRequest): string {
    const url = new URL(origin);
    url.hostname = `dash.${config.baseDomain}`;
    return url.origin;
  }
}

function cookieFor(request: HostRequest, token: string, expires: Date): Record<string, string> {
  return setCookies([setCookie(VIEW_AS, token, { secure: isSecure(request), expires })]);
}

function isSecure({ origin }: HostRequest): boolean {
  return origin.startsWith("https:");
}
