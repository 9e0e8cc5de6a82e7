import {
  Conditions,
  PlatformError,
  type RouteContext,
  reply,
  route,
  type Setup,
  Type,
} from "@promostack/core";
import { Id } from "../people/api.ts";
import { countPeople, firstPeople } from "../people/list.ts";
import { SegmentRules } from "../people/segment.ts";
import { segmentSql } from "../people/segmentSql.ts";
import { addSegment, allSegments, deleteSegment, readSegment, saveSegment } from "../people/segments.ts";
import { NewSegment, Segment, SegmentLook, Segments } from "../people/segmentsApi.ts";

const One = Type.Object({ id: Id });
const READ = { perMinute: 240 };
const WRITE = { perMinute: 60 };
/** While somebody edits, a count that takes longer is no help. */
const COUNT_MS = 4_000;
const SHOWN = 8;

/** Groups of people by what they are and did. */
export function segmentRoutes(p: Setup): void {
  p.route(
    route({
      method: "GET",
      path: "/segments",
      permission: "tenant:viewer",
      summary: "Every segment, by name.",
      input: { output: Segments },
      limits: READ,
      handle: async (context) => ({ items: await context.db(allSegments) }),
    }),
  );
  p.route(
    route({
      method: "GET",
      path: "/segments/:id",
      permission: "tenant:viewer",
      summary: "One segment.",
      input: { params: One, output: Segment },
      limits: READ,
      async handle(context, { params }) {
        return answer(await context.db((trx) => readSegment(trx, params.id)));
      },
    }),
  );
  p.route(
    route({
      method: "POST",
      path: "/segment-looks",
      permission: "tenant:viewer",
      summary: "How many people rules hold for, and the first of them; given up where it takes long.",
      input: { body: Type.Object({ rules: SegmentRules }), output: SegmentLook },
      limits: { perMinute: 300, seconds: 10 },
      handle: (context, { body }) => look(context, body.rules),
    }),
  );
  p.route(
    route({
      method: "POST",
      path: "/segments",
      permission: "tenant:member",
      summary: "Keeps a segment.",
      input: { body: NewSegment, output: Segment },
      limits: WRITE,
      async handle(context, { body }) {
        const made = await context.db(async (trx) => {
          const segment = await addSegment(trx, body, saving(context));
          await audit(context, trx, "segment.added", segment.id, undefined, body);
          return segment;
        });
        return answer(made);
      },
    }),
  );
  p.route(
    route({
      method: "PUT",
      path: "/segments/:id",
      permission: "tenant:member",
      summary: "Saves a segment; If-Match names the version that was read.",
      input: { params: One, body: NewSegment, output: Segment },
      limits: WRITE,
      async handle(context, { params, body, headers }) {
        const etag = headers["if-match"]?.replace(/^W\//, "");
        if (etag === undefined) throw matchMissing();
        const saved = await context.db(async (trx) => {
          const { before, after } = await saveSegment(trx, params.id, body, etag, saving(context));
          const { name, rules } = before;
          await audit(context, trx, "segment.saved", params.id, { name, rules }, body);
          return after;
        });
        return answer(saved);
      },
    }),
  );
  p.route(
    route({
      method: "DELETE",
      path: "/segments/:id",
      permission: "tenant:member",
      summary: "Deletes a segment; its people stay.",
      input: { params: One },
      limits: WRITE,
      handle: (context, { params }) =>
        context.db(async (trx) => {
          const { name, rules } = await deleteSegment(trx, params.id);
          await audit(context, trx, "segment.deleted", params.id, { name, rules }, undefined);
          return undefined;
        }),
    }),
  );
}

type Writing = RouteContext<"tenant:member">;

async function look(context: RouteContext<"tenant:viewer">, rules: SegmentRules): Promise<SegmentLook> {
  const now = context.clock.now();
  try {
    return await context.db(async (trx) => {
      await trx.run(`set local statement_timeout = ${COUNT_MS}`);
      const conditions = new Conditions();
      conditions.always(segmentSql(rules, conditions, now));
      const counted = await countPeople(trx, conditions);
      return { ...counted, people: await firstPeople(trx, rules, now, SHOWN) };
    });
  } catch (error) {
    if (PlatformError.is(error) && error.code === "database.timeout") throw tooSlow(error);
    throw error;
  }
}

function saving({ tenantId, actor, clock }: Writing) {
  return { tenantId, by: actor.email, at: clock.now() };
}

function audit(
  context: Writing,
  trx: Parameters<Writing["audit"]>[0],
  action: string,
  id: string,
  before: NewSegment | undefined,
  after: NewSegment | undefined,
): Promise<void> {
  return context.audit(trx, {
    action,
    target: `segment ${id}`,
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
  });
}

function answer(segment: Segment) {
  return reply(200, segment, { etag: segment.etag });
}

function tooSlow(cause: unknown): PlatformError {
  return new PlatformError(`Counting took longer than ${COUNT_MS / 1_000} seconds.`, {
    code: "segment.slow",
    status: 503,
    hint: "The segment can be saved and used all the same.",
    cause,
  });
}

function matchMissing(): PlatformError {
  return new PlatformError("The request does not say which version of the segment it changes.", {
    code: "edit.match_missing",
    status: 428,
    hint: "Send the etag of the segment that you read in the header If-Match.",
  });
}
