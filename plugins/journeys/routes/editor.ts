import { route, type Setup, Type } from "@promostack/core";
import { NewDraft } from "../drafts/api.ts";
import { outsideOf, Problems } from "../drafts/draftCheck.ts";
import { NewMedia, StoredMedia, storeMedia } from "../drafts/mediaFiles.ts";
import { Surroundings, surroundingsOf } from "../drafts/surroundings.ts";
import { problemsOf } from "../graph/check/problems.ts";
import type { Points } from "../points/points.ts";
import { JourneyId, LARGEST_DRAFT, READ } from "./limits.ts";

/** A file of 20 MB in base64. */
const LARGEST_UPLOAD = 28_000_000;
const MEDIA_SECONDS = 3_600;

/** What the editor asks beside drafts: what there is to choose from, what is wrong with a draft, and files for messages. */
export function editorRoutes(p: Setup, points: Points): void {
  p.route(
    route({
      method: "GET",
      path: "/surroundings",
      permission: "tenant:viewer",
      summary: "What the editor offers to choose from: the bot, channels, tags, fields.",
      input: { output: Surroundings },
      limits: READ,
      handle: (context) => surroundingsOf(context, points),
    }),
  );
  p.route(
    route({
      method: "POST",
      path: "/journeys/:id/problems",
      permission: "tenant:viewer",
      summary: "What speaks against publishing a draft as it stands in the editor. Nothing is stored.",
      input: { params: JourneyId, body: NewDraft, output: Problems },
      limits: { perMinute: 600, bodyBytes: LARGEST_DRAFT },
      handle: async (context, { params, body }) => ({
        items: problemsOf(body.draft, await outsideOf(context, points, params.id)),
      }),
    }),
  );
  p.route(
    route({
      method: "POST",
      path: "/media",
      permission: "tenant:member",
      summary: "Stores a file for messages.",
      input: { body: NewMedia, output: StoredMedia },
      limits: { perMinute: 30, bodyBytes: LARGEST_UPLOAD, seconds: 60 },
      handle: (context, { body }) => storeMedia(context, body),
    }),
  );
  p.route(
    route({
      method: "GET",
      path: "/media",
      permission: "tenant:viewer",
      summary: "An address at which a stored file can be looked at for an hour.",
      input: {
        query: Type.Object({ file: Type.String({ maxLength: 300 }) }),
        output: Type.Object({ url: Type.String() }),
      },
      limits: READ,
      handle: async ({ storage }, { query }) => ({ url: await storage.signedUrl(query.file, MEDIA_SECONDS) }),
    }),
  );
}
