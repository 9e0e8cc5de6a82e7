import { route, type Setup } from "@promostack/core";
import { uuidv7 } from "uuidv7";
import { ContributedDraft, EndpointDraft, Id, ListDraft, ValidatorDetail } from "../codes/api.ts";
import type { ValidatorPoint } from "../codes/contributed.ts";
import { contributedDraft, endpointDraft } from "../codes/drafts.ts";
import { oneValidator } from "../codes/validatorDetail.ts";
import { addValidator, saveValidator } from "../codes/validatorStore.ts";
import { savingOf } from "./campaigns.ts";
import { etagNeeded } from "./ifMatch.ts";

const WRITE = { perMinute: 120 };

/** Lists (members make them), endpoints and other plugins' validators (admins). A new one is not in use until somebody switches it on. */
export function validatorDraftRoutes(p: Setup, point: ValidatorPoint): void {
  p.route(
    route({
      method: "POST",
      path: "/code-lists",
      permission: "tenant:member",
      summary: "Makes a list of codes.",
      input: { body: ListDraft, output: ValidatorDetail },
      limits: WRITE,
      async handle(context, { body }) {
        const id = uuidv7();
        await context.db(async (trx) => {
          await addValidator(trx, "list", id, body, savingOf(context));
          await context.audit(trx, { action: "code-list.made", target: `list ${id}`, after: body });
        });
        return oneValidator(context, point, id);
      },
    }),
  );
  p.route(
    route({
      method: "PUT",
      path: "/code-lists/:id",
      permission: "tenant:member",
      summary: "Saves what holds for a list's codes; If-Match names the version that was read.",
      input: { params: Id, body: ListDraft, output: ValidatorDetail },
      limits: WRITE,
      async handle(context, { params: { id }, body, headers }) {
        const etag = etagNeeded(headers);
        await context.db(async (trx) => {
          await saveValidator(trx, "list", id, body, etag, savingOf(context));
          await context.audit(trx, { action: "code-list.saved", target: `list ${id}`, after: body });
        });
        return oneValidator(context, point, id);
      },
    }),
  );
  p.route(
    route({
      method: "POST",
      path: "/code-endpoints",
      permission: "tenant:admin",
      summary: "Makes an address that is asked about codes.",
      input: { body: EndpointDraft, output: ValidatorDetail },
      limits: WRITE,
      async handle(context, { body }) {
        const id = uuidv7();
        const draft = await endpointDraft(context, id, body);
        await context.db(async (trx) => {
          await addValidator(trx, "endpoint", id, draft, savingOf(context));
          await context.audit(trx, {
            action: "code-endpoint.made",
            target: `endpoint ${id}`,
            after: told(body),
          });
        });
        return oneValidator(context, point, id);
      },
    }),
  );
  p.route(
    route({
      method: "PUT",
      path: "/code-endpoints/:id",
      permission: "tenant:admin",
      summary: "Saves how an address is asked; If-Match names the version that was read.",
      input: { params: Id, body: EndpointDraft, output: ValidatorDetail },
      limits: WRITE,
      async handle(context, { params: { id }, body, headers }) {
        const etag = etagNeeded(headers);
        const draft = await endpointDraft(context, id, body);
        await context.db(async (trx) => {
          await saveValidator(trx, "endpoint", id, draft, etag, savingOf(context));
          await context.audit(trx, {
            action: "code-endpoint.saved",
            target: `endpoint ${id}`,
            after: told(body),
          });
        });
        return oneValidator(context, point, id);
      },
    }),
  );
  p.route(
    route({
      method: "POST",
      path: "/code-contributions",
      permission: "tenant:admin",
      summary: "Takes a validator that another plugin offers.",
      input: { body: ContributedDraft, output: ValidatorDetail },
      limits: WRITE,
      async handle(context, { body }) {
        const id = uuidv7();
        const draft = await contributedDraft(point, context.tenantId, body);
        await context.db(async (trx) => {
          await addValidator(trx, "contributed", id, draft, savingOf(context));
          await context.audit(trx, {
            action: "code-contribution.made",
            target: `validator ${id}`,
            after: body,
          });
        });
        return oneValidator(context, point, id);
      },
    }),
  );
  p.route(
    route({
      method: "PUT",
      path: "/code-contributions/:id",
      permission: "tenant:admin",
      summary: "Saves the settings of another plugin's validator; If-Match names the version that was read.",
      input: { params: Id, body: ContributedDraft, output: ValidatorDetail },
      limits: WRITE,
      async handle(context, { params: { id }, body, headers }) {
        const etag = etagNeeded(headers);
        const draft = await contributedDraft(point, context.tenantId, body);
        await context.db(async (trx) => {
          await saveValidator(trx, "contributed", id, draft, etag, savingOf(context));
          await context.audit(trx, {
            action: "code-contribution.saved",
            target: `validator ${id}`,
            after: body,
          });
        });
        return oneValidator(context, point, id);
      },
    }),
  );
}

/** What the audit log may have. */
function told({ title, plan, secret }: { title: string; plan: unknown; secret?: string | null }) {
  return { title, plan, ...(secret !== undefined && { secret: secret === null ? "forgotten" : "replaced" }) };
}
