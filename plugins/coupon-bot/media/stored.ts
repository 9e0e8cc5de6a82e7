import type { Storage } from "@promostack/core";
import type { Asset } from "../render/picture.ts";

/** A file in the tenant's storage, by the hash of its content. */
export interface StoredUpload {
  hash: string;
  fileKey: string;
}

/** A stored file as the renderer takes it. */
export function storedAsset(storage: Pick<Storage, "get">, { hash, fileKey }: StoredUpload): Asset {
  return { hash, load: () => storedBytes(storage, fileKey) };
}

/** A stored file, whole: what the intake kept is small. */
export async function storedBytes(storage: Pick<Storage, "get">, fileKey: string): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of await storage.get(fileKey)) chunks.push(chunk);
  return Buffer.concat(chunks);
}
