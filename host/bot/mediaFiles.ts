import type { Storage } from "@promostack/core";
import { InputFile } from "grammy";
import type { Statements } from "./outboxQueue.ts";

/** Parameters that carry a file, and where the answer tells its `file_id`. */
const FILES = ["photo", "document", "video", "voice", "animation"] as const;

interface Filled {
  payload: Record<string, unknown>;
  /** Set where a file is uploaded: remembers the `file_id` of the answer. */
  learn?: (result: unknown) => Promise<void>;
}

/** Turns `{ "$storage": key }` into a `file_id` that this bot knows, or an upload. A `file_id` belongs to one bot. */
export class MediaFiles {
  readonly #database: Statements;
  readonly #storage: (tenantId: string) => Storage;

  constructor(database: Statements, storage: (tenantId: string) => Storage) {
    this.#database = database;
    this.#storage = storage;
  }

  async fill(
    tenantId: string,
    botId: number,
    method: string,
    payload: Record<string, unknown>,
  ): Promise<Filled> {
    const name = FILES.find((file) => storageKey(payload[file]) !== undefined);
    const key = name && storageKey(payload[name]);
    if (name === undefined || key === undefined) return { payload };
    const [known] = await this.#database.query<{ file_id: string }>(
      "select file_id from host.bot_file where tenant_id = $1 and bot_id = $2 and key = $3 and method = $4",
      [tenantId, botId, key, method],
    );
    if (known) return { payload: { ...payload, [name]: known.file_id } };
    const bytes = await this.#storage(tenantId).get(key);
    return {
      payload: { ...payload, [name]: new InputFile(bytes, key.split("/").pop() ?? "file") },
      learn: async (result) => {
        const fileId = fileIdOf(result, name);
        if (fileId === undefined) return;
        await this.#database.query(
          `insert into host.bot_file (tenant_id, bot_id, key, method, file_id, created_at)
           values ($1, $2, $3, $4, $5, clock_timestamp()) on conflict do nothing`,
          [tenantId, botId, key, method, fileId],
        );
      },
    };
  }

  /** Telegram no longer takes a file's id: the next message uploads it again. */
  async forget(tenantId: string, botId: number, payload: Record<string, unknown>): Promise<boolean> {
    const keys = FILES.flatMap((file) => storageKey(payload[file]) ?? []);
    if (keys.length === 0) return false;
    const gone = await this.#database.query(
      "delete from host.bot_file where tenant_id = $1 and bot_id = $2 and key = any($3) returning key",
      [tenantId, botId, keys],
    );
    return gone.length > 0;
  }
}

function storageKey(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null || !("$storage" in value)) return undefined;
  return typeof value.$storage === "string" ? value.$storage : undefined;
}

/** The largest photo, or the file itself. */
function fileIdOf(result: unknown, name: string): string | undefined {
  if (typeof result !== "object" || result === null) return undefined;
  const found: unknown = Reflect.get(result, name);
  const file: unknown = Array.isArray(found) ? found.at(-1) : found;
  const id: unknown = typeof file === "object" && file !== null ? Reflect.get(file, "file_id") : undefined;
  return typeof id === "string" ? id : undefined;
}
