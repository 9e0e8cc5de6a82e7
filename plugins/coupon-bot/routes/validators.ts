import { type Clock, route, type Setup, Type } from "@promostack/core";
import {
  EndpointTrial,
  Id,
  LastAnswers,
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
import { allValidators, lastAnswers, oneValidator } from "../codes/validatorDetail.ts";
import {
  closeBreaker,
  deleteValidator,
  orderValidators,
  switchValidator,
  undeleteValidator,
} from "../codes/validatorStore.ts";
import { validatorDraftRoutes } from "./validatorDrafts.ts";

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
  validatorDraftRoutes(p, point);
  actRoutes(p);
  trialRoutes(p, deskOf);
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
