import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { quietLog, type TestDatabase, testDatabase } from "../../test/kit/database.ts";
import { checkList } from "../release/fileList.ts";
import { createStorage } from "../store/storage.ts";
import { ArchiveStore } from "./archiveStore.ts";
import { Pruning } from "./pruning.ts";
import { ReleaseFolders } from "./releaseFolders.ts";
import { releasePath } from "./releasePath.ts";
import { TinyPublisher, tinyFiles } from "./test/tinyPlugin.ts";

const NOBODY = "01900000-0000-7000-8000-00000000000a";

describe("old releases of a plugin", () => {
  let test: TestDatabase;
  let store: ArchiveStore;
  let folders: ReleaseFolders;
  let pruning: Pruning;
  const ana = new TinyPublisher();
  const paths = new Map<string, string>();
  const keys = new Map<string, string>();

  before(async () => {
    test = await testDatabase();
    store = new ArchiveStore(await createStorage({ ...test.config, publicUrl: "http://files.test" }));
    folders = new ReleaseFolders(`${test.config.dataDir}/plugins`);
    pruning = new Pruning({ database: test.database, store, folders, log: quietLog });
    for (let minor = 0; minor < 9; minor++) await keep(`1.${minor}.0`);
  });
  after(() => test?.drop());

  async function keep(version: string): Promise<void> {
    const tiny = { id: "tiny", version };
    const files = ana.sign(tinyFiles(tiny), tiny);
    const { integrity } = checkList(files);
    const path = releasePath("tiny", version, integrity);
    const key = await store.put(await ana.archive(tiny));
    await folders.place(path, files, integrity);
    paths.set(version, path);
    keys.set(version, key);
    await test.database.query(
      `insert into host.plugin_release (plugin_id, version, integrity, path, manifest, files, source, origin, storage_key, archive_bytes,
         state, install_id, created_at)
       values ('tiny', $1, $2, $3, '{}', '[]', 'upload', 'tiny.tgz', $4, 1, 'migrated', $5, now() + $6 * interval '1 minute') returning version`,
      [version, integrity, path, key, NOBODY, Number(version.split(".")[1])],
    );
  }
  const known = async () =>
    (
      await test.database.query<{ version: string }>(
        "select version from host.plugin_release order by version",
      )
    ).map(({ version }) => version);
  const here = async () => (await folders.list()).sort();
  const pathsOf = (...versions: string[]) => versions.map((version) => paths.get(version));

  it("go with folder and archive, but for the newest five and those that serve or can be gone back to", async () => {
    await test.database.query(
      `insert into host.registration (plugin_id, version, source, path, previous_version, previous_source, previous_path)
       values ('tiny', '1.2.0', 'archive', $1, '1.0.0', 'archive', $2) returning version`,
      [paths.get("1.2.0") ?? "", paths.get("1.0.0") ?? ""],
    );
    expect((await pruning.prune()).sort()).to.deep.equal(["tiny 1.1.0", "tiny 1.3.0"]);
    const left = ["1.0.0", "1.2.0", "1.4.0", "1.5.0", "1.6.0", "1.7.0", "1.8.0"];
    expect(await known()).to.deep.equal(left);
    expect(await here()).to.deep.equal(pathsOf(...left).sort());
    expect(await store.get(keys.get("1.2.0") ?? "")).to.have.length.above(100);
    expect(await store.get(keys.get("1.1.0") ?? "").catch(({ code }) => code)).to.equal(
      "release.archive_lost",
    );
    expect(await pruning.prune()).to.deep.equal([]);
  });

  it("stay while the plugin is being installed", async () => {
    await test.database.query("update host.registration set previous_path = null returning version");
    await test.database.query(
      `insert into host.plugin_install (id, source, name, requested, plugin_id, state)
       values ($1, 'upload', 'tiny.tgz', '{}', 'tiny', 'waiting') returning id`,
      [NOBODY],
    );
    expect(await pruning.prune()).to.deep.equal([]);
    await test.database.query("delete from host.plugin_install");
  });

  it("leave other machines too: a folder whose release is not known any more goes", async () => {
    await test.database.query("delete from host.plugin_release where version = '1.4.0' returning version");
    await pruning.sweep();
    expect(await here()).to.deep.equal(pathsOf("1.0.0", "1.2.0", "1.5.0", "1.6.0", "1.7.0", "1.8.0").sort());
  });

  it("are none where there is no folder yet; one that cannot be read is told", async () => {
    const file = fileURLToPath(import.meta.url);
    const listed = (root: string) =>
      new ReleaseFolders(root).list().catch((error: unknown) => Object(error).code);
    expect(await listed(`${test.config.dataDir}/none`)).to.deep.equal([]);
    expect(await listed(file)).to.equal("ENOTDIR");
  });
});
