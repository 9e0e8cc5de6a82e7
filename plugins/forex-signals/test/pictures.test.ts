import { expect } from "chai";
import sharp from "sharp";
import { eventually } from "../../../test/kit/waiting.ts";
import { cleanLogo } from "../pictures/cleanLogo.ts";
import { draw } from "../pictures/draw.ts";
import { keepLogo, removeLogo } from "../pictures/logo.ts";
import { PictureDesk } from "../pictures/pictureDesk.ts";
import { sweepPictures } from "../pictures/pictureFiles.ts";
import type { OpeningScene, ResultScene, Scene } from "../pictures/scene.ts";
import { HEIGHT, WIDTH } from "../pictures/sheet.ts";
import { Studio } from "../pictures/studio.ts";
import { purgeTenant } from "../signals/tenantData.ts";
import { flat, quarters } from "./candles.ts";
import { ScriptedSandbox } from "./scriptedSandbox.ts";
import { FREE, VIP, World } from "./world.ts";

const BUY = { direction: "buy" as const, entry: 2000, stop: 1995, targets: [2005, 2010, 2015] };
const SETTINGS = { strategy: "scripted" };
/** Four quiet candles, then to the stop. */
const CANDLES = quarters("2024-03-05T09:00:00Z", [...flat(4), [2000, 2001, 1994, 1996], ...flat(4)]);

