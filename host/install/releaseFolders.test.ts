import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { checkList } from "../release/fileList.ts";
import { ReleaseFolders } from "./releaseFolders.ts";
import { releasePath } from "./releasePath.ts";
import { TinyPublisher, tinyFiles } from "./test/tinyPlugin.ts";

const TINY = { id: "tiny", version: "1.0.0" };
const FILES = new TinyPublisher().sign(tinyFiles(TINY), TINY);
const { integrity: INTEGRITY } = checkList(FILES);
const RELEASE = releasePath("tiny", "1.0.0", INTEGRITY);

describe("folders of releases", () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), "release-folders-"));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));
  const place = (folders = new ReleaseFolders(root)) => folders.place(RELEASE, FILES, INTEGRITY);
  const file = () => path.join(root, RELEASE, "plugin.json");

  it("are never away again once one is there, whoever else puts the same one there", async () => {
    for (let round = 0; round < 10; round++) {
      await rm(path.join(root, RELEASE), { recursive: true, force: true });
      const hosts = Array.from({ length: 8 }, async () => {
        await place();
        for (let look = 0; look < 20; look++) await readFile(file());
      });
      await Promise.all(hosts);
    }
    expect(await readdir(path.join(root, ".incoming"))).to.deep.equal([]);
  });

  it("are written anew where another host that shares them has removed one", async () => {
    const [one, other] = [new ReleaseFolders(root), new ReleaseFolders(root)];
    await place(one);
    expect(await other.holds(RELEASE, INTEGRITY)).to.equal(true);
    await one.remove(RELEASE);
    expect(await other.holds(RELEASE, INTEGRITY)).to.equal(false);
    await place(other);
    expect(await readFile(file())).to.deep.equal(FILES.get("plugin.json"));
  });

  it("are written anew where one is not as listed, or is no folder at all", async () => {
    await place();
    await writeFile(file(), "{}");
    await place();
    expect(await readFile(file())).to.deep.equal(FILES.get("plugin.json"));
    await rm(path.join(root, RELEASE), { recursive: true });
    await writeFile(path.join(root, RELEASE), "a file");
    await place();
    expect(await readFile(file())).to.deep.equal(FILES.get("plugin.json"));
    expect(await readdir(path.join(root, ".incoming"))).to.deep.equal([]);
  });
});
