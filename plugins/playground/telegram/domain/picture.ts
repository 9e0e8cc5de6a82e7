/** Width and height of a picture, read from its header. Undefined for bytes that are no picture. */
export function pictureSize(bytes: Uint8Array): { width: number; height: number; mime: string } | undefined {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.length > 24 && view.readUInt32BE(0) === 0x89504e47) {
    return { width: view.readUInt32BE(16), height: view.readUInt32BE(20), mime: "image/png" };
  }
  if (view.length > 10 && view.toString("latin1", 0, 3) === "GIF") {
    return { width: view.readUInt16LE(6), height: view.readUInt16LE(8), mime: "image/gif" };
  }
  if (
    view.length > 30 &&
    view.toString("latin1", 0, 4) === "RIFF" &&
    view.toString("latin1", 8, 12) === "WEBP"
  ) {
    return webpSize(view);
  }
  return view.length > 4 && view.readUInt16BE(0) === 0xffd8 ? jpegSize(view) : undefined;
}

function webpSize(view: Buffer) {
  const chunk = view.toString("latin1", 12, 16);
  const mime = "image/webp";
  if (chunk === "VP8X") {
    return { width: view.readUIntLE(24, 3) + 1, height: view.readUIntLE(27, 3) + 1, mime };
  }
  if (chunk === "VP8L") {
    const bits = view.readUInt32LE(21);
    return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1, mime };
  }
  return { width: view.readUInt16LE(26) & 0x3fff, height: view.readUInt16LE(28) & 0x3fff, mime };
}

/** Walks the segments to the frame header. */
function jpegSize(view: Buffer) {
  let at = 2;
  while (at + 9 < view.length) {
    if (view[at] !== 0xff) return undefined;
    const marker = view[at + 1] ?? 0;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) {
      return { width: view.readUInt16BE(at + 7), height: view.readUInt16BE(at + 5), mime: "image/jpeg" };
    }
    at += 2 + view.readUInt16BE(at + 2);
  }
  return undefined;
}
