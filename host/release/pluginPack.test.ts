import { generateKeyPairSync } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { openPluginArchive } from "./pluginArchive.ts";
import { packedArchive, packPlugin } from "./pluginPack.ts";
import { publicKeyOf } from "./publicKey.ts";

const MANIFEST = {
  id: "greeter",
  kind: "plugin",
  version: "1.0.0",
  title: "Greeter",
  summary: "Says hello.",
  publisher: { name: "Ana" },
  license: "MIT",
  engine: { host: "^0.1.0", api: "^0.1.0" },
  tenancy: { scope: "tenant", default: "disabled" },
};

describe("packing a plugin", () => {
  let folder: string;
  const write = async (name: string, text: string) => {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  };

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "pack-"));
    await write("plugin.json", JSON.stringify(MANIFEST));
    await write(
      "package.json",
      JSON.stringify({
        name: "greeter",
        version: "1.0.0",
        scripts: { postinstall: "evil" },
        dependencies: { semver: "*" },
      }),
    );
    await write(
      "index.ts",
      `import { definePlugin } from "@promostack/core"; import semver from "semver"; import { word } from "./word.ts";
       export default definePlugin({ setup() { word(semver.valid("1.0.0")); } });`,
    );
    await write("word.ts", "export const word = (of: string | null): string => 'hello ' + of;");
    await write("README.md", "# Greeter");
    await write("test/greeter.test.ts", "");
    await write("picture.psd", "layers");
  });
  after(() => rm(folder, { recursive: true }));

  it("bundles the code with its packages, leaves the contract outside, and says what it left out", async () => {
    const { files, leftOut, manifest } = await packPlugin(folder);
    expect([...files.keys()].sort()).to.deep.equal([
      "README.md",
      "index.js",
      "index.js.map",
      "package.json",
      "plugin.json",
      "release.json",
    ]);
    expect(manifest.entry).to.equal("index.js");
    expect(leftOut.map((each) => each.path)).to.deep.equal(["picture.psd"]);
    const code = String(files.get("index.js"));
    expect(code).to.match(/from "@promostack\/core"/);
    expect(code).not.to.match(/from "semver"/);
    expect(String(files.get("package.json"))).not.to.match(/postinstall|dependencies/);
  });

  it("gives the same bytes for the same folder, and what an installation opens", async () => {
    const { privateKey } = generateKeyPairSync("ed25519");
    const archive = await packedArchive(await packPlugin(folder), privateKey);
    const again = await packedArchive(await packPlugin(folder), privateKey);
    expect(archive.equals(again), "the same bytes").to.equal(true);
    const { manifest, signer } = await openPluginArchive(archive);
    expect(manifest).to.include({ id: "greeter", version: "1.0.0" });
    expect(signer?.publicKey).to.equal(publicKeyOf(privateKey));
    expect((await openPluginArchive(await packedArchive(await packPlugin(folder)))).signer).to.equal(
      undefined,
    );
  });

  it("names the import that does not build", async () => {
    await write("word.ts", `import "./nowhere.ts"; export const word = String;`);
    const error = await packPlugin(folder).catch((cause: unknown) => cause);
    expect(error).to.have.property("code", "plugin.does_not_build");
    expect(error)
      .to.have.property("message")
      .that.matches(/nowhere/);
  });
});
