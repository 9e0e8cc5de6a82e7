import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep, setImmediate as turn } from "node:timers/promises";
import { expect } from "chai";
import sharp from "sharp";
import { eventually } from "../../../test/kit/waiting.ts";
import { DiskCache } from "../render/diskCache.ts";
import { FairQueue } from "../render/fairQueue.ts";
import type { Asset, PictureRequest } from "../render/picture.ts";
import type { PictureCache } from "../render/pictureCache.ts";
import { createRenderer, type Renderer, type RendererOptions } from "../render/renderer.ts";
import { sketch, words } from "./pictures/sketch.ts";
import { assetOf, testUploads } from "./pictures/uploads.ts";

const require = createRequire(import.meta.url);
const A = "0190a000-0000-7000-8000-00000000000a";
const B = "0190b000-0000-7000-8000-00000000000b";

const request = (code: string, rest: Partial<PictureRequest> = {}): PictureRequest => ({
  tenantId: A,
  template: sketch([words("{code}")]),
  size: "square",
  variables: { code },
  assets: {},
  format: "jpeg",
  width: 200,
  ...rest,
});

const error = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (cause: unknown) => cause,
  );
const same = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0;
const fontFile = async (path: string): Promise<Asset> => assetOf(await readFile(require.resolve(path)));

