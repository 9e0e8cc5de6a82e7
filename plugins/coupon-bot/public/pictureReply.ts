import { type Reply, reply } from "@promostack/core";
import type { PictureRequest } from "../render/picture.ts";
import type { Visit } from "./visit.ts";

/** Widths that pages ask for: few, so that pictures are found again. */
const WIDTHS = [240, 760] as const;

export function widthIn(query: URLSearchParams): number | undefined {
  const wanted = Number(query.get("w"));
  return WIDTHS.find((width) => width === wanted);
}

/** A picture from the one renderer. What the reader has already is not drawn; what is drawn counts for their address. */
export async function pictureReply(
  { context, parts, paces, request }: Visit,
  wanted: PictureRequest,
  { fileName, cache }: { fileName: string | undefined; cache: string },
): Promise<Reply> {
  const etag = `"${parts.renderer.hash(wanted).slice(0, 32)}"`;
  const headers = {
    etag,
    "cache-control": cache,
    "cross-origin-resource-policy": "cross-origin",
    ...(fileName !== undefined && { "content-disposition": `attachment; filename="${fileName}"` }),
  };
  if (request.headers["if-none-match"] === etag) return reply(304, undefined, headers);
  paces.pictures.take(`${context.tenantId} ${request.address}`);
  const { bytes, contentType } = await parts.renderer.render(wanted);
  return reply(200, bytes, { ...headers, "content-type": contentType });
}
