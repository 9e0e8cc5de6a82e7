import { generateKeyPairSync } from "node:crypto";
import { chmod, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { buffer } from "node:stream/consumers";
import { gunzipSync, gzipSync } from "node:zlib";
import { PlatformError } from "@promostack/core";
import { expect } from "chai";
import { type Header, pack } from "tar-stream";
import { withList } from "./fileList.ts";
import { type ArchiveLimits, STRATEGY_LIMITS } from "./limits.ts";
import { fingerprintOf, publicKeyOf } from "./publicKey.ts";
import { readArchive } from "./readArchive.ts";
import { signRelease, verifyRelease } from "./signature.ts";
import { checkRequest, PATIENCE_MS, signRequest } from "./signedRequest.ts";
import { createSigningKey, readSigningKey } from "./signingKey.ts";
import { writeArchive } from "./writeArchive.ts";

const NAME = { kind: "strategy", id: "my-idea", version: "1.0.0" } as const;
const { privateKey } = generateKeyPairSync("ed25519");
const CONTENTS = new Map([
  ["plugin.json", Buffer.from("{}")],
  ["strategy.js", Buffer.from("strategyModule.default;")],
  ["fixtures/candles.csv", Buffer.from("time,open,high,low,close\n")],
]);

type Entry = Partial<Header> & { name: string; bytes?: string | Buffer };

async function tgz(...entries: Entry[]): Promise<Buffer> {
  const tar = pack();
  for (const { bytes = "", ...header } of entries) tar.entry(header, bytes);
  tar.finalize();
  return gzipSync(await buffer(tar));
}

async function codeOf(work: () => unknown): Promise<string> {
  try {
    await work();
  } catch (error) {
    if (!PlatformError.is(error)) throw error;
    expect(error.hint, "what to do about it").to.be.a("string");
    return error.code;
  }
  return "accepted";
}

describe("release archives", () => {
  const small: ArchiveLimits = { ...STRATEGY_LIMITS, files: 3, fileBytes: 1000, unpackedBytes: 3_000_000 };
  const nothing = (name: string): Entry => ({ name, bytes: "x" });

  const hostile: [what: string, code: string, archive: () => Promise<Buffer> | Buffer][] = [
    ["a way up", "path", () => tgz(nothing("package/../../etc/cron.d/x"))],
    ["a way up in the middle", "path", () => tgz(nothing("package/a/../../x"))],
    ["an absolute path", "path", () => tgz(nothing("/etc/passwd"))],
    ["a path beside package/", "path", () => tgz(nothing("other/plugin.json"))],
    ["a path that only begins like package/", "path", () => tgz(nothing("package-x/plugin.json"))],
    ["a Windows path", "path", () => tgz(nothing("package/..\\..\\x"))],
    ["a drive", "path", () => tgz(nothing("package/C:/x"))],
    ["a control character", "path", () => tgz(nothing("package/a\u0007b"))],
    ["a letter that has two spellings", "path", () => tgz(nothing("package/é.ts"))],
    ["an empty part", "path", () => tgz(nothing("package/a//b"))],
    ["a path without an end", "path", () => tgz(nothing(`package/${"a/".repeat(150)}b`))],
    ["a symbolic link", "link", () => tgz({ name: "package/a", type: "symlink", linkname: "/etc/passwd" })],
    ["a hard link", "link", () => tgz({ name: "package/a", type: "link", linkname: "package/b" })],
    ["a character device", "not_a_file", () => tgz({ name: "package/a", type: "character-device" })],
    ["a block device", "not_a_file", () => tgz({ name: "package/a", type: "block-device" })],
    ["a named pipe", "not_a_file", () => tgz({ name: "package/a", type: "fifo" })],
    ["a name twice", "duplicate", () => tgz(nothing("package/a"), nothing("package/a"))],
    ["a name twice but for its case", "duplicate", () => tgz(nothing("package/A"), nothing("package/a"))],
    ["a file and a folder of one name", "duplicate", () => tgz(nothing("package/a"), nothing("package/a/b"))],
    ["a folder and a file of one name", "duplicate", () => tgz(nothing("package/a/b"), nothing("package/a"))],
    [
      "too many files",
      "too_many_files",
      () => tgz(...["a", "b", "c", "d"].map((n) => nothing(`package/${n}`))),
    ],
    ["a file that is too large", "too_large", () => tgz({ name: "package/a", bytes: "x".repeat(1001) })],
    ["a bomb by size", "bomb", () => tgz({ name: "package/a", bytes: Buffer.alloc(20_000_000) })],
    ["a bomb by ratio", "bomb", () => tgz({ name: "package/a", bytes: Buffer.alloc(1_500_000) })],
    ["nothing", "malformed", () => tgz()],
    ["no gzip", "malformed", () => Buffer.from("PK\u0003\u0004 a zip")],
    ["no tar", "malformed", () => gzipSync(Buffer.from("hello".repeat(300)))],
    ["half a gzip", "malformed", async () => (await tgz(nothing("package/a"))).subarray(0, 40)],
    [
      "half a tar",
      "malformed",
      async () =>
        gzipSync(gunzipSync(await tgz({ name: "package/a", bytes: "x".repeat(900) })).subarray(0, 700)),
    ],
  ];
  for (const [what, code, archive] of hostile) {
    it(`refuses ${what}: release.${code}`, async () => {
      const bytes = await archive();
      expect(await codeOf(() => readArchive(bytes, small))).to.equal(`release.${code}`);
    });
  }

  it("refuses an archive that is too large before it unpacks it", async () => {
    const limits = { ...small, packedBytes: 20 };
    expect(await codeOf(() => readArchive(Buffer.alloc(21), limits))).to.equal("release.too_large");
  });

  it("refuses an oversized manifest", async () => {
    const archive = await tgz({ name: "package/plugin.json", bytes: "x".repeat(70_000) });
    expect(await codeOf(() => readArchive(archive, STRATEGY_LIMITS))).to.equal("release.manifest_too_large");
  });

  it("takes what npm pack makes: plain files, and folders", async () => {
    const archive = await tgz(
      { name: "package", type: "directory" },
      { name: "package/fixtures/", type: "directory" },
      { name: "package/fixtures/a.json", bytes: "{}" },
    );
    const files = await readArchive(archive, STRATEGY_LIMITS);
    expect([...files.keys()]).to.deep.equal(["fixtures/a.json"]);
  });

  it("comes back as it was packed, and the same files give the same bytes in whatever order they came", async () => {
    const archive = await writeArchive(CONTENTS);
    const backwards = await writeArchive(new Map([...CONTENTS].reverse()));
    expect(Buffer.compare(archive, backwards)).to.equal(0);
    const back = await readArchive(archive, STRATEGY_LIMITS);
    expect(back.get("fixtures/candles.csv")?.toString()).to.equal("time,open,high,low,close\n");
    expect(back.size).to.equal(3);
  });
});

describe("a release's signature", () => {
  const signed = signRelease(CONTENTS, NAME, privateKey);
  const changed = (work: (files: Map<string, Buffer>) => void) => {
    const files = new Map(signed);
    work(files);
    return codeOf(() => verifyRelease(files));
  };
  const edit = (files: Map<string, Buffer>, file: string, from: string | RegExp, to: string) =>
    files.set(file, Buffer.from(String(files.get(file)).replace(from, to)));

  it("says who signed what", () => {
    const { list, publicKey, fingerprint, integrity } = verifyRelease(signed);
    expect(list.files.map(({ path: file }) => file)).to.deep.equal([
      "fixtures/candles.csv",
      "plugin.json",
      "strategy.js",
    ]);
    expect(publicKey).to.equal(publicKeyOf(privateKey));
    expect(fingerprint)
      .to.equal(fingerprintOf(publicKey))
      .and.match(/^SHA256:[A-Za-z0-9+/]{43}$/);
    expect(integrity).to.match(/^sha256-/);
  });

  const forged: [what: string, code: string, work: (files: Map<string, Buffer>) => void][] = [
    ["a changed file", "wrong_hash", (files) => files.set("strategy.js", Buffer.from("evil;"))],
    ["a file too many", "unlisted_file", (files) => files.set("evil.js", Buffer.from(""))],
    ["a missing file", "missing_file", (files) => files.delete("plugin.json")],
    ["no list", "wrong_list", (files) => files.delete("release.json")],
    ["a list of something else", "wrong_list", (files) => files.set("release.json", Buffer.from("[]"))],
    ["no signature", "unsigned", (files) => files.delete("signature.json")],
    [
      "another version in the list",
      "wrong_signature",
      (files) => edit(files, "release.json", "1.0.0", "1.0.1"),
    ],
    [
      "a list made anew after a change",
      "wrong_signature",
      (files) => {
        const own = files.get("signature.json") ?? Buffer.alloc(0);
        for (const [file, bytes] of withList(new Map([...CONTENTS, ["evil.js", Buffer.from("")]]), NAME)) {
          files.set(file, bytes);
        }
        files.set("signature.json", own);
      },
    ],
    [
      "another key beside the signature",
      "wrong_signature",
      (files) =>
        edit(
          files,
          "signature.json",
          publicKeyOf(privateKey),
          publicKeyOf(generateKeyPairSync("ed25519").publicKey),
        ),
    ],
    [
      "a second spelling of the key",
      "wrong_signature",
      (files) => {
        const key = publicKeyOf(privateKey);
        const twin = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"]
          .map((last) => key.slice(0, -1) + last)
          .find(
            (each) => each !== key && Buffer.from(each, "base64url").equals(Buffer.from(key, "base64url")),
          );
        edit(files, "signature.json", key, twin ?? "");
      },
    ],
    [
      "no point of the curve",
      "wrong_signature",
      (files) => edit(files, "signature.json", /"publicKey": ".{43}"/, `"publicKey": "${"_".repeat(42)}8"`),
    ],
    [
      "keys that change a prototype",
      "malformed",
      (files) => edit(files, "release.json", "{", '{"__proto__": {},'),
    ],
    ["a signature that is no JSON", "malformed", (files) => files.set("signature.json", Buffer.from("{"))],
    ["text that is no text", "malformed", (files) => files.set("release.json", Buffer.from([0xff, 0xfe]))],
    [
      "a list that names a way out",
      "path",
      (files) => edit(files, "release.json", '"plugin.json"', '"../plugin.json"'),
    ],
  ];
  for (const [what, code, work] of forged) {
    it(`refuses ${what}: release.${code}`, async () => {
      expect(await changed(work)).to.equal(`release.${code}`);
    });
  }
});

describe("a publisher's key", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "promostack-key-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("is kept where only its owner reads, comes back, and is never replaced", async () => {
    const file = path.join(folder, "new", "publisher.pem");
    const key = await createSigningKey(file);
    expect((await stat(file)).mode & 0o777).to.equal(0o600);
    expect(publicKeyOf(await readSigningKey(file))).to.equal(publicKeyOf(key));
    expect(await codeOf(() => createSigningKey(file))).to.equal("key.exists");
  });

  it("is not used once others may read it, nor where it is no key of the kind", async () => {
    const file = path.join(folder, "publisher.pem");
    expect(await codeOf(() => readSigningKey(file))).to.equal("key.missing");
    await createSigningKey(file);
    await chmod(file, 0o644);
    expect(await codeOf(() => readSigningKey(file))).to.equal("key.exposed");
    const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
    const other = path.join(folder, "other.pem");
    await writeFile(other, rsa.export({ type: "pkcs8", format: "pem" }), { mode: 0o600 });
    expect(await codeOf(() => readSigningKey(other))).to.equal("key.unreadable");
  });
});

