import { type Clock, PlatformError, route, type Setup, Type } from "@promostack/core";
import {
  ContributedDraft,
  EndpointDraft,
  EndpointTrial,
  Id,
  LastAnswers,
  ListDraft,
  Order,
  Switch,
  Trial,
  TrialResult,
  ValidatorDetail,
  Validators,
} from "../codes/api.ts";
import type { CodeDesk } from "../codes/codeDesk.ts";
import type { ValidatorPoint } from "../codes/contributed.ts";
import { tryCode } from "../codes/trial.ts";
import {
  allValidators,
  contributedDraft,
  endpointDraft,
  lastAnswers,
  listDraft,
  oneValidator,
} from "../codes/validatorDetail.ts";
import {
  addValidator,
  closeBreaker,
  deleteValidator,
  newValidatorId,
  orderValidators,
  saveValidator,
  switchValidator,
  undeleteValidator,
} from "../codes/validatorStore.ts";
import { savingOf } from "./campaigns.ts";

export type CodeDeskOf = (at: { clock: Clock }) => CodeDesk;

const READ = { perMinute: 240 };
const WRITE = { perMinute: 120 };
const Done = Type.Object({ done: Type.Boolean() });
const DONE = { done: true };

/** What a tenant has codes checked by: lists (members may make them), endpoints and other plugins' (admins), and their order. */
export function validatorRoutes(p: Setup, point: ValidatorPoint, deskOf: CodeDeskOf): void {
  p.route(
    route({
      method: "GET",
      path: "/code-validators",
      permission: "tenant:viewer",
      summary: "The validators in the order in which they are asked, and what other plugins offer.",
      input: { output: Validators },
      limits: READ,
      handle: (context) => allValidators(context, point),
    }),
  );
  p.route(
    route({
      method: "GET",
      path: "/code-validators/:id",
      permission: "tenant:viewer",
      summary: "One validator.",
      input: { params: Id, output: ValidatorDetail },
      limits: READ,
      handle: (context, { params }) => oneValidator(context, point, params.id),
    }),
  );
  p.route(
    route({
      method: "GET",
      path: "/code-validators/:id/answers",
      permission: "tenant:viewer",
      summary: "The last answers of an endpoint or a plugin.",
      input: { params: Id, output: LastAnswers },
      limits: READ,
      handle: (context, { params }) => context.db((trx) => lastAnswers(trx, params.id)),
    }),
  );
  savingRoutes(p, point);
  actRoutes(p);
  trialRoutes(p, deskOf);
}

/** A new one is not in use until somebody switches it on. */
function savingRoutes(p: Setup, point: ValidatorPoint): void {
  p.route(
    route({
      method: "POST",
      path: "/code-lists",
      permission: "tenant:member",
      summary: "Makes a list of codes.",
      input: { body: ListDraft, output: ValidatorDetail },
      limits: WRITE,
      async handle(context, { body }) {
        const id = newValidatorId();
        await context.db(async (trx) => {
          await addValidator(trx, "list", id, listDraft(body), savingOf(context));
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
        const etag = etagIn(headers);
        await context.db(async (trx) => {
          await saveValidator(trx, "list", id, listDraft(body), etag, savingOf(context));
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
        const id = newValidatorId();
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
        const etag = etagIn(headers);
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
        const id = newValidatorId();
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
        const etag = etagIn(headers);
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

function actRoutes(p: Setup): void {
  p.route(
    route({
      method: "PUT",
      path: "/code-validator-orders/current",
      permission: "tenant:admin",
      summary: "Says in which order the validators are asked.",
      input: { body: Order, output: Done },
      limits: WRITE,
      handle: (context, { body: { ids } }) =>
        context.db(async (trx) => {
          await orderValidators(trx, ids);
          await context.audit(trx, { action: "code-validators.ordered", target: "validators", after: ids });
          return DONE;
        }),
    }),
  );
  p.route(
    route({
      method: "PATCH",
      path: "/code-validators/:id",
      permission: "tenant:admin",
      summary: "Takes a validator into use, or out of it.",
      input: { params: Id, body: Switch, output: Done },
      limits: WRITE,
      handle: (context, { params: { id }, body: { active } }) =>
        context.db(async (trx) => {
          await switchValidator(trx, id, active);
          const action = active ? "code-validator.switched-on" : "code-validator.switched-off";
          await context.audit(trx, { action, target: `validator ${id}` });
          return DONE;
        }),
    }),
  );
  p.route(
    route({
      method: "POST",
      path: "/code-validators/:id/retries",
      permission: "tenant:admin",
      summary: "Has a validator that failed too often asked again at once.",
      input: { params: Id, output: Done },
      limits: WRITE,
      handle: (context, { params: { id } }) =>
        context.db(async (trx) => {
          await closeBreaker(trx, id);
          await context.audit(trx, { action: "code-validator.retried", target: `validator ${id}` });
          return DONE;
        }),
    }),
  );
  p.route(
    route({
      method: "DELETE",
      path: "/code-validators/:id",
      permission: "tenant:admin",
      summary: "Deletes a validator with its codes; for a day it can be had back.",
      input: { params: Id, output: Done },
      limits: WRITE,
      handle: (context, { params: { id } }) =>
        context.db(async (trx) => {
          await deleteValidator(trx, id, context.clock.now());
          await context.audit(trx, { action: "code-validator.deleted", target: `validator ${id}` });
          return DONE;
        }),
    }),
  );
  p.route(
    route({
      method: "POST",
      path: "/code-validators/:id/undelete",
      permission: "tenant:admin",
      summary: "Takes a deleted validator back.",
      input: { params: Id, output: Done },
      limits: WRITE,
      handle: (context, { params: { id } }) =>
        context.db(async (trx) => {
          await undeleteValidator(trx, id);
          await context.audit(trx, { action: "code-validator.undeleted", target: `validator ${id}` });
          return DONE;
        }),
    }),
  );
}

function trialRoutes(p: Setup, deskOf: CodeDeskOf): void {
  p.route(
    route({
      method: "POST",
      path: "/code-trials",
      permission: "tenant:member",
      summary: "What would happen with a code now. Nothing is counted.",
      input: { body: Trial, output: TrialResult },
      limits: { perMinute: 60, seconds: 15 },
      handle: (context, { body }) => tryCode(context, deskOf(context), body),
    }),
  );
  p.route(
    route({
      method: "POST",
      path: "/code-endpoint-trials",
      permission: "tenant:admin",
      summary: "Asks an endpoint as it is being edited about a code. Nothing is saved or counted.",
      input: { body: EndpointTrial, output: TrialResult },
      limits: { perMinute: 60, seconds: 15 },
      handle: (context, { body }) => tryCode(context, deskOf(context), body),
    }),
  );
}

/** What the audit log may have. */
function told({ title, plan, secret }: { title: string; plan: unknown; secret?: string | null }) {
  return { title, plan, ...(secret !== undefined && { secret: secret === null ? "forgotten" : "replaced" }) };
}

function etagIn(headers: Readonly<Record<string, string | undefined>>): string {
  const etag = headers["if-match"]?.replace(/^W\//, "");
  if (etag !== undefined) return etag;
  throw new PlatformError("The version that was read is not named.", {
    code: "edit.unconditional",
    status: 428,
    hint: "Send the etag of what you read in the header If-Match.",
  });
}
