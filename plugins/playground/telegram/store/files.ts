import { createHash } from "node:crypto";
import type { Transaction } from "@promostack/core";
import { badRequest } from "../domain/refusal.ts";

export type FileKind = "photo" | "video" | "voice" | "document" | "animation" | "audio";

export interface FileRow {
  unique_id: string;
  name: string | null;
  mime: string;
  width: number | null;
  height: number | null;
  size: number;
}

export interface NewFile {
  bytes: Uint8Array;
  name: string;
  mime: string;
  width?: number;
  height?: number;
}

const COLUMNS = "unique_id, name, mime, width, height, length(bytes) as size";

/** The same bytes are one file, whoever sends them. */
export async function storeFile(trx: Transaction, file: NewFile, now: Date): Promise<FileRow> {
  const uniqueId = createHash("sha256").update(file.bytes).digest("base64url").slice(0, 16);
  await trx.run(
    `insert into file (unique_id, bytes, name, mime, width, height, created_at) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (unique_id) do nothing`,
    [uniqueId, file.bytes, file.name, file.mime, file.width ?? null, file.height ?? null, now],
  );
  return known(await findFile(trx, uniqueId));
}

function findFile(trx: Transaction, uniqueId: string): Promise<FileRow | undefined> {
  return trx.one<FileRow>(`select ${COLUMNS} from file where unique_id = $1`, [uniqueId]);
}

export function fileBytes(trx: Transaction, uniqueId: string) {
  return trx.one<{ bytes: Uint8Array; mime: string; name: string | null }>(
    "select bytes, mime, name from file where unique_id = $1",
    [uniqueId],
  );
}

/** A file_id belongs to one bot: it names the bot, so that another's is refused. */
export function fileId(kind: FileKind, botId: number, uniqueId: string): string {
  return Buffer.from(`${kind}:${botId}:${uniqueId}`).toString("base64url");
}

/** The file behind a file_id of this bot. Raises Telegram's refusal for others. */
export async function fileByFileId(
  trx: Transaction,
  botId: number,
  id: string,
): Promise<{ kind: string; file: FileRow }> {
  const [kind = "", owner = "", uniqueId = ""] = Buffer.from(id, "base64url").toString().split(":");
  const file = owner === String(botId) ? await findFile(trx, uniqueId) : undefined;
  if (!file) throw badRequest("wrong file identifier/HTTP URL specified");
  return { kind, file };
}

function known(file: FileRow | undefined): FileRow {
  if (!file) throw new Error("A file that was just written is not there.");
  return file;
}
