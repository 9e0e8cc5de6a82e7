import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { noPlugins, startServer, type TestServer } from "../../test/kit/server.ts";
import { PluginAssets } from "./pluginAssets.ts";

describe("Pages of plugins", () => {
  let root: string;
  let folder: string;
  let assets: PluginAssets;
  let server: TestServer;
  const release = { id: "notes", version: "1.2.0" };
  const get = (path: string) => server.ask(path, { headers: { host: "dash.localhost" } });
  const addressNow = async () => (await assets.addressOf({ ...release, folder }))?.module ?? "";

  async function build(name: string, text: string): Promise<void> {
    folder = join(root, name);
    await mkdir(join(folder, "ui", "dist"), { recursive: true });
    await writeFile(join(folder, "plugin.json"), "{}");
    await writeFile(join(folder, "ui", "index.tsx"), "source");
    await writeFile(join(folder, "ui", "dist", "index.js"), text);
    await writeFile(join(folder, "ui", "dist", "notes.ts"), "source");
  }

  before(async () => {
    root = await mkdtemp(join(tmpdir(), "promostack-pages-"));
    await build("one", "export default 1;");
    assets = new PluginAssets({
      folders: (id) => (id === release.id ? [{ version: release.version, folder }] : []),
    });
    server = await startServer({ http: { pluginAssets: assets, webRoot: join(root, "nothing") } });
  });
  after(async () => {
    await server.close();
    await rm(root, { recursive: true, force: true });
  });

  it("are served for ever at an address that names release and content", async () => {
    const address = await addressNow();
    expect(address).to.match(/^\/assets\/plugins\/notes\/1\.2\.0-[0-9a-f]{12}\/index\.js$/);
    const answer = await get(address);
    expect(answer.text).to.equal("export default 1;");
    expect(answer.headers["cache-control"]).to.equal("public, max-age=31536000, immutable");
    expect(answer.headers["content-type"]).to.contain("javascript");
  });

  it("are found by a replica that nobody asked for the catalogue yet", async () => {
    const address = await addressNow();
    const other = new PluginAssets({ folders: () => [{ version: "1.2.0", folder }] });
    expect((await other.find(address))?.forms.identity.toString()).to.equal("export default 1;");
  });

  it("stand at another address with other content, and the one before stays for open pages", async () => {
    const before = await addressNow();
    await build("two", "export default 2;");
    const after = await addressNow();
    expect(after).not.to.equal(before);
    expect((await get(after)).text).to.equal("export default 2;");
    expect((await get(before)).text).to.equal("export default 1;");
  });

  it("show nothing else of the release, and nothing at an address that never was", async () => {
    const address = await addressNow();
    const below = address.replace("index.js", "");
    for (const path of [
      "notes.ts",
      "../index.tsx",
      "..%2findex.tsx",
      "..%2f..%2fplugin.json",
      ".%2e/index.tsx",
    ]) {
      expect((await get(below + path)).status, path).to.equal(404);
    }
    expect((await get("/assets/plugins/notes/1.2.0-000000000000/index.js")).status).to.equal(404);
    expect((await get("/assets/plugins/other/1.0.0-000000000000/index.js")).status).to.equal(404);
  });

  it("are absent where a release brings none", async () => {
    const nothing = new PluginAssets(noPlugins);
    expect(await nothing.addressOf({ ...release, folder: root })).to.equal(undefined);
  });
});