describe("pictures in channels", () => {
  let world: World;
  let desk: PictureDesk;
  let scenes: Scene[];

  beforeEach(async () => {
    const sandbox = new ScriptedSandbox();
    sandbox.propose("2024-03-05T10:00:00Z", BUY);
    world = await World.open({ candles: CANDLES, sandbox });
    scenes = [];
    desk = new PictureDesk(world.context, async (scene) => {
      scenes.push(scene);
      return new TextEncoder().encode(JSON.stringify(scene));
    });
  });

  afterEach(() => world.close());

  const tick = async (time: string) => {
    world.at(`2024-03-05T${time}:00Z`);
    await world.tick();
  };
  const photos = () =>
    world.rows<{ tenantId: string; chat: string; refersKey: string; payload: Record<string, unknown> }>(
      `select tenant_id as "tenantId", chat, refers_key as "refersKey", payload from host.outbox
       where method = 'sendPhoto' order by id`,
    );
  const endings = async () =>
    (
      await world.rows<{ dropped: string | null }>("select dropped from picture where done_at is not null")
    ).map(({ dropped }) => dropped);
  const leaseEnds = () => world.rows("update picture set lease_until = '-infinity'");

  it("answer the opening post and the closing post, silently, once each", async () => {
    await world.tenant({ ...SETTINGS, free: { post: "signals", hideLevels: false } }, [VIP, FREE]);
    await tick("10:00");
    expect(await photos(), "the text goes first").to.be.empty;
    await desk.drawBatch();
    await tick("10:15");
    await desk.drawBatch();
    await leaseEnds();
    expect(await desk.drawBatch()).to.equal(0);
    const sent = await photos();
    expect(sent.map(({ refersKey, chat }) => [refersKey.split(":")[2], chat])).to.deep.equal([
      ["open", VIP.chat],
      ["open", FREE.chat],
      ["closed", VIP.chat],
      ["closed", FREE.chat],
    ]);
    expect(sent[0]?.payload).to.include({ disable_notification: true });
    expect(scenes.map(({ kind }) => kind)).to.deep.equal(["opening", "result"]);
    expect(scenes[1]).to.include({ outcome: "loss", simulated: true });
  });

  it("go to no channel that is told no levels", async () => {
    await world.tenant({ ...SETTINGS, free: { post: "signals", hideLevels: true } }, [VIP, FREE]);
    await tick("10:00");
    await desk.drawBatch();
    expect((await photos()).map(({ chat }) => chat)).to.deep.equal([VIP.chat]);
  });

  it("speak the language of each kind of channel", async () => {
    const free = { post: "signals", hideLevels: false, language: "ar" };
    await world.tenant({ ...SETTINGS, language: "es", free }, [VIP, FREE]);
    await tick("10:00");
    await desk.drawBatch();
    expect(scenes.map(({ look }) => look.language)).to.have.members(["es", "ar"]);
    const sent = await photos();
    expect(new Set(sent.map(({ payload }) => JSON.stringify(payload.photo))).size).to.equal(2);
  });

  it("are drawn once for all tenants that look alike, and stored for each", async () => {
    for (let each = 0; each < 12; each++) await world.tenant(SETTINGS);
    await world.tenant({ ...SETTINGS, pictures: { opening: true, result: true, theme: "light", name: "" } });
    await tick("10:00");
    await desk.drawBatch();
    expect(scenes).to.have.length(2);
    expect(world.files.size).to.equal(13);
    expect(await photos()).to.have.length(13);
  });

  it("carry a tenant's logo, and only its own; without it where its file is gone", async () => {
    const noted = async () => undefined;
    const [mine, lost, gone] = [
      await world.tenant(SETTINGS),
      await world.tenant(SETTINGS),
      await world.tenant(SETTINGS),
    ];
    await world.tenant(SETTINGS);
    for (const tenantId of [mine, lost, gone])
      await keepLogo(
        world.tenantContext(tenantId),
        new TextEncoder().encode(`logo of ${tenantId}`),
        "a@b.test",
        noted,
      );
    await keepLogo(world.tenantContext(mine), new TextEncoder().encode("a newer logo"), "a@b.test", noted);
    expect(world.files.size, "the older file is deleted").to.equal(3);
    await removeLogo(world.tenantContext(gone), noted);
    for (const key of world.files.keys()) if (key.startsWith(lost)) world.files.delete(key);
    await tick("10:00");
    await desk.drawBatch();
    const logos = scenes.map(({ look }) => look.logo);
    expect(logos).to.have.members([Buffer.from("a newer logo").toString("base64"), null]);
    expect(await photos()).to.have.length(4);
    await purgeTenant(world.tenantContext(mine));
    expect([...world.files.keys()].filter((key) => key.startsWith(mine))).to.be.empty;
  });

  it("survive a crash between storing and sending: sent once by whoever comes next", async () => {
    await world.tenant(SETTINGS);
    await tick("10:00");
    world.crash = new Error("The power went.");
    await desk.drawBatch();
    expect(await photos()).to.be.empty;
    expect(await desk.drawBatch(), "leased").to.equal(0);
    await leaseEnds();
    await desk.drawBatch();
    await leaseEnds();
    await desk.drawBatch();
    expect(await photos()).to.have.length(1);
  });

  it("are not taken by two replicas", async () => {
    for (let each = 0; each < 6; each++) await world.tenant(SETTINGS);
    await tick("10:00");
    const other = new PictureDesk(world.context, async () => new Uint8Array([1]));
    await Promise.all([desk.drawBatch(), other.drawBatch()]);
    expect(await photos()).to.have.length(6);
  });

  it("are left out where they are off, late, or their signal reached nobody", async () => {
    await world.tenant({ ...SETTINGS, pictures: { opening: false, result: false, theme: "dark", name: "" } });
    const failed = await world.tenant(SETTINGS);
    await world.tenant(SETTINGS);
    await tick("10:00");
    const [post] = await world.rows<{ dedupeKey: string }>(
      `select dedupe_key as "dedupeKey" from post where tenant_id = $1`,
      [failed],
    );
    // The result is asked for whatever the settings, and dropped where it is off.
    await tick("10:15");
    await world.deliver({
      tenantId: failed,
      dedupeKey: post?.dedupeKey ?? "",
      outcome: "dead",
      error: "kicked",
    });
    await world.rows("update picture set asked_at = asked_at - interval '40 minutes'");
    await desk.drawBatch();
    expect(await endings()).to.have.members([
      "signal-failed",
      "signal-failed",
      "too-late",
      "switched-off",
      null,
    ]);
    expect((await photos()).map(({ refersKey }) => refersKey.split(":")[2])).to.deep.equal(["closed"]);
  });

  it("are given up after some attempts", async () => {
    await world.tenant(SETTINGS);
    await tick("10:00");
    const broken = new PictureDesk(world.context, () => Promise.reject(new Error("no ink")));
    for (let each = 0; each < 7; each++) {
      await broken.drawBatch();
      await leaseEnds();
    }
    expect(await endings()).to.deep.equal(["could-not-be-drawn"]);
  });

  it("leave no file behind: two weeks after they were sent, or when the tenant is purged", async () => {
    const first = await world.tenant(SETTINGS);
    await world.tenant(SETTINGS);
    await tick("10:00");
    await desk.drawBatch();
    await purgeTenant(world.tenantContext(first));
    expect(world.files.size).to.equal(1);
    await sweepPictures(world.context);
    expect(world.files.size).to.equal(1);
    world.at("2024-03-20T10:00:00Z");
    await sweepPictures(world.context);
    expect(world.files.size).to.equal(0);
  });
});

