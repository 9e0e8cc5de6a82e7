// Prints the same picture as many make it: boxes in CSS to SVG by satori, SVG to pixels by resvg, pixels to JPEG by sharp. A thread, and
// plain JavaScript: satori's types bring React's, whose idea of a browser's elements is not playwright's.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { parentPort, workerData } from "node:worker_threads";
import { Resvg } from "@resvg/resvg-js";
import qrcode from "qrcode";
import satori from "satori";
import sharp from "sharp";

const require = createRequire(import.meta.url);
const SIDE = 1080;
const { look, photo, logo, rounds } = workerData;

const fonts = [400, 700].map((weight) => ({
  name: "Inter",
  weight,
  data: readFileSync(require.resolve(`@fontsource/inter/files/inter-latin-${weight}-normal.woff`)),
}));
// Cut and scaled beforehand: neither is measured for it.
const cut = address(await sharp(photo).resize(SIDE, SIDE).jpeg({ quality: 90 }).toBuffer(), "jpeg");
const mark = address(logo, "png");

await print("WARM-1");
const milliseconds = [];
for (let round = 0; round < rounds; round++) {
  const begun = performance.now();
  await print(`ALONE-${round}`);
  milliseconds.push(performance.now() - begun);
}
parentPort?.postMessage(milliseconds);

async function print(code) {
  const svg = await satori(await page(code), { width: SIDE, height: SIDE, fonts });
  const { pixels, width, height } = new Resvg(svg).render();
  return sharp(pixels, { raw: { width, height, channels: 4 } })
    .removeAlpha()
    .jpeg({ quality: 90 })
    .toBuffer();
}

async function page(code) {
  const qr = await qrcode.toString(`https://t.me/coupon_bot?start=${code}`, { type: "svg", margin: 2 });
  const scrim = `linear-gradient(${look.paper}33, ${look.paper})`;
  return {
    type: "div",
    props: {
      style: { display: "flex", width: SIDE, height: SIDE, background: look.paper },
      children: [
        image(cut, place(0, 0, 100, 100)),
        { type: "div", props: { style: { ...place(0, 0, 100, 100), backgroundImage: scrim } } },
        image(mark, { ...place(6, 6, 12, 12), borderRadius: "50%" }),
        words(look.heading, {
          ...place(6, 40, 88, 26),
          fontSize: 84,
          fontWeight: 700,
          alignItems: "flex-end",
        }),
        words(code, { ...place(6, 70, 60, 10), fontSize: 64, fontWeight: 700, color: "#ffd166" }),
        words(look.note, { ...place(6, 82, 60, 12), fontSize: 32 }),
        image(address(qr, "svg+xml"), place(74, 74, 20, 20)),
      ],
    },
  };
}

function place(left, top, width, height) {
  return { position: "absolute", left: `${left}%`, top: `${top}%`, width: `${width}%`, height: `${height}%` };
}

function image(src, style) {
  return { type: "img", props: { src, style } };
}

function words(children, style) {
  return {
    type: "div",
    props: { children, style: { display: "flex", color: look.ink, fontFamily: "Inter", ...style } },
  };
}

function address(content, type) {
  return `data:image/${type};base64,${Buffer.from(content).toString("base64")}`;
}
