import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { ReadStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { get, type IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { reply, Type } from "@promostack/core";
import { expect } from "chai";
import { startServer, type TestServer } from "../../test/kit/server.ts";
import { eventually } from "../../test/kit/waiting.ts";
import { DiskFiles } from "../store/diskFiles.ts";
import { fileMount } from "../store/fileMount.ts";
import { createStorage } from "../store/storage.ts";
import { hostRoute } from "./hostRoute.ts";
import type { ByteRange } from "./range.ts";

const TENANT = "01900000-0000-7000-8000-00000000000a";
const SIZE = 20_000_000;
const CONTENT = randomBytes(SIZE);
const limits = { perMinute: 1000 };

/** Files on disk, and the streams that were opened of them. */
class WatchedFiles extends DiskFiles {
  readonly opened: Readable[] = [];

  override async read(key: string, range?: ByteRange): Promise<Readable> {
    const stream = await super.read(key, range);
    this.opened.push(stream);
    return stream;
  }
}

describe("A download", () => {
  let server: TestServer;
  let dataDir: string;
  let files: WatchedFiles;
  let address: string;
  let owner: string;
  /** What the routes below stream, the newest last. */
  const streams: { stream: Readable; given: number }[] = [];

  /** Gives pieces as they are read; fails at `failAt` where that is not negative. */
  function counted(pieces: number, failAt: number): Readable {
    const entry = { stream: Readable.from(made()), given: 0 };
    async function* made() {
      for (let piece = 0; piece < pieces; piece++) {
        if (piece === failAt) throw new Error("The source failed.");
        entry.given = piece + 1;
        yield "x".repeat(65_536);
      }
    }
    streams.push(entry);
    return entry.stream;
  }

  const streamed = (method: "GET" | "POST") =>
    hostRoute({
      method,
      path: "/api/streams/:pieces/:failAt",
      permission: method === "GET" ? "public" : "person",
      summary: "Streams",
      input: {
        params: Type.Object({ pieces: Type.Integer(), failAt: Type.Integer() }),
        ...(method === "POST" && { body: Type.Object({}) }),
        output: Type.Unknown(),
      },
      limits,
      handle: async (_request, { params }) =>
        reply(200, counted(params.pieces, params.failAt), { etag: '"same"', "content-type": "text/csv" }),
    });

  before(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "promostack-download-"));
    const storage = await createStorage({ dataDir });
    files = new WatchedFiles({ folder: join(dataDir, "files"), key: randomBytes(32), origin: "" });
    server = await startServer({
      http: { hostRoutes: [streamed("GET"), streamed("POST")], hostMounts: [fileMount(files)] },
    });
    await server.tenant("aurum");
    owner = await server.token("owner@aurum.test");
    const put = await storage
      .of(TENANT)
      .put(CONTENT, { accept: ["application/octet-stream"], maxBytes: SIZE });
    address = await files.address(put.key, 60);
  });
  after(async () => {
    await server?.close();
    await rm(dataDir, { recursive: true });
  });

  const fetched = (path: string, headers: Record<string, string> = {}, method = "GET") =>
    fetch(`http://127.0.0.1:${server.port}${path}`, { headers, method });
  const bytes = async (answer: Response) => Buffer.from(await answer.arrayBuffer());

  /** Reads the first bytes and then waits until it leaves. */
  async function begin(path: string): Promise<{ leave(): void }> {
    const asked = get({ port: server.port, host: "127.0.0.1", path, agent: false });
    const [answer]: IncomingMessage[] = await once(asked, "response");
    answer?.once("data", () => answer.pause());
    await new Promise((resolve) => setTimeout(resolve, 150));
    return { leave: () => void asked.destroy() };
  }

  it("of a file gives every byte with its length", async () => {
    const answer = await fetched(address);
    expect(answer.headers.get("content-length")).to.equal(String(SIZE));
    expect(answer.headers.get("accept-ranges")).to.equal("bytes");
    expect((await bytes(answer)).equals(CONTENT)).to.equal(true);
  });

  it("of a file comes in parts: the first, the middle, the last, and to the end where more is asked", async () => {
    for (const [range, from, to] of [
      ["bytes=0-99", 0, 99],
      ["bytes=5000000-5999999", 5_000_000, 5_999_999],
      ["bytes=-10", SIZE - 10, SIZE - 1],
      ["bytes=19999990-", SIZE - 10, SIZE - 1],
      ["bytes=19999990-99999999", SIZE - 10, SIZE - 1],
    ] as const) {
      const answer = await fetched(address, { range });
      expect(answer.status, range).to.equal(206);
      expect(answer.headers.get("content-range"), range).to.equal(`bytes ${from}-${to}/${SIZE}`);
      expect((await bytes(answer)).equals(CONTENT.subarray(from, to + 1)), range).to.equal(true);
    }
  });

  it("of a part beyond the end is refused with the size; several parts and nonsense get the whole", async () => {
    const beyond = await fetched(address, { range: `bytes=${SIZE}-` });
    expect([beyond.status, beyond.headers.get("content-range")]).to.deep.equal([416, `bytes */${SIZE}`]);
    expect(await beyond.json()).to.include({ code: "file.range" });
    expect((await fetched(address, { range: "bytes=-0" })).status).to.equal(416);
    for (const range of ["bytes=0-1,5-6", "bytes=9-2", "lines=1-2"])
      expect((await bytes(await fetched(address, { range }))).length, range).to.equal(SIZE);
  });

  it("of a part holds only for the version that it began with", async () => {
    const etag = (await fetched(address, {}, "HEAD")).headers.get("etag") ?? "";
    const range = "bytes=0-9";
    expect((await bytes(await fetched(address, { range, "if-range": etag }))).length).to.equal(10);
    expect((await bytes(await fetched(address, { range, "if-range": '"other"' }))).length).to.equal(SIZE);
  });

  it("that the client has already opens no file; HEAD says the length without a byte", async () => {
    const head = await fetched(address, {}, "HEAD");
    expect([head.status, head.headers.get("content-length")]).to.deep.equal([200, String(SIZE)]);
    expect((await bytes(head)).length).to.equal(0);
    const etag = head.headers.get("etag") ?? "";
    const before = files.opened.length;
    for (const range of ["", "bytes=0-9"]) {
      const fresh = await fetched(address, { "if-none-match": etag, range });
      expect([fresh.status, fresh.headers.get("etag")]).to.deep.equal([304, etag]);
    }
    expect(files.opened.length).to.equal(before);
  });

  it("of a file is read no faster than it is taken, and lets go of it when the client leaves", async () => {
    const before = files.opened.length;
    const client = await begin(address);
    const [stream] = files.opened.slice(before);
    if (!(stream instanceof ReadStream)) throw new Error("A file is read from disk.");
    // The rest waits on disk; what is on the way is in the buffers of two sockets.
    expect(stream.bytesRead).to.be.within(1, SIZE - 1);
    client.leave();
    await eventually(() => stream.closed);
    expect(files.opened.every(({ closed }) => closed)).to.equal(true);
  });

  it("of a route is read no faster than it is taken, and ends when the client leaves", async () => {
    const client = await begin("/api/streams/2000/-1");
    const source = streams.at(-1);
    // 2,000 pieces would be 131 MB.
    expect(source?.given).to.be.within(1, 500);
    client.leave();
    await eventually(() => source?.stream.closed === true);
  });

  it("of a route that fails before its first byte is a problem; after it, a broken connection", async () => {
    const first = await fetched("/api/streams/3/0");
    expect(first.headers.get("etag")).to.equal(null);
    expect([first.status, await first.json()]).to.have.nested.property("[1].code", "internal");
    const later = await fetched("/api/streams/300/250");
    expect(later.status).to.equal(200);
    expect(
      await later.text().then(
        () => "whole",
        () => "broken",
      ),
    ).to.equal("broken");
    expect(streams.every(({ stream }) => stream.closed)).to.equal(true);
  });

  it("of a route that the client has already is destroyed unread, and an empty one is empty", async () => {
    expect((await fetched("/api/streams/5/-1", { "if-none-match": '"same"' })).status).to.equal(304);
    expect(streams.at(-1)?.stream.destroyed).to.equal(true);
    expect(streams.at(-1)?.given).to.equal(0);
    expect(await (await fetched("/api/streams/0/-1")).text()).to.equal("");
  });

  it("that answers a write with a key is not kept: the same key runs again", async () => {
    const before = streams.length;
    for (const run of [1, 2]) {
      const told = await server.ask("/api/streams/2/-1", {
        method: "POST",
        as: owner,
        body: {},
        headers: { "idempotency-key": "download" },
      });
      expect([told.status, told.text.length], `run ${run}`).to.deep.equal([200, 2 * 65_536]);
    }
    expect(streams.length).to.equal(before + 2);
  });
});
