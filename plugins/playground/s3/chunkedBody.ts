/**
 * The payload of an `aws-chunked` body: `<hex size>[;chunk-signature=…]\r\n<bytes>\r\n` again and again, then a chunk of
 * size 0 and trailers. Undefined for a body that is not whole.
 */
export function decodeChunks(body: Buffer): Buffer | undefined {
  const parts: Buffer[] = [];
  for (let at = 0; ; ) {
    const end = body.indexOf("\r\n", at);
    if (end < 0) return undefined;
    const size = Number.parseInt(body.toString("latin1", at, end).split(";")[0] ?? "", 16);
    if (!Number.isFinite(size) || size < 0) return undefined;
    if (size === 0) return Buffer.concat(parts);
    const from = end + 2;
    if (from + size > body.length) return undefined;
    parts.push(body.subarray(from, from + size));
    at = from + size + 2;
  }
}
