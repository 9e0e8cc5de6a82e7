import { PlatformError, type RouteContext, reply, route, type Setup, Type } from "@promostack/core";
import type { BroadcastsService } from "@promostack/plugin-journeys/api.ts";
import {
  BroadcastsPage,
  BroadcastsQuery,
  BroadcastTest,
  Look,
  NewBroadcast,
  PictureMessage,
} from "../broadcasts/api.ts";
import { contentOf } from "../broadcasts/content.ts";
import { broadcastsPage } from "../broadcasts/list.ts";
import { makeBroadcast, SERVICE, testBroadcast } from "../broadcasts/making.ts";
import { chosenTemplate, requestOf, templatesWithCodes } from "../broadcasts/picture.ts";
import { withLink } from "../chat/pictureLink.ts";
import { codeFrom } from "../codes/code.ts";
import type { PartsOf } from "../public/parts.ts";
import { SizeId } from "../template/size.ts";
import { Id, savingOf } from "./campaigns.ts";

const READ = { perMinute: 240 };
const WRITE = { perMinute: 60 };
const ACTS = {
  pause: "Takes back what nobody has begun to send, and waits.",
  resume: "Goes on where it was paused.",
  cancel: "Ends it for everybody whom it has not reached.",
} as const;
const Done = Type.Object({ done: Type.Boolean() });

/** Pictures with a code to many people at once: made here, sent by journeys. */
export function broadcastRoutes(p: Setup, partsOf: PartsOf): void {
  p.route(
    route({
      method: "GET",
      path: "/broadcasts",
      permission: "tenant:viewer",
      summary: "Lists broadcasts of pictures with how far they are, the newest first.",
      input: { query: BroadcastsQuery, output: BroadcastsPage },
      limits: READ,
      csv: "broadcasts",
      handle: (context, { query }) => broadcastsPage(context, query),
    }),
  );
  p.route(
    route({
      method: "POST",
      path: "/broadcasts",
      permission: "tenant:member",
      summary: "Makes a broadcast and sends it when it says.",
      input: { body: NewBroadcast, output: Done },
      limits: WRITE,
      async handle(context, { body }) {
        await makeBroadcast(context, partsOf(context), body, savingOf(context).by);
        const { key, name, message } = body;
        await context.db((trx) =>
          context.audit(trx, {
            action: "broadcast.made",
            target: `broadcast ${key}`,
            after: { name, code: message.code, template: message.template },
          }),
        );
        return { done: true };
      },
    }),
  );
  for (const [name, summary] of Object.entries(ACTS)) {
    p.route(
      route({
        method: "POST",
        path: `/broadcasts/:id/${name}`,
        permission: "tenant:member",
        summary,
        input: { params: Id, output: Done },
        limits: WRITE,
        async handle(context, { params }) {
          await steer(context, params.id, name);
          return { done: true };
        },
      }),
    );
  }
  p.route(
    route({
      method: "POST",
      path: "/broadcast-tests",
      permission: "tenant:member",
      summary: "Sends the message to one person now, as a test that counts nowhere.",
      input: { body: BroadcastTest, output: Done },
      limits: { perMinute: 20 },
      async handle(context, { body }) {
        await testBroadcast(context, partsOf(context), body.message, body.person);
        return { done: true };
      },
    }),
  );
  p.route(
    route({
      method: "POST",
      path: "/broadcast-looks",
      permission: "tenant:viewer",
      summary: "The message as journeys would send it, without its picture.",
      input: { body: PictureMessage, output: Look },
      limits: READ,
      handle: async (context, { body }) => ({
        content: await contentOf(context, body, { code: codeFrom(body.code) }),
      }),
    }),
  );
  p.route(
    route({
      method: "GET",
      path: "/broadcast-templates",
      permission: "tenant:viewer",
      summary: "Lists published templates that have a place for a code.",
      input: {
        output: Type.Object({
          items: Type.Array(
            Type.Object({ id: Type.String(), name: Type.String(), sizes: Type.Array(SizeId) }),
          ),
        }),
      },
      limits: READ,
      handle: async (context) => ({
        items: (await templatesWithCodes(context)).map(({ id, name, template }) => ({
          ...{ id, name, sizes: template.sizes },
        })),
      }),
    }),
  );
  p.route(
    route({
      method: "GET",
      path: "/broadcast-picture",
      permission: "tenant:viewer",
      summary: "The picture (JPEG) of a published template with a code.",
      input: {
        query: Type.Object({
          template: Type.String({ maxLength: 60 }),
          size: SizeId,
          code: Type.String({ maxLength: 64 }),
          w: Type.Integer({ minimum: 64, maximum: 1_080, default: 640 }),
        }),
      },
      limits: { perMinute: 1_200 },
      async handle(context, { query: { w: width, code, ...chosen } }) {
        const template = await chosenTemplate(context, chosen);
        const request = requestOf(
          context,
          template,
          chosen.size,
          await withLink(context, { code: codeFrom(code) }),
        );
        const { bytes, contentType } = await partsOf(context).renderer.render({ ...request, width });
        return reply(200, bytes, { "content-type": contentType, "cache-control": "private, max-age=60" });
      },
    }),
  );
}

async function steer(context: RouteContext<"tenant:member">, id: string, name: string): Promise<void> {
  const kept = await context.db((trx) =>
    trx.one<{ journeysId: string; name: string }>(
      `select journeys_id as "journeysId", name from broadcast where id = $1`,
      [id],
    ),
  );
  if (kept === undefined)
    throw new PlatformError("There is no such broadcast.", {
      code: "broadcast.not_found",
      status: 404,
      hint: "It may have been deleted: go back to the list.",
    });
  const journeys = context.service<BroadcastsService>(SERVICE);
  if (name === "pause") await journeys.pause(kept.journeysId);
  else if (name === "resume") await journeys.resume(kept.journeysId);
  else await journeys.cancel(kept.journeysId);
  await context.db((trx) =>
    context.audit(trx, {
      action: `broadcast.${name}`,
      target: `broadcast ${id}`,
      before: { name: kept.name },
    }),
  );
}
