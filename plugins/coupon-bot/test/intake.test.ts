import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { deflateSync } from "node:zlib";
import { expect } from "chai";
import sharp from "sharp";
import { createIntake, type Intake } from "../media/intake.ts";

const require = createRequire(import.meta.url);
const TENANT = "0190a000-0000-7000-8000-00000000000a";
const MB = 1_048_576;

const plain = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: "#d00000" } });
const svg = (inside: string, rest = 'width="100" height="100"') =>
  Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ${rest}>${inside}</svg>`,
  );
const fontsource = (path: string) => readFile(require.resolve(path));

describe("uploaded pictures", () => {
  let intake: Intake;
  before(() => {
    intake = createIntake();
  });
  after(() => intake.close());

  const refused = async (content: Uint8Array) => {
    const begun = performance.now();
    const error = await intake.picture(TENANT, content).then(
      () => "taken",
      (cause: unknown) => cause,
    );
    return { error, took: performance.now() - begun };
  };

  it("are made anew, upright, without what came along", async () => {
    const sent = await plain(400, 200)
      .composite([{ input: await plain(100, 100).negate().png().toBuffer(), left: 0, top: 0 }])
      .withExif({ IFD0: { Artist: "Somebody" }, IFD3: { GPSLatitude: "51/1 30/1 0/1" } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    const taken = await intake.picture(TENANT, sent);
    const found = await sharp(taken.bytes).metadata();
    expect(taken).to.include({ contentType: "image/jpeg", width: 200, height: 400, animated: false });
    expect([found.exif, found.orientation, found.xmp, found.icc]).to.deep.equal([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    const corner = await sharp(taken.bytes)
      .extract({ left: 150, top: 10, width: 1, height: 1 })
      .raw()
      .toBuffer();
    expect(
      [...corner].map((value) => Math.round(value / 64)),
      "turned by a quarter",
    ).to.deep.equal([1, 4, 4]);
  });

  it("are known by what they contain: PNG, JPEG, WebP, GIF and SVG, whatever their name says", async () => {
    for (const format of ["png", "jpeg", "webp", "gif"] as const)
      expect(
        (await intake.picture(TENANT, await plain(64, 64).toFormat(format).toBuffer())).width,
        format,
      ).to.equal(64);
    const round = await intake.picture(TENANT, svg('<circle cx="50" cy="50" r="40" fill="#00f"/>'));
    expect(round).to.include({ contentType: "image/png", width: 1_600, height: 1_600 });
    expect((await sharp(round.bytes).metadata()).hasAlpha).to.equal(true);
    const large = await intake.picture(TENANT, await plain(5_000, 100).png().toBuffer());
    expect(large).to.include({ width: 2_560, height: 51 });
  });

  it("keep their transparency, and of moving ones the first frame", async () => {
    const frames = await sharp(
      Buffer.concat([Buffer.alloc(64 * 64 * 4, 0), Buffer.alloc(64 * 64 * 4, 255)]),
      { raw: { width: 64, height: 128, channels: 4, pageHeight: 64 } },
    )
      .gif({ delay: [100, 100], loop: 0 })
      .toBuffer();
    expect((await sharp(frames).metadata()).pages).to.equal(2);
    expect(await intake.picture(TENANT, frames)).to.include({
      width: 64,
      height: 64,
      animated: true,
      contentType: "image/png",
    });
  });

  it("are kept as JPEG where nothing shines through, in 8 bits and sRGB whatever they were", async () => {
    const deep = await plain(64, 64).ensureAlpha().toColourspace("rgb16").png().toBuffer();
    expect((await sharp(deep).metadata()).depth).to.equal("ushort");
    const inks = await plain(64, 64).toColourspace("cmyk").jpeg().toBuffer();
    for (const sent of [deep, inks]) {
      const taken = await intake.picture(TENANT, sent);
      expect(taken.contentType).to.equal("image/jpeg");
      expect(await sharp(taken.bytes).metadata()).to.include({ space: "srgb", depth: "uchar" });
    }
  });

  it("bear a broken EXIF", async () => {
    const whole = await plain(64, 64)
      .withExif({ IFD0: { Orientation: "3", Artist: "x".repeat(200) } })
      .jpeg()
      .toBuffer();
    const at = whole.indexOf("Exif");
    for (let index = at + 14; index < at + 60; index++) whole[index] = 0xff;
    expect(await intake.picture(TENANT, whole)).to.include({ width: 64, height: 64 });
  });

  it("may have 10 MB and not one byte more", async () => {
    const jpeg = await plain(64, 64).jpeg().toBuffer();
    const padded = (bytes: number) => Buffer.concat([jpeg, Buffer.alloc(bytes - jpeg.byteLength)]);
    expect(await intake.picture(TENANT, padded(10 * MB))).to.include({ width: 64 });
    expect((await refused(padded(10 * MB + 1))).error).to.include({ code: "upload.too_large", status: 422 });
  });

  it("are refused clearly and cheaply where they are hostile or broken", async () => {
    const png = await plain(400, 400).png().toBuffer();
    const noise = await sharp({
      create: {
        width: 300,
        height: 300,
        channels: 3,
        background: "#fff",
        noise: { type: "gaussian", mean: 128, sigma: 60 },
      },
    })
      .jpeg()
      .toBuffer();
    const hostile: [name: string, content: Uint8Array, code: string][] = [
      ["a bomb", pngOf(30_000, 30_000), "dimensions"],
      ["a bomb that lies about its size", pngOf(15_000, 4_000, Buffer.alloc(200)), "unreadable"],
      ["50,000 pixels wide", pngOf(50_000, 1), "dimensions"],
      ["0 pixels wide", pngOf(0, 100), "unreadable"],
      ["a speck", await plain(8, 900).png().toBuffer(), "dimensions"],
      ["half a PNG", png.subarray(0, png.byteLength / 2), "unreadable"],
      ["half a JPEG", noise.subarray(0, noise.byteLength / 2), "unreadable"],
      ["a PDF", Buffer.from("%PDF-1.7 …"), "type"],
      ["a web page", Buffer.from("<html><script>alert(1)</script></html>"), "type"],
      ["a program", Buffer.from("\x7fELF\x02\x01\x01", "latin1"), "type"],
      ["a TIFF", await plain(64, 64).tiff().toBuffer(), "type"],
      ["a HEIC", Buffer.from("\0\0\0\x18ftypheic\0\0\0\0mif1heic", "latin1"), "type"],
      ["nothing", new Uint8Array(), "type"],
      ["the head of a PNG", png.subarray(0, 8), "unreadable"],
      ["an SVG with a script", svg("<script>fetch('//x')</script>"), "unsafe"],
      ["an SVG with a handler", svg('<rect width="9" height="9" onload="alert(1)"/>'), "unsafe"],
      [
        "an SVG with a handler in disguise",
        svg('<a xlink:href="java&#115;cript:alert(1)"><rect width="9" height="9"/></a>'),
        "unsafe",
      ],
      ["an SVG with another file", svg('<image href="file:///etc/passwd" width="9" height="9"/>'), "unsafe"],
      [
        "an SVG with an address",
        svg('<image xlink:href="http://169.254.169.254/" width="9" height="9"/>'),
        "unsafe",
      ],
      ["an SVG with a style from elsewhere", svg("<style>@import url(//x/y.css)</style>"), "unsafe"],
      [
        "an SVG that uses another",
        svg('<rect fill="url(https://x/y.svg#g)" width="9" height="9"/>'),
        "unsafe",
      ],
      [
        "an SVG with an SVG within",
        svg('<image href="data:image/svg+xml;base64,AAAA" width="9" height="9"/>'),
        "unsafe",
      ],
      ["an SVG with a page within", svg("<foreignObject><body/></foreignObject>"), "unsafe"],
      [
        "a billion laughs",
        Buffer.from(
          `<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>${svg("&b;")}`,
        ),
        "unsafe",
      ],
      ["an SVG of 50,000 pixels", svg("<rect/>", 'width="50000" height="10"'), "dimensions"],
      [
        "an SVG in another encoding",
        Buffer.concat([Buffer.from("<svg>"), Buffer.from([0xff, 0xfe])]),
        "unreadable",
      ],
      [
        "an SVG that is none",
        Buffer.from("<svg xmlns='http://www.w3.org/2000/svg' width='50' height='50'><rect"),
        "unreadable",
      ],
      ["an SVG with text", svg('<text y="50">Aurum</text>'), "svg_text"],
      ["a long SVG", svg("<g/>".repeat(300_000)), "too_large"],
    ];
    for (const [name, content, code] of hostile) {
      const { error, took } = await refused(content);
      expect(error, name).to.include({ code: `upload.${code}`, status: 422 });
      expect(took, name).to.be.below(20_000);
    }
  });

  it("cost no more than their time, and the next is taken all the same", async () => {
    const hasty = createIntake({ timeoutMs: 2_500 });
    await hasty.picture(TENANT, await plain(64, 64).png().toBuffer());
    // Each level shows the level below ten times: ten thousand million circles.
    const levels = Array.from(
      { length: 10 },
      (_, level) => `<g id="l${level + 1}">${`<use href="#l${level}"/>`.repeat(10)}</g>`,
    );
    const laughs = svg(`<defs><circle id="l0" r="9"/>${levels.join("")}</defs><use href="#l10"/>`);
    const begun = performance.now();
    const error = await hasty.picture(TENANT, laughs).then(
      () => "taken",
      (cause: unknown) => cause,
    );
    expect(error).to.include({ code: "upload.too_hard", status: 422 });
    expect(performance.now() - begun).to.be.below(20_000);
    expect(await hasty.picture(TENANT, await plain(65, 64).png().toBuffer())).to.include({ width: 65 });
    hasty.close();
  });
});

describe("uploaded fonts", () => {
  let intake: Intake;
  let woff2: Buffer;
  before(async () => {
    intake = createIntake();
    woff2 = await fontsource("@fontsource/pacifico/files/pacifico-latin-400-normal.woff2");
  });
  after(() => intake.close());

  it("are taken as they are, and told by what they say of themselves", async () => {
    const taken = await intake.font(TENANT, woff2);
    expect(taken).to.include({ family: "Pacifico", contentType: "font/woff2", restricted: false });
    expect(taken.letters).to.be.above(100);
    expect(Buffer.from(taken.bytes).equals(woff2)).to.equal(true);
    const woff = await fontsource("@fontsource/pacifico/files/pacifico-latin-400-normal.woff");
    expect(await intake.font(TENANT, woff)).to.include({ contentType: "font/woff", family: "Pacifico" });
    const variable = await fontsource("@fontsource-variable/oswald/files/oswald-latin-wght-normal.woff2");
    expect(await intake.font(TENANT, variable)).to.include({ family: "Oswald" });
  });

  it("are refused clearly and cheaply where they lie", async () => {
    const changed = (change: (font: Buffer) => void) => {
      const copy = Buffer.from(woff2);
      change(copy);
      return copy;
    };
    const liars: [name: string, content: Uint8Array, code: string][] = [
      ["a picture", await plain(64, 64).png().toBuffer(), "type"],
      ["a script", Buffer.from("#!/bin/sh"), "type"],
      ["a collection", Buffer.from("ttcf\0\x01\0\0\0\0\0\x02", "latin1"), "type"],
      ["only a head", woff2.subarray(0, 40), "unreadable"],
      ["half of one", woff2.subarray(0, woff2.byteLength / 2), "unreadable"],
      ["other letters within", changed((font) => font.fill(0x55, 400, 4_000)), "unreadable"],
      ["more tables than there are", changed((font) => font.writeUInt16BE(65_535, 12)), "unreadable"],
      ["a table of gigabytes", sfnt([["glyf", 0xffff_fff0, 28]]), "unreadable"],
      ["no letters", sfnt([["head", 0, 28]]), "unreadable"],
      ["a WOFF that unfolds without end", bomb(), "unreadable"],
      ["5 MB and one byte", Buffer.concat([woff2, Buffer.alloc(5 * MB + 1 - woff2.byteLength)]), "too_large"],
    ];
    for (const [name, content, code] of liars) {
      const begun = performance.now();
      const error = await intake.font(TENANT, content).then(
        (font) => font.family,
        (cause: unknown) => cause,
      );
      expect(error, name).to.include({ code: `upload.${code}`, status: 422 });
      expect(performance.now() - begun, name).to.be.below(20_000);
    }
  });
});

/** A PNG of one colour, made by hand: its head says what it likes. */
function pngOf(width: number, height: number, data = deflateSync(Buffer.alloc(100_000))): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const chunk = (type: string, content: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), content]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(content.byteLength, 0);
    frame.writeUInt32BE(crc(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    chunk("IHDR", head),
    chunk("IDAT", data),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function crc(content: Buffer): number {
  let value = 0xffff_ffff;
  for (const byte of content) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb8_8320 : value >>> 1;
  }
  return (value ^ 0xffff_ffff) >>> 0;
}

/** The directory of a plain font with tables where it likes. */
function sfnt(tables: [tag: string, length: number, offset: number][]): Buffer {
  const head = Buffer.alloc(12 + tables.length * 16 + 64);
  head.writeUInt32BE(0x0001_0000, 0);
  head.writeUInt16BE(tables.length, 4);
  for (const [index, [tag, length, offset]] of tables.entries()) {
    const at = 12 + index * 16;
    head.write(tag, at, "latin1");
    head.writeUInt32BE(offset, at + 8);
    head.writeUInt32BE(length, at + 12);
  }
  return head;
}

/** A WOFF whose one table says that it has 4 GB. */
function bomb(): Buffer {
  const font = Buffer.alloc(64 + 2_000);
  font.write("wOFF", 0, "latin1");
  font.writeUInt32BE(0x0001_0000, 4);
  font.writeUInt16BE(1, 12);
  font.write("glyf", 44, "latin1");
  font.writeUInt32BE(64, 48);
  font.writeUInt32BE(2_000, 52);
  font.writeUInt32BE(0xffff_fff0, 56);
  return font;
}