describe("the renderer", () => {
  const open: Renderer[] = [];
  const renderer = (options: RendererOptions = {}) => {
    const made = createRenderer({ painters: 1, ...options });
    open.push(made);
    return made;
  };
  /** Two painters; and one, for what the order matters to. */
  let shared: Renderer;
  let single: Renderer;
  let photo: Asset;
  let logo: Asset;

  before(async () => {
    shared = renderer({ painters: 2 });
    single = renderer();
    ({ photo, logo } = await testUploads());
  });
  after(() => Promise.all(open.map((each) => each.close())));

  it("answers the same bytes for the same request, from whichever painter, in every format", async () => {
    const template = sketch(
      [words("{code} ✓ سلام", { shadow: { colour: "#000000", x: 4, y: 4, blur: 8 } })],
      {
        background: { fill: "#ffffff", photo: { asset: "photo" } },
      },
    );
    for (const format of ["jpeg", "png", "webp"] as const) {
      const asked = request("SAME", { template, format, assets: { photo } });
      const [first, second] = await Promise.all([shared.render(asked), single.render(asked)]);
      expect(same(first.bytes, second.bytes), format).to.equal(true);
      expect(first.hash).to.equal(second.hash).and.equal(shared.hash(asked));
      const found = await sharp(first.bytes).metadata();
      expect({ ...found, type: first.contentType }).to.include({
        format,
        width: 200,
        height: 200,
        hasAlpha: false,
        type: `image/${format}`,
      });
    }
  });

  it("knows pictures by all that they depend on, and by nothing else", () => {
    const hash = (rest: Partial<PictureRequest>) => shared.hash(request("X", rest));
    const own = hash({});
    expect(hash({ variables: { code: "X", unused: "1" } }), "a variable that it does not use").to.equal(own);
    const changes: Partial<PictureRequest>[] = [
      { tenantId: B },
      { size: "story" },
      { variables: { code: "Y" } },
      { format: "png" },
      { width: 300 },
      { template: sketch([words("{code}", { weight: 400 })]) },
    ];
    expect(new Set([own, ...changes.map(hash)]).size).to.equal(changes.length + 1);
  });

  it("draws a picture once for all who want it at the same time, and answers a kept one without a painter", async () => {
    let loads = 0;
    const counted = { ...logo, load: () => logo.load().finally(() => loads++) };
    const asked = request("ONCE", {
      template: sketch([words("{code}")], { background: { fill: "#000000", photo: { asset: "logo" } } }),
      assets: { logo: counted },
    });
    const all = await Promise.all([single.render(asked), single.render(asked), single.render(asked)]);
    expect(loads).to.equal(1);
    for (const pid of single.painters) process.kill(pid, "SIGKILL");
    while (single.painters.length > 0) await sleep(5);
    const kept = await single.render(asked);
    expect(single.painters).to.deep.equal([]);
    expect(all.every(({ bytes }) => same(bytes, kept.bytes))).to.equal(true);
  });

  it("never writes one tenant's words in another's font, nor lends letters from it", async () => {
    const branded = (tenantId: string, brand: Asset | undefined, text: string) =>
      request(text, {
        tenantId,
        template: sketch([words("{code}", { typeface: brand ? { asset: "brand" } : { family: "inter" } })]),
        assets: brand ? { brand } : {},
        format: "png",
      });
    const script = await fontFile("@fontsource/pacifico/files/pacifico-latin-400-normal.woff2");
    const serif = await fontFile("@fontsource-variable/lora/files/lora-latin-wght-normal.woff2");
    const ofA = [branded(A, script, "Aurum"), branded(A, serif, "Aurum")];
    const ofB = [
      branded(B, undefined, "Aurum"),
      branded(B, serif, "Aurum"),
      branded(B, serif, "Aurum ᏣᎳᎩ"),
      branded(B, undefined, "ᏣᎳᎩ"),
    ];
    const [crowded, fresh] = [single, renderer()];
    const drawnForA = [];
    for (const each of ofA) drawnForA.push(await crowded.render(each));
    for (const each of ofB) {
      const [among, alone] = [await crowded.render(each), await fresh.render(each)];
      expect(same(among.bytes, alone.bytes), each.variables.code).to.equal(true);
      expect(drawnForA[0] && same(among.bytes, drawnForA[0].bytes)).to.equal(false);
    }
    expect(
      drawnForA[0] && drawnForA[1] && same(drawnForA[0].bytes, drawnForA[1].bytes),
      "its own fonts are two",
    ).to.equal(false);
  });

  it("lets many fonts of many tenants pass through one painter", async () => {
    const files = await Promise.all(
      ["pacifico", "bebas-neue"].map((id) =>
        fontFile(`@fontsource/${id}/files/${id}-latin-400-normal.woff2`),
      ),
    );
    const own = single;
    const draw = (tenant: number, brand: Asset | undefined) =>
      own.render(
        request(`F${tenant}`, {
          tenantId: `${tenant}`,
          template: sketch([words("Brand", { typeface: { asset: "brand" } })]),
          assets: brand ? { brand } : {},
          format: "png",
        }),
      );
    const first = await draw(0, files[0]);
    for (let tenant = 1; tenant < 40; tenant++) await draw(tenant, files[tenant % 2]);
    const again = await own.render(
      request("again", {
        tenantId: "0",
        template: sketch([words("Brand", { typeface: { asset: "brand" } })]),
        assets: files[0] ? { brand: files[0] } : {},
        format: "png",
        width: 201,
      }),
    );
    expect(first.bytes.byteLength / again.bytes.byteLength).to.be.within(0.8, 1.25);
  });

  it("loses only the picture whose painter dies, and draws the next", async () => {
    // Nothing is kept: what is asked for is in the painter's hand at the next turn.
    const nothing = async () => undefined;
    const own = renderer({ cache: { get: nothing, put: nothing, forget: nothing } });
    await own.render(request("FIRST"));
    // It stands still meanwhile, so that it cannot be done with it.
    for (const pid of own.painters) process.kill(pid, "SIGSTOP");
    const dying = error(own.render(request("DYING", { width: 1080, format: "png" })));
    await turn();
    for (const pid of own.painters) process.kill(pid, "SIGKILL");
    expect(await dying).to.include({ code: "picture.failed" });
    expect((await own.render(request("NEXT"))).bytes.byteLength).to.be.above(500);
  });

  it("stops a painter that takes too long, and one that holds too much memory", async () => {
    expect(await error(renderer({ timeoutMs: 1 }).render(request("SLOW")))).to.include({
      code: "picture.timeout",
      status: 503,
    });
    const hungry = renderer({ mostMemory: 1 });
    await hungry.render(request("BIG"));
    expect(hungry.painters).to.deep.equal([]);
  });

  it("refuses what would wait too long, serves tenants in turn, and rests when nobody comes", async () => {
    const own = renderer({ mostWaiting: 3, mostWaitingEach: 2, idleMs: 50 });
    const done: string[] = [];
    const draw = (tenantId: string, code: string) =>
      error(own.render(request(code, { tenantId })).then(() => done.push(code)));
    const ends = await Promise.all([
      draw(A, "A1"),
      draw(A, "A2"),
      draw(A, "A3"),
      draw(A, "A4"),
      draw(B, "B1"),
    ]);
    expect(ends[3]).to.include({ code: "picture.busy", retryAfter: 2 });
    expect(done).to.have.members(["A1", "A2", "A3", "B1"]);
    expect(done.indexOf("B1"), "not behind all of the other's").to.be.below(done.indexOf("A3"));
    await eventually(() => own.painters.length === 0);
    const queue = new FairQueue<number>({ most: 9, mostEach: 9 });
    for (const [tenant, item] of [
      ["a", 1],
      ["a", 2],
      ["a", 3],
      ["b", 4],
      ["c", 5],
    ] as const)
      queue.add(tenant, item);
    expect(Array.from({ length: 6 }, () => queue.next())).to.deep.equal([1, 4, 5, 2, 3, undefined]);
  });

  it("says which file it cannot have or read, and goes on", async () => {
    const template = sketch([words("{code}")], {
      background: { fill: "#ffffff", photo: { asset: "photo" } },
    });
    const withPhoto = (asset: Asset) =>
      shared.render(request("FILE", { template, assets: { photo: asset } }));
    expect(
      await error(withPhoto({ hash: "0".repeat(64), load: () => Promise.reject(new Error("no disk")) })),
    ).to.include({ code: "picture.asset_unavailable", status: 503 });
    expect(await error(withPhoto(assetOf(Buffer.from("no picture"))))).to.include({
      code: "picture.asset_unreadable",
      status: 422,
    });
    const brand = assetOf(Buffer.from("no font"));
    const lying = request("FONT", {
      template: sketch([words("x", { typeface: { asset: "brand" } })]),
      assets: { brand },
    });
    expect(await error(shared.render(lying))).to.include({ code: "picture.asset_unreadable" });
    const qr = sketch([
      {
        id: "qr",
        kind: "qr",
        text: "{code}",
        correction: "H",
        colour: "#000000",
        x: 0,
        y: 0,
        width: 50,
        height: 50,
      },
    ]);
    expect(await error(shared.render(request("x".repeat(2_000), { template: qr })))).to.include({
      code: "picture.qr_too_long",
      status: 422,
    });
    expect((await withPhoto(photo)).bytes.byteLength).to.be.above(500);
  });
});

