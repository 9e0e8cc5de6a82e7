/** How large an archive may be, before and after it is unpacked. Bytes. */
export interface ArchiveLimits {
  packedBytes: number;
  unpackedBytes: number;
  fileBytes: number;
  files: number;
  /** Times that the content may be larger than the archive, once it is larger than a megabyte. */
  ratio: number;
  /** Of plugin.json, package.json, release.json and signature.json, each. */
  manifestBytes: number;
}

export const STRATEGY_LIMITS: ArchiveLimits = {
  packedBytes: 2 * 1024 * 1024,
  unpackedBytes: 8 * 1024 * 1024,
  fileBytes: 2 * 1024 * 1024,
  files: 200,
  ratio: 60,
  manifestBytes: 64 * 1024,
};
