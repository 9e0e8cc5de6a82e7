import { type RouteContext, type RouteInput, route, type Setup, type TSchema } from "@promostack/core";
import { uuidv7 } from "uuidv7";
import { ContributedDraft, EndpointDraft, Id, ListDraft, ValidatorDetail } from "../codes/api.ts";
import type { ValidatorPoint } from "../codes/contributed.ts";
import { contributedDraft, endpointDraft } from "../codes/drafts.ts";
import type { Kind } from "../codes/plans.ts";
import { oneValidator } from "../codes/validatorDetail.ts";
import { addValidator, type Draft, saveValidator } from "../codes/validatorStore.ts";
import { savingOf } from "./campaigns.ts";
import { etagNeeded } from "./ifMatch.ts";

const limits = { perMinute: 120 };

/** How validators of a kind are made and saved. */
interface Drafting<Body extends TSchema> {
  kind: Kind;
  path: `/${string}`;
  permission: "tenant:member" | "tenant:admin";
  makes: string;
  /** That If-Match names the version that was read is added. */
  saves: string;
  body: Body;
  /** As the audit log calls the deed and what it was done to. */
  audited: { as: string; target: string };
  draft(context: Context, id: string, body: BodyOf<Body>): Promise<Draft>;
  /** What the audit log may have; all of it where nothing is said. */
  told?(body: BodyOf<Body>): object;
}

type Context = RouteContext<"tenant:member">;
type BodyOf<Body extends TSchema> = RouteInput<{ body: Body }>["body"];

/** Lists (members make them), endpoints and other plugins' validators (admins). A new one is not in use until somebody switches it on. */
export function validatorDraftRoutes(p: Setup, point: ValidatorPoint): void {
  draftRoutes(p, point, {
    kind: "list",
    path: "/code-lists",
    permission: "tenant:member",
    makes: "Makes a list of codes.",
    saves: "Saves what holds for a list's codes",
    body: ListDraft,
    audited: { as: "code-list", target: "list" },
    draft: async (_context, _id, body) => body,
  });
  draftRoutes(p, point, {
    kind: "endpoint",
    path: "/code-endpoints",
    permission: "tenant:admin",
    makes: "Makes an address that is asked about codes.",
    saves: "Saves how an address is asked",
    body: EndpointDraft,
    audited: { as: "code-endpoint", target: "endpoint" },
    draft: endpointDraft,
    told: ({ title, plan, secret }) => ({
      ...{ title, plan },
      ...(secret !== undefined && { secret: secret === null ? "forgotten" : "replaced" }),
    }),
  });
  draftRoutes(p, point, {
    kind: "contributed",
    path: "/code-contributions",
    permission: "tenant:admin",
    makes: "Takes a validator that another plugin offers.",
    saves: "Saves the settings of another plugin's validator",
    body: ContributedDraft,
    audited: { as: "code-contribution", target: "validator" },
    draft: ({ tenantId }, _id, body) => contributedDraft(point, tenantId, body),
  });
}

function draftRoutes<Body extends TSchema>(
  p: Setup,
  point: ValidatorPoint,
  { kind, path, permission, makes, saves, body: Body, audited, draft: draftOf, told }: Drafting<Body>,
): void {
  const noteOf = (deed: "made" | "saved", id: string, body: BodyOf<Body>) => ({
    action: `${audited.as}.${deed}`,
    target: `${audited.target} ${id}`,
    after: told?.(body) ?? body,
  });
  p.route(
    route({
      method: "POST",
      path,
      permission,
      summary: makes,
      input: { body: Body, output: ValidatorDetail },
      limits,
      async handle(context, { body }) {
        const id = uuidv7();
        const draft = await draftOf(context, id, body);
        await context.db(async (trx) => {
          await addValidator(trx, kind, id, draft, savingOf(context));
          await context.audit(trx, noteOf("made", id, body));
        });
        return oneValidator(context, point, id);
      },
    }),
  );
  p.route(
    route({
      method: "PUT",
      path: `${path}/:id`,
      permission,
      summary: `${saves}; If-Match names the version that was read.`,
      input: { params: Id, body: Body, output: ValidatorDetail },
      limits,
      async handle(context, { params: { id }, body, headers }) {
        const etag = etagNeeded(headers);
        const draft = await draftOf(context, id, body);
        await context.db(async (trx) => {
          await saveValidator(trx, kind, id, draft, etag, savingOf(context));
          await context.audit(trx, noteOf("saved", id, body));
        });
        return oneValidator(context, point, id);
      },
    }),
  );
}