const OPENED = Date.parse("2024-03-05T10:00:00Z");
const OPENING: OpeningScene = {
  kind: "opening",
  look: { theme: "dark", name: "Aurum", logo: null, timezone: "Europe/London", language: "en" },
  symbol: "XAU/USD",
  digits: 2,
  pip: 0.1,
  ...BUY,
  fractions: [0.5, 0.3, 0.2],
  openedAt: OPENED,
  candles: CANDLES.slice(0, 4),
  step: 900_000,
  simulated: false,
};
const RESULT: ResultScene = {
  ...OPENING,
  kind: "result",
  fills: [{ time: OPENED + 900_000, price: 1995, fraction: 1, reason: "stop" }],
  closedAt: OPENED + 900_000,
  outcome: "loss",
  resultR: -1.06,
  resultPips: -53,
};

describe("drawn pictures", () => {
  it("have one size, whatever the language, the theme and the candles, and are small", async () => {
    const looks = ["en", "es", "fr", "pt", "ru", "ar", "none"].map((language, index) => ({
      ...OPENING.look,
      language,
      theme: index % 2 === 0 ? ("dark" as const) : ("light" as const),
    }));
    const drawn = new Set<string>();
    for (const look of looks) {
      for (const scene of [
        { ...OPENING, look },
        { ...RESULT, look, candles: [] },
      ]) {
        const picture = await draw(scene);
        const { format, width, height } = await sharp(picture).metadata();
        expect({ format, width, height }).to.deep.equal({ format: "png", width: WIDTH, height: HEIGHT });
        expect(picture.byteLength).to.be.below(120_000);
        drawn.add(Buffer.from(picture).toString("base64"));
      }
    }
    // The unknown language is English in the other theme: every picture differs from every other.
    expect(drawn.size).to.equal(looks.length * 2 - 2);
  });

  it("show a loss as large as a win", async () => {
    const ink = async (scene: ResultScene, colour: [number, number, number]) => {
      const { data } = await sharp(await draw(scene))
        .extract({ left: 60, top: 140, width: 480, height: 260 })
        .removeAlpha()
        .raw()
        .toBuffer({ resolveWithObject: true });
      let count = 0;
      for (let at = 0; at < data.length; at += 3)
        if (colour.every((value, index) => Math.abs((data[at + index] ?? 0) - value) < 24)) count++;
      return count;
    };
    const loss = await ink(RESULT, [0xf0, 0x77, 0x6a]);
    const win = await ink({ ...RESULT, outcome: "win", resultR: 1.06, resultPips: 53 }, [0x2f, 0xb3, 0xa1]);
    expect(loss).to.be.above(4_000);
    expect(loss / win).to.be.within(0.85, 1.15);
  });
});

/** A red mark of this size. */
const mark = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 4, background: "#ff0000" } });

