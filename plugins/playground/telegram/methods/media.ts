import { captionFields } from "../domain/formatting.ts";
import { isRecord, type Parameters, type UploadedFile } from "../domain/parameters.ts";
import { pictureSize } from "../domain/picture.ts";
import { badRequest, Refusal } from "../domain/refusal.ts";
import type { Content } from "../domain/shapes.ts";
import { type FileKind, type FileRow, fileByFileId, fileId, storeFile } from "../store/files.ts";
import type { Call } from "./call.ts";

const KINDS: Readonly<Record<string, FileKind>> = {
  sendPhoto: "photo",
  sendVideo: "video",
  sendVoice: "voice",
  sendDocument: "document",
  sendAnimation: "animation",
  sendAudio: "audio",
};
const MB = 1024 * 1024;
const LIMITS: Readonly<Record<FileKind, number>> = {
  photo: 10 * MB,
  video: 50 * MB,
  voice: 50 * MB,
  document: 50 * MB,
  animation: 50 * MB,
  audio: 50 * MB,
};

/** The file of a sending method: an upload, or a file_id of this bot. */
export async function attachment(call: Call): Promise<Content> {
  const kind = KINDS[call.method];
  if (!kind) throw new Error(`${call.method} sends no file.`);
  const file = await resolve(call, kind, call.parameters.value(kind), call.parameters.upload(kind));
  return content(kind, file, call.bot.id, call.parameters);
}

/** The messages of an album: 2 to 10 items, photos and videos together, documents and audios among themselves. */
export async function mediaGroup(call: Call): Promise<Content[]> {
  const items = call.parameters.list("media") ?? [];
  if (items.length < 2 || items.length > 10) throw badRequest("can't send album: there must be 2-10 items");
  const kinds = new Set(items.map((item) => (isRecord(item) ? item.type : undefined)));
  if (kinds.size > 1 && (kinds.has("document") || kinds.has("audio"))) {
    throw badRequest("can't use the media type in the album");
  }
  const group = { media_group_id: `${call.now.getTime()}${Math.floor(Math.random() * 1e4)}` };
  const contents: Content[] = [];
  for (const item of items) contents.push({ ...(await inputMedia(call, item)), ...group });
  return contents;
}

/** An InputMedia: its file and caption as a message's content. */
export async function inputMedia(call: Call, item: unknown): Promise<Content> {
  if (!isRecord(item)) throw badRequest("can't parse InputMedia: expected an Object");
  const { type, media, caption, parse_mode: mode, caption_entities: entities, has_spoiler: spoiler } = item;
  const kind = Object.values(KINDS).find((each) => each === type);
  if (!kind) throw badRequest(`can't parse InputMedia: type ${String(type)} is unsupported`);
  const attached = typeof media === "string" ? /^attach:\/\/(.+)$/.exec(media)?.[1] : undefined;
  const upload = attached === undefined ? undefined : call.parameters.files.get(attached);
  if (attached !== undefined && !upload)
    throw badRequest("can't parse InputMedia: file to upload is not found");
  const file = await resolve(call, kind, media, upload);
  return {
    ...content(kind, file, call.bot.id, call.parameters),
    ...captionFields(
      typeof caption === "string" ? caption : undefined,
      typeof mode === "string" ? mode : undefined,
      Array.isArray(entities) ? entities : undefined,
    ),
    ...(spoiler === true && { has_media_spoiler: true }),
  };
}

/** The same content for another bot: file ids are each bot's own. */
export function mediaContent(source: Content, botId: number): Content {
  const renewed = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(renewed);
    if (!isRecord(value)) return value;
    const copy = Object.fromEntries(Object.entries(value).map(([key, each]) => [key, renewed(each)]));
    const { file_id: id, file_unique_id: unique } = copy;
    if (typeof id !== "string" || typeof unique !== "string") return copy;
    const [kind = "document"] = Buffer.from(id, "base64url").toString().split(":");
    const known = Object.values(KINDS).find((each) => each === kind) ?? "document";
    return { ...copy, file_id: fileId(known, botId, unique) };
  };
  return Object.fromEntries(Object.entries(source).map(([key, value]) => [key, renewed(value)]));
}

async function resolve(
  call: Call,
  kind: FileKind,
  value: unknown,
  upload: UploadedFile | undefined,
): Promise<FileRow> {
  if (upload) return stored(call, kind, upload);
  if (typeof value !== "string") throw badRequest(`there is no ${kind} in the request`);
  const attached = /^attach:\/\/(.+)$/.exec(value)?.[1];
  const named = attached === undefined ? undefined : call.parameters.files.get(attached);
  if (named) return stored(call, kind, named);
  // The stand-in fetches nothing: what Telegram could not fetch either is refused in its words.
  if (/^https?:/i.test(value)) throw badRequest("failed to get HTTP URL content");
  const { kind: known, file } = await fileByFileId(call.trx, call.bot.id, value);
  if (known !== kind && kind !== "document") {
    throw badRequest(`can't use file of type ${label(known)} as ${label(kind)}`);
  }
  return file;
}

async function stored(call: Call, kind: FileKind, upload: UploadedFile): Promise<FileRow> {
  if (upload.bytes.length === 0) throw badRequest("file must be non-empty");
  if (upload.bytes.length > LIMITS[kind]) {
    if (kind === "photo") throw badRequest("PHOTO_INVALID_DIMENSIONS: file is too big");
    throw new Refusal(413, "Request Entity Too Large");
  }
  const picture = pictureSize(upload.bytes);
  if (kind === "photo") {
    if (!picture) throw badRequest("IMAGE_PROCESS_FAILED");
    const { width, height } = picture;
    if (width + height > 10_000 || Math.max(width, height) > 20 * Math.min(width, height)) {
      throw badRequest("PHOTO_INVALID_DIMENSIONS");
    }
  }
  return storeFile(
    call.trx,
    {
      bytes: upload.bytes,
      name: upload.name,
      mime: picture?.mime ?? upload.mime,
      width: picture?.width,
      height: picture?.height,
    },
    call.now,
  );
}

function content(kind: FileKind, file: FileRow, botId: number, parameters: Parameters): Content {
  const base = {
    file_id: fileId(kind, botId, file.unique_id),
    file_unique_id: file.unique_id,
    file_size: file.size,
  };
  const size = {
    width: file.width ?? parameters.integer("width") ?? 320,
    height: file.height ?? parameters.integer("height") ?? 240,
  };
  const duration = parameters.integer("duration") ?? 1;
  const named = { ...(file.name !== null && { file_name: file.name }), mime_type: file.mime };
  switch (kind) {
    case "photo":
      return { photo: [{ ...base, ...size }] };
    case "video":
      return { video: { ...base, ...size, duration, ...named } };
    case "animation": {
      const animation = { ...base, ...size, duration, ...named };
      // Telegram repeats an animation as a document, for clients that know no animations.
      return { animation, document: { ...base, ...named } };
    }
    case "voice":
      return { voice: { ...base, duration, mime_type: file.mime } };
    case "audio":
      return { audio: { ...base, duration, ...named } };
    case "document":
      return { document: { ...base, ...named } };
  }
}

function label(kind: string): string {
  return `${kind.charAt(0).toUpperCase()}${kind.slice(1)}`;
}
