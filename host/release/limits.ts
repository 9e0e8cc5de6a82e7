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

const MEGABYTE = 1024 * 1024;

export const STRATEGY_LIMITS: ArchiveLimits = {
  packedBytes: 2 * MEGABYTE,
  unpackedBytes: 8 * MEGABYTE,
  fileBytes: 2 * MEGABYTE,
  files: 200,
  ratio: 60,
  manifestBytes: 64 * 1024,
};

/** A plugin brings pages, pictures and fonts; its list of files is as long as they are many. */
export const PLUGIN_LIMITS: ArchiveLimits = {
  packedBytes: 16 * MEGABYTE,
  unpackedBytes: 64 * MEGABYTE,
  fileBytes: 16 * MEGABYTE,
  files: 1_500,
  ratio: 60,
  manifestBytes: 256 * 1024,
};
