import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import { expect } from "chai";
import { refusal } from "../../test/kit/waiting.ts";
import { PackageRegistry } from "./packageRegistry.ts";

const ARCHIVE = Buffer.from("the archive");
const SHA1 = createHash("sha1").update(ARCHIVE).digest("hex");
const SHA512 = `sha512-${createHash("sha512").update(ARCHIVE).digest("base64")}`;

describe("a package registry", () => {
  let server: Server;
  let address: string;
  let asked: string[] = [];
  /** What answers besides the package's document. */
  let other: (path: string, response: ServerResponse) => void;

  const dist = (file = "shelf.tgz", hash: object = { integrity: SHA512 }) => ({
    dist: { tarball: `${address}/${file}`, ...hash },
  });
  const document = () => ({
    "dist-tags": { latest: "1.2.0", next: "2.0.0-beta.1" },
    versions: {
      "1.0.0": dist("shelf.tgz", { shasum: SHA1 }),
      "1.2.0": dist(),
      "2.0.0-beta.1": dist(),
      "3.0.0": dist("huge.tgz"),
      "3.0.1": dist("silent.tgz"),
      "3.0.2": dist("trickle.tgz"),
      "3.0.3": dist("moved.tgz"),
      "3.0.4": dist("broken.tgz"),
      "3.0.5": dist("shelf.tgz", { shasum: "0".repeat(40) }),
      "3.0.6": dist("shelf.tgz", { integrity: "md5-x", shasum: SHA1 }),
      "3.0.7": { dist: { tarball: "file:///etc/passwd" } },
      "3.0.8": { dist: null },
    },
  });
  const registry = (limits = { seconds: 5, bytes: 1_000 }) => new PackageRegistry(`${address}/`, limits);
  const refused = (version: string, limits?: { seconds: number; bytes: number }) =>
    refusal(registry(limits).fetch("@acme/shelf", version));

  before(async () => {
    server = createServer(({ url = "" }, response) => {
      asked.push(url);
      if (url === "/@acme%2fshelf") response.end(JSON.stringify(document()));
      else if (url === "/shelf.tgz") response.end(ARCHIVE);
      else other(url, response);
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const bound = server.address();
    address = `http://127.0.0.1:${typeof bound === "object" ? bound?.port : ""}`;
  });
  beforeEach(() => {
    asked = [];
    other = (_path, response) => response.writeHead(404).end();
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  it("answers a version, a tag and a range, held against the hash that it lists", async () => {
    for (const [wanted, version] of [
      ["1.0.0", "1.0.0"],
      [undefined, "1.2.0"],
      ["next", "2.0.0-beta.1"],
      ["^1.0.0", "1.2.0"],
    ])
      expect(await registry().fetch("@acme/shelf", wanted), wanted).to.deep.equal({
        version,
        archive: ARCHIVE,
      });
    expect(new Set(asked)).to.deep.equal(new Set(["/@acme%2fshelf", "/shelf.tgz"]));
  });

  it("is not asked for what is no package's name", async () => {
    for (const name of ["../etc", "a/b/c", "@acme", "Shelf", "a%2fb", "shelf?x", ""])
      expect(await refusal(registry().fetch(name)), name).to.include({ code: "registry.name", status: 400 });
    expect(asked).to.deep.equal([]);
  });

  it("is refused where it sends more than an archive may be, as soon as it does", async () => {
    let closed: Promise<unknown> | undefined;
    other = (_path, response) => {
      closed = once(response, "close");
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(64)));
      };
      response.on("drain", more);
      more();
    };
    expect(await refused("3.0.0")).to.include({ code: "registry.too_large", status: 502 });
    await closed;
  });

  it("is given up where it says nothing, or a byte now and then", async () => {
    const soon = { seconds: 0.3, bytes: 1_000 };
    other = () => undefined;
    const silent = await refused("3.0.1", soon);
    expect(silent).to.include({ code: "registry.unreachable", status: 502 });
    expect(silent.message).to.contain("did not answer within 0.3 s");
    other = (_path, response) => {
      const drip = setInterval(() => response.write("x"), 50);
      response.on("close", () => clearInterval(drip));
    };
    expect((await refused("3.0.2", soon)).message).to.contain("did not answer within 0.3 s");
  });

  it("is given up when whoever asks goes away", async () => {
    const gone = new AbortController();
    other = () => gone.abort();
    const error = await refusal(registry().fetch("@acme/shelf", "3.0.1", gone.signal));
    expect(error).to.include({ code: "registry.unreachable" });
  });

  it("leads nowhere else: no redirect, no other address", async () => {
    other = (_path, response) => response.writeHead(302, { location: `${address}/shelf.tgz` }).end();
    expect(await refused("3.0.3")).to.include({ code: "registry.unreachable" });
    expect(asked).not.to.include("/shelf.tgz");
    for (const version of ["3.0.7", "3.0.8"])
      expect(await refused(version), version).to.include({ code: "registry.elsewhere" });
  });

  it("is told apart from what it does not have", async () => {
    expect(await refused("3.0.4")).to.include({ code: "registry.refused", status: 404 });
    expect(await refused("4.0.0")).to.include({ code: "registry.no_version", status: 404 });
    other = (_path, response) => response.writeHead(500).end();
    expect(await refused("3.0.4")).to.include({ code: "registry.refused", status: 502 });
    const nowhere = new PackageRegistry("http://127.0.0.1:9", { seconds: 5, bytes: 1_000 });
    expect((await refusal(nowhere.fetch("shelf"))).message).to.contain("cannot be reached");
  });

  it("is not believed: a wrong hash, one that nobody knows, an answer that is no JSON", async () => {
    for (const version of ["3.0.5", "3.0.6"])
      expect(await refused(version), version).to.include({ code: "registry.wrong_hash" });
    other = (_path, response) => response.end("<html>");
    const error = await refusal(registry().fetch("page"));
    expect(error.message).to.contain("the registry's answer");
  });
});
