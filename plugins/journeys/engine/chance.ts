/**
 * A number in [0, 1) that depends on its key alone, evenly spread (FNV-1a with a final mix by MurmurHash3's). A walk draws all its
 * chances so: repeated after a crash it goes the same way, and a person keeps the branch of a split.
 */
export function chance(...key: readonly (string | number)[]): number {
  let hash = 0x811c9dc5;
  for (const character of key.join("\u0000")) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  hash ^= hash >>> 16;
  return (hash >>> 0) / 2 ** 32;
}
