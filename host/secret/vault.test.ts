import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PlatformError } from "@promostack/core";
import { expect } from "chai";
import { quietLog, type TestDatabase, testDatabase } from "../../test/kit/database.ts";
import { deriveKey, readKey, readPreviousKeys } from "./key.ts";
import { openVault, Vault } from "./vault.ts";

const A = "01900000-0000-7000-8000-00000000000a";
const B = "01900000-0000-7000-8000-00000000000b";
const [FIRST, SECOND] = ["11".repeat(32), "22".repeat(32)];

describe("vault", () => {
  let test: TestDatabase;
  let vault: Vault;

  before(async () => {
    test = await testDatabase();
    vault = await openVault({ ...test.config, secretsKey: FIRST }, test.database, quietLog);
  });
  beforeEach(() => test.database.query("delete from host.secret"));
  after(() => test?.drop());

  async function codeOf(work: Promise<unknown>): Promise<string> {
    try {
      await work;
    } catch (error) {
      if (PlatformError.is(error)) return error.code;
      throw error;
    }
    return "none";
  }

  it("keeps a value of a tenant and of the installation apart, replaces and deletes", async () => {
    await vault.put(A, "shop", "apiKey", "tenant's value 1234");
    await vault.put(null, "shop", "apiKey", "installation's 5678");
    await vault.put(A, "shop", "apiKey", "tenant's newer 4321");
    expect(await vault.get(A, "shop", "apiKey")).to.equal("tenant's newer 4321");
    expect(await vault.get(null, "shop", "apiKey")).to.equal("installation's 5678");
    expect(await vault.get(B, "shop", "apiKey")).to.equal(undefined);
    await vault.delete(A, "shop", "apiKey");
    expect(await vault.get(A, "shop", "apiKey")).to.equal(undefined);
  });

  it("stores and deletes in the caller's transaction, or not at all", async () => {
    await vault.put(A, "shop", "kept", "before 1234");
    const failing = test.database.system(async (trx) => {
      await vault.put(A, "shop", "fresh", "never 1234", trx);
      await vault.delete(A, "shop", "kept", trx);
      throw new PlatformError("The host ends here.", { code: "test.crash" });
    });
    expect(await codeOf(failing)).to.equal("test.crash");
    expect(await vault.get(A, "shop", "fresh")).to.equal(undefined);
    expect(await vault.get(A, "shop", "kept")).to.equal("before 1234");
    await test.database.system((trx) => vault.put(A, "shop", "fresh", "stored 1234", trx));
    expect(await vault.get(A, "shop", "fresh")).to.equal("stored 1234");
  });

  it("describes by four characters, and a short value by none", async () => {
    await vault.put(A, "shop", "long", "0123456789abcdef");
    await vault.put(A, "shop", "short", "hunter2");
    expect((await vault.describe(A, "shop", "long"))?.last4).to.equal("cdef");
    expect((await vault.describe(A, "shop", "short"))?.last4).to.equal("");
  });

  it("stores nothing of the value in the clear, and never the same bytes twice", async () => {
    await vault.put(A, "shop", "one", "a very secret value");
    await vault.put(A, "shop", "two", "a very secret value");
    const rows = await test.database.query<{ ciphertext: Buffer }>(
      "select ciphertext from host.secret order by name",
    );
    expect(rows[0]?.ciphertext.includes("secret")).to.equal(false);
    expect(rows[0]?.ciphertext.equals(rows[1]?.ciphertext ?? Buffer.alloc(0))).to.equal(false);
  });

  it("does not open what was changed, or moved to another tenant, plugin or name", async () => {
    await vault.put(A, "shop", "apiKey", "a very secret value");
    for (const change of [
      "set ciphertext = set_byte(ciphertext, 14, (get_byte(ciphertext, 14) + 1) % 256)",
      `set tenant_id = '${B}'`,
      "set plugin = 'other'",
      "set name = 'another'",
    ]) {
      await test.database.query("delete from host.secret");
      await vault.put(A, "shop", "apiKey", "a very secret value");
      await test.database.query(`update host.secret ${change}`);
      const [row] = await test.database.query<{ tenant_id: string; plugin: string; name: string }>(
        "select * from host.secret",
      );
      expect(
        await codeOf(vault.get(row?.tenant_id ?? "", row?.plugin ?? "", row?.name ?? "")),
        change,
      ).to.equal("secret.unreadable");
    }
  });

  it("encrypts anew under a new key, after which the old one is not needed", async () => {
    for (let index = 0; index < 250; index++)
      await vault.put(A, "shop", `key${index}`, `value number ${index}`);
    const next = { ...test.config, secretsKey: SECOND, secretsKeyPrevious: FIRST };
    const rotating = await openVault(next, test.database, quietLog);
    expect(await rotating.get(A, "shop", "key7")).to.equal("value number 7");
    const after = new Vault(test.database, await readKey(next));
    expect(await after.get(A, "shop", "key249")).to.equal("value number 249");
    expect(await codeOf(vault.get(A, "shop", "key7"))).to.equal("secret.unreadable");
  });

  it("rotates the rest around a spoilt row, and counts it", async () => {
    await vault.put(A, "shop", "a", "good value one");
    await vault.put(A, "shop", "b", "will be spoilt");
    await vault.put(A, "shop", "c", "good value two");
    await test.database.query("update host.secret set ciphertext = '\\x00' where name = 'b'");
    const next = { ...test.config, secretsKey: SECOND, secretsKeyPrevious: FIRST };
    const rotating = new Vault(test.database, await readKey(next), await readPreviousKeys(next));
    expect(await rotating.rotate()).to.deep.equal({ rotated: 2, unreadable: 1 });
  });

  it("makes a key of its own at the first start, for its owner's eyes only, and keeps it", async () => {
    const dataDir = await mkdtemp(join(tmpdir(), "promostack-key-"));
    try {
      const [one, two] = await Promise.all([readKey({ dataDir }), readKey({ dataDir })]);
      expect(one.id).to.equal(two.id);
      expect((await stat(join(dataDir, "secrets.key"))).mode & 0o777).to.equal(0o600);
      // Moving from the kept key to SECRETS_KEY loses nothing: the kept one counts as previous.
      const previous = await readPreviousKeys({ dataDir, secretsKey: SECOND });
      expect(previous.map(({ id }) => id)).to.deep.equal([one.id]);
      expect(deriveKey(one, "a").equals(deriveKey(one, "b"))).to.equal(false);
    } finally {
      await rm(dataDir, { recursive: true });
    }
  });

  it("is out of the tenant role's reach", async () => {
    const read = test.database.tenant(A, (trx) => trx.many("select * from host.secret"));
    expect(await read.catch((error) => error.message)).to.include("permission denied");
  });
});
