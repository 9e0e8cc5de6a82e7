import type { Picture } from "./picture.ts";

/** Pictures that were drawn before, bounded in size. */
export interface PictureCache {
  /** Undefined where it is not there (any more). */
  get(tenantId: string, hash: string): Promise<Uint8Array | undefined>;
  put(tenantId: string, hash: string, bytes: Picture["bytes"]): Promise<void>;
  /** Everything of a tenant that goes. */
  forget(tenantId: string): Promise<void>;
}
