import { createHash } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { Worker } from "node:worker_threads";
import sharp from "sharp";
import type { Asset } from "../../plugins/coupon-bot/render/picture.ts";
import { createRenderer, type Renderer } from "../../plugins/coupon-bot/render/renderer.ts";
import { COUPON, LOGO, LOOK, PHOTO } from "./couponPicture.ts";
import { type Benchmark, type Figure, percentile, timed } from "./figure.ts";

const ROUNDS = 25;
const TOGETHER = 150;
const PAINTERS = 2;

/** Coupons' pictures: how fast they are drawn, against satori with resvg; how many a second; how much memory; and a kept one. */
export const picturesBenchmark: Benchmark = {
  name: "pictures",
  async run(note) {
    note(`a 1080 × 1080 JPEG of photo, gradient, logo, three texts and a QR code, each with another code`);
    const uploads = { photo: await asset(PHOTO, "jpeg"), logo: await asset(LOGO, "png") };
    const before = process.memoryUsage.rss();
    const renderer = createRenderer({ painters: PAINTERS, mostWaiting: TOGETHER, mostWaitingEach: TOGETHER });
    try {
      const draw = drawWith(renderer, uploads);
      await Promise.all([draw("WARM-1"), draw("WARM-2"), draw("WARM-3"), draw("WARM-4")]);
      const ours = await middleOf(ROUNDS, (round) => draw(`ALONE-${round}`));
      const kept = await middleOf(ROUNDS, () => draw("ALONE-0"), 0.99);

      note(`${TOGETHER} at once, ${PAINTERS} painters`);
      const watch = new MemoryWatch(renderer.painters);
      const took = await timed(() =>
        Promise.all(Array.from({ length: TOGETHER }, (_, index) => draw(`TOGETHER-${index}`))),
      );
      const memory = watch.end() + Math.max(0, process.memoryUsage.rss() - before);

      note("satori with resvg");
      const theirs = await satoriTime(await uploads.photo.load(), await uploads.logo.load());
      return figures({ ours, theirs, kept, perSecond: TOGETHER / (took / 1_000), memory });
    } finally {
      await renderer.close();
    }
  },
};

interface Measured {
  ours: number;
  theirs: number;
  kept: number;
  perSecond: number;
  memory: number;
}

function figures({ ours, theirs, kept, perSecond, memory }: Measured): Figure[] {
  return [
    {
      name: "A coupon's picture, times as fast as satori with resvg",
      value: theirs / ours,
      unit: "×",
      against: { name: "ours, the middle one", value: ours, unit: "ms" },
      goal: { kind: "at least", value: 3 },
    },
    {
      name: "Pictures a second with two painters",
      value: perSecond,
      unit: "a second",
      goal: { kind: "at least", value: 30 },
    },
    {
      name: "Memory of both painters, and what the host grew by",
      value: memory / 1e6,
      unit: "MB",
      goal: { kind: "at most", value: 350 },
    },
    {
      name: "A kept picture, 99th percentile",
      value: kept,
      unit: "ms",
      goal: { kind: "at most", value: 20 },
    },
  ];
}

function drawWith(renderer: Renderer, assets: Record<string, Asset>) {
  return (code: string) =>
    renderer.render({
      tenantId: "00000000-0000-7000-8000-000000000000",
      template: COUPON,
      size: "square",
      variables: { code, link: `https://t.me/coupon_bot?start=${code}` },
      assets,
      format: "jpeg",
    });
}

async function asset(svg: string, format: "jpeg" | "png"): Promise<Asset> {
  const content = await sharp(Buffer.from(svg)).toFormat(format, { quality: 90 }).toBuffer();
  return { hash: createHash("sha256").update(content).digest("hex"), load: async () => content };
}

/** Milliseconds of the round at a fraction of the sorted ones. */
async function middleOf(
  rounds: number,
  work: (round: number) => Promise<unknown>,
  fraction = 0.5,
): Promise<number> {
  const sample: number[] = [];
  for (let round = 0; round < rounds; round++) sample.push(await timed(() => work(round)));
  return percentile(sample, fraction);
}

/** The middle one of as many rounds of satori's. */
async function satoriTime(photo: Uint8Array, logo: Uint8Array): Promise<number> {
  const thread = new Worker(new URL("./satoriPress.mjs", import.meta.url), {
    workerData: { look: LOOK, photo, logo, rounds: ROUNDS },
  });
  const told: number[][] = await once(thread, "message");
  await thread.terminate();
  return percentile(told.flat(), 0.5);
}

/** The most memory that some processes held together, in bytes. */
class MemoryWatch {
  readonly #timer: NodeJS.Timeout;
  readonly #pids: readonly number[];
  #most = 0;

  constructor(pids: readonly number[]) {
    this.#pids = pids;
    this.#timer = setInterval(() => this.#look(), 50);
  }

  end(): number {
    clearInterval(this.#timer);
    this.#look();
    return this.#most;
  }

  #look(): void {
    const held = this.#pids.map((pid) => {
      const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
      return Number(kilobytes) * 1_024;
    });
    this.#most = Math.max(
      this.#most,
      held.reduce((sum, each) => sum + each, 0),
    );
  }
}
