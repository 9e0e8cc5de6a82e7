import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { PlatformError, type Reply } from "@promostack/core";
import { expect } from "chai";
import { eventually } from "../../test/kit/waiting.ts";
import type { Config } from "../config/config.ts";
import { fileMount } from "./fileMount.ts";
import { S3Files } from "./s3Files.ts";
import { createStorage, type FileStorage } from "./storage.ts";

const A = "01900000-0000-7000-8000-00000000000a";
const B = "01900000-0000-7000-8000-00000000000b";
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const PICTURES = { accept: ["image/*"], maxBytes: 1_000_000 };

/** As much of S3 as the client needs, with the bucket in the path; refuses what is not signed. */
class Bucket {
  readonly objects = new Map<string, { body: Buffer; type: string }>();
  readonly #server: Server = createServer((request, response) => void this.#answer(request, response));

  listen(): Promise<string> {
    return new Promise((resolve) => {
      this.#server.listen(0, "127.0.0.1", () => {
        const address = this.#server.address();
        resolve(`http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`);
      });
    });
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://bucket");
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const signed =
      request.headers.authorization?.startsWith("AWS4-HMAC-SHA256 ") ||
      url.searchParams.has("X-Amz-Signature");
    if (!signed) return void response.writeHead(403).end("<Error><Code>AccessDenied</Code></Error>");
    const found = this.objects.get(url.pathname);
    if (request.method === "PUT") {
      this.objects.set(url.pathname, {
        body: Buffer.concat(chunks),
        type: request.headers["content-type"] ?? "",
      });
      response.writeHead(200, { etag: '"x"' }).end();
    } else if (request.method === "DELETE") {
      this.objects.delete(url.pathname);
      response.writeHead(204).end();
    } else if (url.searchParams.get("list-type") === "2") {
      response
        .writeHead(200, { "content-type": "application/xml" })
        .end(this.#list(url.searchParams.get("prefix") ?? ""));
    } else if (found) {
      const type = url.searchParams.get("response-content-type") ?? found.type;
      response.writeHead(200, { "content-type": type, "content-length": found.body.length }).end(found.body);
    } else {
      response
        .writeHead(404, { "content-type": "application/xml" })
        .end("<Error><Code>NoSuchKey</Code></Error>");
    }
  }

  /** Two at a time, as a service lists a thousand. */
  #list(prefix: string): string {
    const keys = [...this.objects.keys()]
      .map((path) => path.replace(/^\/files\//, ""))
      .filter((key) => key.startsWith(prefix));
    const page = keys.slice(0, 2).map((key) => `<Contents><Key>${key}</Key></Contents>`);
    return `<ListBucketResult>${page.join("")}<IsTruncated>${keys.length > 2}</IsTruncated></ListBucketResult>`;
  }
}

async function bytesOf(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (PlatformError.is(error)) return error.code;
    throw error;
  }
  return "none";
}

