/** Tables of a woff2 whose transformation is the rule: `glyf` and `loca` by their place in its list of known tags. */
const TRANSFORMED: ReadonlySet<number> = new Set([10, 11]);
const ANOTHER_TAG = 63;

/**
 * Bytes that a font's tables say they unfold to, before anything is unfolded. For plain fonts the end of the last table.
 * @throws RangeError where the directory is cut off.
 */
export function unfoldedBytes(content: Uint8Array, kind: "woff2" | "woff" | "otf" | "ttf"): number {
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  if (kind === "woff2") return woff2Bytes(view);
  if (kind === "woff") return sumOf(view, 44, 20, 12);
  const tables = view.getUint16(4);
  let end = 0;
  for (let at = 12; at < 12 + tables * 16; at += 16)
    end = Math.max(end, view.getUint32(at + 8) + view.getUint32(at + 12));
  return end;
}

function sumOf(view: DataView, from: number, step: number, field: number): number {
  let sum = 0;
  for (let table = 0; table < view.getUint16(12); table++) sum += view.getUint32(from + table * step + field);
  return sum;
}

function woff2Bytes(view: DataView): number {
  let at = 48;
  let sum = 0;
  const number = () => {
    let value = 0;
    for (let digit = 0; digit < 5; digit++) {
      const byte = view.getUint8(at++);
      value = value * 128 + (byte & 127);
      if (byte < 128) return value;
    }
    throw new RangeError("A length does not end.");
  };
  for (let table = 0; table < view.getUint16(12); table++) {
    const flags = view.getUint8(at++);
    const tag = flags & 63;
    if (tag === ANOTHER_TAG) at += 4;
    const original = number();
    const version = flags >> 6;
    const transformed = TRANSFORMED.has(tag) ? version === 0 : version !== 0;
    sum += Math.max(original, transformed ? number() : 0);
  }
  return sum;
}