describe("logos", () => {
  it("stand at the end of the header, whole in their room, on either side", async () => {
    const logo = Buffer.from(await cleanLogo(await mark(800, 200).png().toBuffer())).toString("base64");
    const reds = async (language: string, left: number) => {
      const picture = await draw({ ...OPENING, look: { ...OPENING.look, language, logo } });
      const { data } = await sharp(picture)
        .extract({ left, top: 36, width: 640, height: 80 })
        .removeAlpha()
        .raw()
        .toBuffer({ resolveWithObject: true });
      const pixels = Array.from({ length: data.length / 3 }, (_, at) => data.subarray(at * 3, at * 3 + 3));
      return pixels.filter(([red = 0, green = 0, blue = 0]) => red > 220 && green < 60 && blue < 60).length;
    };
    const [own, other] = [260 * 65, 100];
    for (const [language, near, far] of [
      ["en", 640, 0],
      ["ar", 0, 640],
    ] as const) {
      expect(await reds(language, near), language).to.be.within(own * 0.95, own * 1.05);
      expect(await reds(language, far), language).to.be.below(other);
    }
  });

  it("are made anew as small PNGs without what came along, whatever of the three they were", async () => {
    for (const format of ["png", "jpeg", "webp"] as const) {
      const sent = await mark(600, 1200)
        .withExif({ IFD0: { Artist: "Somebody", Orientation: "6" } })
        .toFormat(format)
        .toBuffer();
      const kept = await cleanLogo(sent);
      const { format: made, width, height, exif } = await sharp(kept).metadata();
      expect({ made, height, exif }, format).to.deep.equal({ made: "png", height: 144, exif: undefined });
      expect(width, format).to.be.within(72, 288);
      expect(kept.byteLength).to.be.below(20_000);
    }
  });

  it("are refused by what they contain, in the painter's process: nothing else is decoded", async () => {
    const studio = new Studio();
    const png = await mark(400, 100).png().toBuffer();
    const refused: [name: string, content: Uint8Array, code: string][] = [
      ["SVG", Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="99" height="99"/>'), "unreadable"],
      [
        "GIF",
        Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64"),
        "unreadable",
      ],
      ["text", Buffer.from("no picture"), "unreadable"],
      ["nothing", new Uint8Array(), "unreadable"],
      ["half of one", png.subarray(0, png.byteLength / 2), "unreadable"],
      ["a bomb", await mark(9_000, 9_000).png().toBuffer(), "unreadable"],
      ["a speck", await mark(200, 8).png().toBuffer(), "too_small"],
    ];
    for (const [name, content, code] of refused)
      expect(await studio.clean(content).catch((error: unknown) => error), name).to.include({
        code: `logo.${code}`,
        status: 422,
      });
    expect((await studio.clean(png)).byteLength).to.be.above(50);
    studio.close();
  });
});

describe("the studio", () => {
  it("draws in a process of its own, which ends when nobody wants a picture", async () => {
    const studio = new Studio({ idleMs: 50 });
    const [first, second] = await Promise.all([studio.draw(OPENING), studio.draw(RESULT)]);
    expect(Buffer.from(first).subarray(1, 4).toString()).to.equal("PNG");
    expect(second).to.not.deep.equal(first);
    expect(studio.painter).to.be.a("number").and.not.equal(process.pid);
    await eventually(() => studio.painter === undefined);
    studio.close();
  });

  it("fails one picture that takes too long or whose painter dies, and draws the next", async () => {
    const studio = new Studio();
    await studio.draw(OPENING);
    const dying = studio.draw(RESULT).catch((error: unknown) => error);
    if (studio.painter !== undefined) process.kill(studio.painter, "SIGKILL");
    expect(await dying).to.include({ code: "picture.failed" });
    expect((await studio.draw(RESULT)).byteLength).to.be.above(1_000);
    studio.close();
    const hasty = new Studio({ timeoutMs: 1 });
    expect(await hasty.draw(OPENING).catch((error: unknown) => error)).to.include({
      code: "picture.timeout",
    });
    hasty.close();
  });

  it("refuses what would wait too long", async () => {
    const studio = new Studio();
    const orders = Array.from({ length: 80 }, () => studio.draw(OPENING).catch((error: unknown) => error));
    studio.close();
    const ends = await Promise.all(orders);
    expect(ends.filter((end) => end instanceof Uint8Array)).to.be.empty;
    expect(ends[79]).to.include({ code: "picture.busy" });
  });
});
