import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { eventually } from "../../test/kit/waiting.ts";
import { watchFolder } from "./watchFolder.ts";

describe("watching a plugin's folder", () => {
  const stop = new AbortController();
  const heard: string[] = [];
  let folder: string;
  let watching: Promise<void>;

  /** Again and again until it is heard: watching takes a moment to begin. */
  const hears = async (file: string, save: (round: number) => Promise<void>) => {
    heard.length = 0;
    let round = 0;
    await eventually(async () => {
      round += 1;
      await save(round);
      await sleep(200);
      return heard.includes(file);
    }, `${file} to be heard of`);
  };
  const inPlaceOf = (file: string) => async (round: number) => {
    const fresh = path.join(folder, `.${round}.tmp`);
    await writeFile(fresh, `${round}`);
    await rename(fresh, path.join(folder, file));
  };

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "promostack-watch-"));
    await mkdir(path.join(folder, "ui"));
    await writeFile(path.join(folder, "plugin.json"), "{}");
    watching = watchFolder(folder, stop.signal, async (files) => {
      heard.push(...files);
    });
  });
  after(async () => {
    stop.abort();
    await watching;
    await rm(folder, { recursive: true, force: true });
  });

  it("hears of every save that puts a new file in the old one's place, not of the first alone", async () => {
    await hears("plugin.json", inPlaceOf("plugin.json"));
    for (const _again of [2, 3]) {
      heard.length = 0;
      await inPlaceOf("plugin.json")(0);
      await eventually(async () => heard.includes("plugin.json"), "the next save to be heard of");
    }
  });

  it("hears of files in folders that came later, and of nothing that is no source", async () => {
    await mkdir(path.join(folder, "routes"));
    await mkdir(path.join(folder, "node_modules"));
    await writeFile(path.join(folder, "node_modules", "other.js"), "1");
    await writeFile(path.join(folder, "my-notes-0.1.0.tgz"), "1");
    await hears("routes/notes.ts", (round) => writeFile(path.join(folder, "routes", "notes.ts"), `${round}`));
    // A late word of what the test before has saved is no matter.
    expect(heard.filter((file) => /node_modules|\.tgz$/.test(file))).to.deep.equal([]);
  });
});
