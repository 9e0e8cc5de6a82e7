import { PlatformError, type Static, type StoredFile, type TenantContext, Type } from "@promostack/core";
import { Media } from "../graph/parts.ts";

/** Telegram takes photos of 10 MB, and what else a bot uploads up to 50; this plugin stores up to 20. */
export const LARGEST_FILE = 20_000_000;
const LARGEST_PHOTO = 10_000_000;

export const NewMedia = Type.Object({
  name: Type.String({ maxLength: 200 }),
  content: Type.String({ description: "The file in base64." }),
});
export const StoredMedia = Type.Object({ media: Media, bytes: Type.Integer() });
export type StoredMedia = Static<typeof StoredMedia>;

/** Stores a file for messages. How it is sent follows from what is in it. Raises `file.*` for what cannot be stored. */
export async function storeMedia(
  { storage }: Pick<TenantContext, "storage">,
  { name, content }: Static<typeof NewMedia>,
): Promise<StoredMedia> {
  const bytes = Buffer.from(content, "base64");
  if (bytes.length === 0)
    throw new PlatformError("The file is empty.", {
      code: "media.empty",
      status: 400,
      hint: "Choose another file.",
    });
  const stored = await storage.put(bytes, { accept: ["*/*"], maxBytes: LARGEST_FILE });
  return { media: { kind: kindOf(stored), file: stored.key, name }, bytes: stored.bytes };
}

function kindOf({ contentType, bytes }: StoredFile): Media["kind"] {
  if (contentType === "image/gif") return "animation";
  if (/^image\/(jpeg|png|webp)$/.test(contentType) && bytes <= LARGEST_PHOTO) return "photo";
  if (contentType === "video/mp4") return "video";
  if (/^audio\/(ogg|opus)/.test(contentType)) return "voice";
  return "document";
}
