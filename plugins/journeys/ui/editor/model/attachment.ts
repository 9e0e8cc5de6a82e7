import type { RehearsalInput } from "../../../rehearsal/api.ts";

type Answer = Extract<RehearsalInput, { kind: "answer" }>["answer"];

/** Something other than text that a person sends in the test chat. */
export interface Attachment {
  kind: Exclude<Answer["kind"], "text" | "other">;
  /** A file's name; the steps get it in place of Telegram's id of the file. */
  file?: string;
  bytes?: number;
  /** What shows the picture. */
  picture?: string;
  /** The words of a contact or a place, as the platform reads them. */
  text?: string;
}

export function answerOf({ kind, file, text = "" }: Attachment, caption: string): Answer {
  return { kind, text: text || caption, ...(file !== undefined && { file }) };
}

/** A file of the tester's own, of which nothing leaves the page but its name. */
export function ownFile(file: File): Attachment {
  const { type, size, name } = file;
  const common = { file: name.slice(-LONGEST_NAME), bytes: size };
  if (type === "image/gif") return { ...common, kind: "animation", picture: URL.createObjectURL(file) };
  if (type.startsWith("image/")) return { ...common, kind: "photo", picture: URL.createObjectURL(file) };
  if (type.startsWith("video/")) return { ...common, kind: "video" };
  return { ...common, kind: type === "audio/ogg" ? "voice" : "document" };
}

const LONGEST_NAME = 200;

const PICTURE = `<svg xmlns="http://www.w3.org/2000/svg" width="320" height="200" viewBox="0 0 320 200"><rect width="320" height="200" fill="#f4c77b"/><circle cx="232" cy="82" r="30" fill="#fff3d6"/><path d="M0 200 96 78l70 78 46-44 108 88z" fill="#5b7f95"/><path d="M0 200v-34l54-40 92 74z" fill="#3c5d73"/></svg>`;

/** One of each, for who has nothing at hand. */
export const SAMPLES = {
  photo: {
    kind: "photo",
    file: "picture.jpg",
    bytes: PICTURE.length,
    picture: `data:image/svg+xml,${encodeURIComponent(PICTURE)}`,
  },
  document: { kind: "document", file: "document.pdf", bytes: 48_200 },
  video: { kind: "video", file: "video.mp4", bytes: 1_250_000 },
  voice: { kind: "voice", file: "voice.ogg", bytes: 12_400 },
  sticker: { kind: "sticker", file: "sticker.webp" },
  location: { kind: "location", text: "51.5007, -0.1246" },
} as const satisfies Record<string, Attachment>;
