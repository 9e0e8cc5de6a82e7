import type { PluginManifest } from "@promostack/core";
import { expect } from "chai";
import { type TestDatabase, testDatabase } from "../../test/kit/database.ts";
import { refusal } from "../../test/kit/waiting.ts";
import { standingOf } from "./trust.ts";

const KEY = "a".repeat(43);
const SHELF = manifest("shelf");

describe("whose code comes into the process", () => {
  let test: TestDatabase;
  const standing = (
    environment: "development" | "production",
    signer?: { publicKey: string; fingerprint: string },
    of = SHELF,
  ) => standingOf(test.database, of, signer, environment);

  before(async () => {
    test = await testDatabase();
    await test.database.query(
      "insert into host.registration (plugin_id, version, source, path) values ('ours', '1.0.0', 'bundled', 'ours')",
    );
  });
  after(() => test.drop());

  it("is nobody's in production, and an admin's to agree with in development", async () => {
    expect(await refusal(standing("production"))).to.include({ code: "release.unsigned" });
    expect(await standing("development")).to.deep.equal({
      state: "unsigned",
      name: "Acme",
      differs: false,
    });
  });

  it("is never unsigned where the id is one of the platform's own", async () => {
    expect(await refusal(standing("development", undefined, manifest("ours")))).to.include({
      code: "release.reserved",
      status: 403,
    });
  });

  it("is told to have had a signature before, where one comes without", async () => {
    await test.database.query(
      `with known as (insert into host.publisher (key, name, state) values ($1, 'Acme', 'unknown'))
       insert into host.plugin_release (plugin_id, version, integrity, path, publisher, manifest, files, source, origin, storage_key,
         archive_bytes, state, install_id)
       values ('shelf', '1.0.0', 'sha512-x', 'shelf/1.0.0', $1, '{}', '[]', 'upload', 'shelf.tgz', 'key', 1, 'staged',
         gen_random_uuid())`,
      [KEY],
    );
    expect(await standing("development")).to.include({ state: "unsigned", differs: true });
    const stranger = { publicKey: "b".repeat(43), fingerprint: "ab:cd" };
    expect(await refusal(standing("development", stranger))).to.include({ code: "release.other_publisher" });
    const known = { publicKey: KEY, fingerprint: "ef:01" };
    expect(await standing("production", known)).to.include({ state: "unknown", differs: false });
  });
});

function manifest(id: string): PluginManifest {
  return {
    id,
    kind: "plugin",
    version: "1.1.0",
    title: "Shelf",
    summary: "Made for one test.",
    publisher: { name: "Acme" },
    license: "MIT",
    entry: "index.ts",
    engine: { host: "*", api: "*" },
    tenancy: { scope: "tenant", default: "disabled" },
  };
}