describe("a request that a publisher signs", () => {
  const facts = {
    method: "PUT",
    host: "promo.test",
    path: "/api/strategies/a",
    body: '{"state":"withdrawn"}',
  };
  const now = new Date("2026-01-05T10:00:00Z");
  const header = signRequest(facts, privateKey, now);

  it("names its sender", () => {
    expect(checkRequest(facts, header, now).publicKey).to.equal(publicKeyOf(privateKey));
  });

  const other = signRequest(facts, generateKeyPairSync("ed25519").privateKey, now);
  const forged: [what: string, code: string, facts: Partial<typeof facts>, header: string | undefined][] = [
    ["without a signature", "unsigned", {}, undefined],
    ["with something else in its place", "unsigned", {}, "Bearer x"],
    ["with another body", "wrong_signature", { body: '{"state":"active"}' }, header],
    ["to another address", "wrong_signature", { path: "/api/strategies/b" }, header],
    ["to another installation", "wrong_signature", { host: "evil.test" }, header],
    ["of another method", "wrong_signature", { method: "DELETE" }, header],
    ["under another's key", "wrong_signature", {}, `${header.slice(0, 43)}${other.slice(43)}`],
    ["moved to another time", "wrong_signature", {}, header.replace("10:00", "10:01")],
  ];
  for (const [what, code, change, given] of forged) {
    it(`is refused ${what}: publisher.${code}`, async () => {
      expect(await codeOf(() => checkRequest({ ...facts, ...change }, given, now))).to.equal(
        `publisher.${code}`,
      );
    });
  }

  it("is refused when it is old", async () => {
    const later = new Date(now.getTime() + PATIENCE_MS + 1);
    expect(await codeOf(() => checkRequest(facts, header, later))).to.equal("publisher.clock");
  });
});
