import { PlatformError, route, type Setup, type Static, Type } from "@promostack/core";
import { recordedCalls } from "../switches/calls.ts";
import { activeFaults, FAULTS, type Fault, switchAllOff, switchOff, switchOn } from "../switches/faults.ts";
import { changeSettings, readSettings } from "../switches/settings.ts";
import { unknownParameters } from "../telegram/domain/methodTable.ts";
import { botById } from "../telegram/store/bots.ts";
import { LIMITS, missing } from "./subject.ts";

const Service = Type.Union(
  (["telegram", "twelvedata", "openai", "s3"] as const).map((service) => Type.Literal(service)),
);
const Nullable = <Schema extends ReturnType<typeof Type.Integer> | ReturnType<typeof Type.String>>(
  schema: Schema,
) => Type.Union([schema, Type.Null()]);

const FaultView = Type.Object({
  id: Type.String(),
  service: Type.String(),
  kind: Type.String(),
  title: Type.String({ description: "What it does, in words" }),
  botId: Nullable(Type.Integer()),
  operation: Nullable(Type.String()),
  remaining: Nullable(Type.Integer()),
  retryAfter: Nullable(Type.Integer()),
  seconds: Nullable(Type.Integer()),
  status: Nullable(Type.Integer()),
});

const Settings = Type.Object({
  pacing: Type.Union([Type.Literal("off"), Type.Literal("machine"), Type.Literal("platform")], {
    description: "Telegram's flood limits: off, or measured on the machine's or the platform's clock",
  }),
  recordCalls: Type.Boolean({ description: "Keeps every call of a stand-in for inspection" }),
  creditsPerMinute: Type.Integer({ minimum: 1, maximum: 100_000 }),
  creditsPerDay: Type.Integer({ minimum: 0, maximum: 10_000_000, description: "0: no limit" }),
});

const listFaults = route({
  method: "GET",
  path: "/faults",
  permission: "person",
  summary: "Faults that are on, and the kinds there are",
  input: {
    output: Type.Object({
      items: Type.Array(FaultView),
      kinds: Type.Array(Type.Object({ service: Type.String(), kind: Type.String(), title: Type.String() })),
    }),
  },
  limits: LIMITS,
  handle: (context) =>
    context.platformDb(async (trx) => ({
      items: (await activeFaults(trx)).map(faultView),
      kinds: Object.entries(FAULTS).flatMap(([service, kinds]) =>
        Object.entries(kinds).map(([kind, title]) => ({ service, kind, title })),
      ),
    })),
});

const addFault = route({
  method: "POST",
  path: "/faults",
  permission: "person",
  summary: "Switches a fault on, for one bot or operation, a number of times or until it is switched off",
  input: {
    body: Type.Object({
      service: Service,
      kind: Type.String(),
      botId: Type.Optional(Type.Integer()),
      operation: Type.Optional(
        Type.String({ maxLength: 64, description: "A method such as sendMessage, or a path" }),
      ),
      remaining: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
      retryAfter: Type.Optional(Type.Integer({ minimum: 1, maximum: 86_400 })),
      seconds: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
      status: Type.Optional(Type.Integer({ minimum: 400, maximum: 599 })),
    }),
    output: FaultView,
  },
  limits: LIMITS,
  handle: async (context, { body }) => {
    const kinds = FAULTS[body.service];
    if (kinds[body.kind] === undefined) {
      throw new PlatformError(`${body.service} knows no fault ${body.kind}.`, {
        code: "playground.fault_unknown",
        status: 422,
        hint: `Use one of: ${Object.keys(kinds).join(", ")}.`,
      });
    }
    return context.platformDb(async (trx) => {
      if (body.botId !== undefined && !(await botById(trx, body.botId)))
        throw missing("bot", String(body.botId));
      return faultView(await switchOn(trx, body, context.clock.now()));
    });
  },
});

const removeFault = route({
  method: "DELETE",
  path: "/faults/:id",
  permission: "person",
  summary: "Switches a fault off",
  input: { params: Type.Object({ id: Type.String({ pattern: "^\\d{1,15}$" }) }) },
  limits: LIMITS,
  handle: async (context, { params }) => {
    const gone = await context.platformDb((trx) => switchOff(trx, Number(params.id)));
    if (gone === 0) throw missing("fault", params.id);
    return undefined;
  },
});

const removeFaults = route({
  method: "DELETE",
  path: "/faults",
  permission: "person",
  summary: "Switches every fault off",
  limits: LIMITS,
  handle: async (context) => {
    await context.platformDb(switchAllOff);
    return undefined;
  },
});

const readAll = route({
  method: "GET",
  path: "/settings",
  permission: "person",
  summary: "How the stand-ins behave",
  input: { output: Settings },
  limits: LIMITS,
  handle: (context) => context.platformDb(readSettings),
});

const change = route({
  method: "PATCH",
  path: "/settings",
  permission: "person",
  summary: "Changes how the stand-ins behave",
  input: { body: Type.Partial(Settings), output: Settings },
  limits: LIMITS,
  handle: (context, { body }) => context.platformDb((trx) => changeSettings(trx, body)),
});

const calls = route({
  method: "GET",
  path: "/calls",
  permission: "person",
  summary: "Recorded calls, newest first, while recording is on",
  input: {
    query: Type.Object({
      service: Type.Optional(Service),
      after: Type.Optional(Type.String({ pattern: "^\\d+$" })),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
    }),
    output: Type.Object({
      items: Type.Array(
        Type.Object({
          id: Type.String(),
          at: Type.String(),
          service: Type.String(),
          botId: Nullable(Type.Integer()),
          operation: Type.String(),
          parameters: Type.Unknown(),
          status: Type.Integer(),
          answer: Type.Unknown(),
          unknown: Type.Array(Type.String(), {
            description:
              "Parameters that the Bot API does not describe for the method: Telegram ignores them, a caller should not send them",
          }),
        }),
      ),
      next: Nullable(Type.String()),
    }),
  },
  limits: LIMITS,
  handle: (context, { query }) =>
    context.platformDb(async (trx) => {
      const limit = query.limit ?? 100;
      const before = query.after === undefined ? undefined : Number(query.after);
      const rows = await recordedCalls(trx, { service: query.service, before, limit });
      return {
        items: rows.map(({ id, at, bot_id: botId, ...rest }) => ({
          ...rest,
          id: String(id),
          at: at.toISOString(),
          botId,
          unknown: rest.service === "telegram" ? unknownParameters(rest.operation, rest.parameters) : [],
        })),
        next: rows.length < limit ? null : String(rows.at(-1)?.id),
      };
    }),
});

function faultView(fault: Fault): Static<typeof FaultView> {
  return {
    id: String(fault.id),
    service: fault.service,
    kind: fault.kind,
    title: FAULTS[fault.service][fault.kind] ?? fault.kind,
    botId: fault.bot_id,
    operation: fault.operation,
    remaining: fault.remaining,
    retryAfter: fault.retry_after,
    seconds: fault.seconds,
    status: fault.status,
  };
}

/** Faults, behaviour, and what was asked. */
export function switchPages(p: Setup): void {
  p.route(listFaults);
  p.route(addFault);
  p.route(removeFault);
  p.route(removeFaults);
  p.route(readAll);
  p.route(change);
  p.route(calls);
}