describe("kept pictures", () => {
  let folder: string;
  const key = (letter: string) => letter.repeat(64);
  const bytes = new Uint8Array(100);

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "kept-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("stay within their bound: what nobody wanted for the longest time goes, from the disk too", async () => {
    const cache = new DiskCache({ folder, mostBytes: 250 });
    await cache.put(A, key("a"), bytes);
    await cache.put(A, key("b"), bytes);
    await cache.get(A, key("a"));
    await cache.put(A, key("c"), bytes);
    expect(await cache.get(A, key("b"))).to.equal(undefined);
    expect((await readdir(join(folder, A))).sort()).to.deep.equal([key("a"), key("c")]);
  });

  it("survive a restart, without what was half written", async () => {
    await new DiskCache({ folder }).put(A, key("a"), bytes);
    await writeFile(join(folder, "x.draft"), "half");
    const cache = new DiskCache({ folder });
    expect(await cache.get(A, key("a"))).to.deep.equal(Buffer.from(bytes));
    expect(await readdir(folder)).to.deep.equal([A]);
  });

  it("are a tenant's own, and go when it goes", async () => {
    const cache = new DiskCache({ folder });
    await cache.put(A, key("a"), bytes);
    await cache.put(B, key("a"), bytes);
    await cache.forget(A);
    expect([await cache.get(A, key("a")), (await cache.get(B, key("a")))?.byteLength]).to.deep.equal([
      undefined,
      100,
    ]);
  });

  it("are drawn anew where their file is gone or the disk fails", async () => {
    const disk = new DiskCache({ folder });
    let broken = false;
    const fails = () => Promise.reject(new Error("disk"));
    const cache: PictureCache = {
      get: (...key) => (broken ? fails() : disk.get(...key)),
      put: (...picture) => (broken ? fails() : disk.put(...picture)),
      forget: () => fails(),
    };
    const told: string[] = [];
    const renderer = createRenderer({ painters: 1, cache, log: { warn: (message) => told.push(message) } });
    const first = await renderer.render(request("GONE"));
    await rm(join(folder, A), { recursive: true });
    const second = await renderer.render(request("GONE"));
    broken = true;
    const third = await renderer.render(request("GONE"));
    await renderer.close();
    expect(same(first.bytes, second.bytes) && same(first.bytes, third.bytes)).to.equal(true);
    expect(told).to.have.length(2);
  });
});
