/**
 * Deterministic noise with random access: the same seed, octave and lattice point give the same value on every machine,
 * whatever was asked before. Integer arithmetic only (murmur3's finaliser), so no rounding differs.
 */
export class Noise {
  readonly #seed: number;

  constructor(seed: string) {
    let hash = 0x811c9dc5;
    for (const byte of Buffer.from(seed)) hash = Math.imul(hash ^ byte, 0x01000193);
    this.#seed = hash >>> 0;
  }

  /** About normal, mean 0, deviation 1: the sum of four uniform values. */
  at(octave: number, point: number): number {
    const base = mix(
      this.#seed ^ Math.imul(octave + 1, 0x9e3779b1) ^ mix(point | 0) ^ Math.floor(point / 2 ** 32),
    );
    const next = mix(base + 0x6d2b79f5);
    const sum = (base & 0xffff) + (base >>> 16) + (next & 0xffff) + (next >>> 16);
    return (sum / 65_536 - 2) * Math.sqrt(3);
  }
}

function mix(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