for (const kind of ["disk", "S3"] as const) {
  describe(`storage on ${kind}`, () => {
    let dataDir: string;
    let storage: FileStorage;
    const bucket = new Bucket();

    before(async () => {
      dataDir = await mkdtemp(join(tmpdir(), "promostack-files-"));
      const s3: Config["s3"] = {
        endpoint: await bucket.listen(),
        bucket: "files",
        region: "us-east-1",
        accessKeyId: "key",
        secretAccessKey: "secret",
        forcePathStyle: true,
      };
      storage = await createStorage({ dataDir, ...(kind === "S3" && { s3 }) });
    });
    after(async () => {
      bucket.close();
      await rm(dataDir, { recursive: true });
    });

    /** What the mount answers to an address on disk. */
    function serve(address: string): Promise<Reply> {
      if (!storage.disk) throw new Error("These files are not on disk.");
      const url = new URL(address, "http://localhost");
      return fileMount(storage.disk).handle({
        method: "GET",
        path: url.pathname.replace("/files", ""),
        query: url.searchParams,
        headers: {},
        body: Readable.from([]),
        address: "127.0.0.1",
        origin: "http://localhost",
        wantsSocket: false,
      });
    }

    const leftOver = () => readdir(join(dataDir, "incoming"));

    it("gives back what was put, under a key of tenant and content, with the type that the content has", async () => {
      const put = await storage.of(A).put(PNG, PICTURES);
      const hash = createHash("sha256").update(PNG).digest("hex");
      expect(put).to.deep.equal({ key: `${A}/${hash}.png`, bytes: PNG.length, contentType: "image/png" });
      expect((await bytesOf(await storage.of(A).get(put.key))).equals(PNG)).to.equal(true);
      expect(await storage.of(A).put(PNG, PICTURES)).to.deep.equal(put);
      expect(await leftOver()).to.deep.equal([]);
    });

    it("takes a stream of many megabytes in pieces", async () => {
      const piece = randomBytes(65_536);
      async function* pieces() {
        for (let index = 0; index < 160; index++) yield piece;
      }
      const put = await storage
        .of(A)
        .put(pieces(), { accept: ["application/octet-stream"], maxBytes: 20_000_000 });
      expect(put.bytes).to.equal(160 * 65_536);
      expect((await bytesOf(await storage.of(A).get(put.key))).length).to.equal(put.bytes);
    });

    it("stops a file that grows too large at once, and keeps nothing of it", async () => {
      let given = 0;
      async function* endless() {
        for (;;) {
          given++;
          yield new Uint8Array(100_000).fill(7);
        }
      }
      expect(await codeOf(storage.of(A).put(endless(), PICTURES))).to.equal("file.too_large");
      expect(given).to.be.below(13);
      expect(await leftOver()).to.deep.equal([]);
    });

    it("judges by content: a script that calls itself a picture is refused", async () => {
      expect(await codeOf(storage.of(A).put(Buffer.from("<script>alert(1)</script>"), PICTURES))).to.equal(
        "file.type",
      );
      expect(await codeOf(storage.of(A).put(PNG, { accept: ["image/jpeg"], maxBytes: 1000 }))).to.equal(
        "file.type",
      );
      expect(await codeOf(storage.of(A).put(Buffer.alloc(0), PICTURES))).to.equal("file.empty");
    });

    it("takes text as the kind that is asked for, and bytes that are no text not", async () => {
      const csv = { accept: ["text/csv"], maxBytes: 1000 };
      const put = await storage.of(A).put(Buffer.from("datetime,open\n2024-01-01,2062.4\nÄ,ß\n"), csv);
      expect(put.contentType).to.equal("text/csv");
      expect(put.key).to.match(/\.csv$/);
      expect(await codeOf(storage.of(A).put(Buffer.from([0x61, 0xff, 0xfe, 0x62]), csv))).to.equal(
        "file.type",
      );
    });

    it("keeps tenants apart, and paths within the folder", async () => {
      const { key } = await storage.of(A).put(PNG, PICTURES);
      for (const other of [key, `${B}/../${key}`, `../../etc/passwd`, key.replace(A, B)]) {
        expect(await codeOf(storage.of(B).get(other)), other).to.equal("file.not_found");
        expect(await codeOf(storage.of(B).signedUrl(`${A}/x`, 60)), other).to.equal("file.not_found");
      }
      expect(await codeOf(storage.of(B).delete(key))).to.equal("file.not_found");
      expect((await bytesOf(await storage.of(A).get(key))).length).to.equal(PNG.length);
    });

    it("forgets what is deleted, and deletes what is gone without complaint", async () => {
      const { key } = await storage.of(A).put(Buffer.concat([PNG, Buffer.from("x")]), PICTURES);
      await storage.of(A).delete(key);
      await storage.of(A).delete(key);
      expect(await codeOf(storage.of(A).get(key))).to.equal("file.not_found");
    });

    it("erases all of one tenant, and nothing of another", async () => {
      const keep = async (tenant: string, text: string) =>
        (await storage.of(tenant).put(Buffer.from(`a,b\n${text}\n`), { accept: ["text/csv"], maxBytes: 99 }))
          .key;
      const own = await Promise.all(["1,1", "2,2", "3,3"].map((text) => keep(A, text)));
      const theirs = await keep(B, "4,4");
      await storage.erase(A.toUpperCase());
      for (const key of own) expect(await codeOf(storage.of(A).get(key))).to.equal("file.not_found");
      expect((await bytesOf(await storage.of(B).get(theirs))).length).to.equal(8);
      await storage.erase(A);
      for (const wrong of ["", "..", `${A}/..`])
        expect(await storage.erase(wrong).catch(({ name }) => name)).to.equal("RangeError");
    });

    it("removes what an upload left behind when the process died", async () => {
      const old = join(dataDir, "incoming", "abandoned");
      await writeFile(old, "half");
      await utimes(old, new Date(0), new Date(0));
      await createStorage({ dataDir });
      expect(await leftOver()).to.deep.equal([]);
    });

    it("signs addresses that work without sign-in", async () => {
      const { key } = await storage.of(A).put(PNG, PICTURES);
      const address = await storage.of(A).signedUrl(key, 60);
      if (kind === "S3") {
        const answer = await fetch(address);
        expect(answer.headers.get("content-type")).to.equal("image/png");
        expect((await answer.arrayBuffer()).byteLength).to.equal(PNG.length);
        expect(new URL(address).searchParams.get("X-Amz-Expires")).to.equal("60");
        return;
      }
      const answer = await serve(address);
      expect(answer.status).to.equal(200);
      expect(answer.headers).to.include({ "content-type": "image/png", "x-content-type-options": "nosniff" });
      if (!(answer.body instanceof Readable)) throw new Error("A file is a stream.");
      expect(await bytesOf(answer.body)).to.deep.equal(PNG);
    });

    if (kind === "disk") {
      it("refuses an address that was changed, and one whose time is over", async () => {
        const looked = async (address: string) => {
          const code = await codeOf(
            serve(address).then(({ body }) => body instanceof Readable && body.destroy()),
          );
          return code === "none" ? "served" : code;
        };
        const files = storage.of(A);
        const { key } = await files.put(PNG, PICTURES);
        const address = await files.signedUrl(key, 60);
        const later = address.replace(/expires=(\d+)/, (_, seconds) => `expires=${Number(seconds) + 1000}`);
        for (const changed of [
          later,
          address.replace(A, B),
          address.replace(/signature=.*/, ""),
          `${address}x`,
        ]) {
          expect(await looked(changed), changed).to.equal("file.address");
        }
        expect(await looked(address)).to.equal("served");
        const brief = await files.signedUrl(key, 1);
        await eventually(async () => (await looked(brief)) === "file.expired", "its time is over");
      });
    }
  });
}

describe("A file service that takes requests and says nothing", () => {
  const server = createServer(() => undefined);
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  it("is given up, with what to check", async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" ? address?.port : 0;
    const files = new S3Files(
      {
        endpoint: `http://127.0.0.1:${port}`,
        region: "here",
        bucket: "files",
        accessKeyId: "id",
        secretAccessKey: "secret",
        forcePathStyle: true,
      },
      100,
    );
    const error = await files.read("a/b.png").catch((reason: unknown) => reason);
    expect(error).to.include({ code: "file.service", status: 503 });
  });
});
