import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { STRATEGY_LIMITS } from "../release/limits.ts";
import { readArchive } from "../release/readArchive.ts";
import { writeArchive } from "../release/writeArchive.ts";
import { main } from "./main.ts";

const STRATEGY = fileURLToPath(new URL("../../strategies/raja-banks-gold", import.meta.url));

describe("promostack strategy pack, sign, verify", () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "promostack-release-"));
    await cp(STRATEGY, path.join(folder, "mine"), { recursive: true });
  });
  after(() => rm(folder, { recursive: true }));

  async function run(...words: string[]): Promise<{ code: number; answer: Record<string, unknown> }> {
    let out = "";
    const into = new Writable({
      write(chunk, _encoding, done) {
        out += chunk;
        done();
      },
    });
    const code = await main([...words, "--json"], {
      out: into,
      err: into,
      cwd: folder,
      variables: process.env,
    });
    return { code, answer: Object(JSON.parse(out)) };
  }
  const errorOf = ({ answer }: { answer: Record<string, unknown> }) => Object(answer.error).code;
  const archive = () => path.join(folder, "raja-banks-gold-1.0.0.tgz");
  const key = ["--key", "publisher.pem"];

  it("goes from a folder to an archive that an installation would take", async () => {
    const made = await run("keys", "create", ...key);
    expect(made.code).to.equal(0);
    const packed = await run("strategy", "pack", "mine");
    expect(packed.answer).to.include({ id: "raja-banks-gold", version: "1.0.0", signed: false });
    const unsigned = await run("strategy", "verify", archive());
    expect(unsigned.code).to.equal(2);
    expect(errorOf(unsigned)).to.equal("release.unsigned");
    expect((await run("strategy", "sign", archive(), ...key)).code).to.equal(0);
    const verified = await run("strategy", "verify", archive());
    expect(verified.answer).to.include({ valid: true, fingerprint: made.answer.fingerprint });
  });

  it("gives the same bytes from another place", async () => {
    await run("strategy", "pack", "mine", "--sign", ...key, "--out", "first.tgz");
    await run("strategy", "pack", STRATEGY, "--sign", ...key, "--out", "second.tgz");
    const [first, second] = await Promise.all(
      ["first.tgz", "second.tgz"].map((name) => readFile(path.join(folder, name))),
    );
    expect(first?.equals(second ?? Buffer.alloc(0))).to.equal(true);
  });

  it("leaves out what nobody needs, and says so", async () => {
    await writeFile(path.join(folder, "mine", "fixtures", "year.csv"), "x".repeat(300_000));
    await writeFile(path.join(folder, "mine", "photo.png"), "x");
    const { answer } = await run("strategy", "pack", "mine", "--out", "third.tgz");
    expect(answer.leftOut).to.have.length(2);
  });

  const broken: [what: string, code: string, change: (files: Map<string, Buffer>) => void][] = [
    [
      "another script than was signed",
      "release.wrong_hash",
      (files) => files.set("strategy.js", Buffer.from("1;")),
    ],
    ["no script", "release.missing_file", (files) => files.delete("strategy.js")],
  ];
  for (const [what, code, change] of broken) {
    it(`refuses ${what}: ${code}`, async () => {
      const files = new Map(await readArchive(await readFile(archive()), STRATEGY_LIMITS));
      change(files);
      await writeFile(path.join(folder, "broken.tgz"), await writeArchive(files));
      expect(errorOf(await run("strategy", "verify", "broken.tgz"))).to.equal(code);
    });
  }

  const manifests: [what: string, code: string, from: string, to: string][] = [
    ["another engine", "manifest.invalid", '"api": "^0.1.0"', '"api": "^9.0.0"'],
    ["a plugin", "release.wrong_kind", '"kind": "strategy"', '"kind": "plugin"'],
    ["an unknown field", "manifest.invalid", '"license"', '"licence"'],
    ["a prototype's key", "release.malformed", '"license"', '"__proto__": {}, "license"'],
    ["another version than package.json's", "manifest.invalid", '"1.0.0"', '"1.0.1"'],
  ];
  for (const [what, code, from, to] of manifests) {
    it(`refuses a signed manifest with ${what}: ${code}`, async () => {
      const files = new Map(await readArchive(await readFile(archive()), STRATEGY_LIMITS));
      const { signRelease } = await import("../release/signature.ts");
      const { readSigningKey } = await import("../release/signingKey.ts");
      files.set("plugin.json", Buffer.from(String(files.get("plugin.json")).replace(from, to)));
      const name = { kind: "strategy", id: "raja-banks-gold", version: "1.0.0" } as const;
      const signed = signRelease(files, name, await readSigningKey(path.join(folder, "publisher.pem")));
      await writeFile(path.join(folder, "broken.tgz"), await writeArchive(signed));
      expect(errorOf(await run("strategy", "verify", "broken.tgz"))).to.equal(code);
    });
  }

  it("does not pack a plugin, nor a folder that is none", async () => {
    const plugin = fileURLToPath(new URL("../../plugins/playground", import.meta.url));
    expect(errorOf(await run("strategy", "pack", plugin))).to.equal("release.wrong_kind");
    expect(errorOf(await run("strategy", "pack", "nowhere"))).to.equal("manifest.missing");
  });
});
