import { createHash } from "node:crypto";
import sharp from "sharp";
import type { Asset } from "../../render/picture.ts";

/** Evening in the mountains: enough colours and edges to show how a photo is cut and scaled. */
const PHOTO = `<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="1200">
  <defs><linearGradient id="sky" x2="0" y2="1"><stop stop-color="#21304f"/><stop offset=".55" stop-color="#e07a5f"/><stop offset="1" stop-color="#f4d58d"/></linearGradient>
  <linearGradient id="lake" x2="0" y2="1"><stop stop-color="#f2cc8f"/><stop offset="1" stop-color="#264653"/></linearGradient></defs>
  <rect width="1600" height="1200" fill="url(#sky)"/><circle cx="1150" cy="520" r="110" fill="#fff3c4"/>
  <path d="M0 760 260 430 430 620 700 300 980 680 1180 520 1600 780V900H0Z" fill="#3d405b"/>
  <path d="M700 300 620 395 690 430 740 390 790 420Z" fill="#fff"/>
  <path d="M0 830 320 640 600 820 900 700 1250 850 1600 720V950H0Z" fill="#2b2d42"/>
  <rect y="900" width="1600" height="300" fill="url(#lake)"/>
  ${Array.from({ length: 40 }, (_, index) => `<rect x="${(index * 397) % 1500}" y="${930 + ((index * 53) % 250)}" width="${60 + ((index * 31) % 90)}" height="3" fill="#fff" opacity=".25"/>`).join("")}
</svg>`;

const LOGO = `<svg xmlns="http://www.w3.org/2000/svg" width="600" height="600">
  <path d="M300 20 580 560H20Z" fill="#e63946"/><circle cx="300" cy="400" r="90" fill="#fff"/></svg>`;

const WORDMARK = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="240">
  <rect x="10" y="60" width="120" height="120" rx="24" fill="#1d3557"/>
  ${[190, 330, 470, 610, 750].map((x, index) => `<rect x="${x}" y="${60 + (index % 2) * 30}" width="100" height="${120 - (index % 2) * 30}" rx="50" fill="#457b9d"/>`).join("")}</svg>`;

/** Files as `media` would have taken them in. */
export async function testUploads(): Promise<Record<"photo" | "logo" | "wordmark", Asset>> {
  const [photo, logo, wordmark] = await Promise.all([
    sharp(Buffer.from(PHOTO)).jpeg({ quality: 90 }).toBuffer(),
    sharp(Buffer.from(LOGO)).png().toBuffer(),
    sharp(Buffer.from(WORDMARK)).png().toBuffer(),
  ]);
  return { photo: assetOf(photo), logo: assetOf(logo), wordmark: assetOf(wordmark) };
}

export function assetOf(content: Uint8Array): Asset {
  return { hash: createHash("sha256").update(content).digest("hex"), load: async () => content };
}
