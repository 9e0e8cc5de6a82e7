import { createServer, type IncomingMessage, type Server } from "node:http";
import { PlatformError, type PublicRequest } from "@promostack/core";
import { expect } from "chai";
import { isPublicAddress } from "./publicAddress.ts";
import { publicFetch, type Resolved } from "./publicFetch.ts";

const OUT: PublicRequest = { maxBytes: 10_000, timeoutMs: 2_000 };
/** A public address that nobody answers at here. */
const PUBLIC: Resolved = { address: "93.184.215.14", family: 4 };

describe("a call of an address that a tenant chose", () => {
  let server: Server;
  let host: string;
  const asked: { line: string; headers: IncomingMessage["headers"]; body: string }[] = [];

  before(async () => {
    server = createServer(async (request, response) => {
      let body = "";
      for await (const chunk of request) body += String(chunk);
      asked.push({ line: `${request.method} ${request.url}`, headers: request.headers, body });
      const to = new URL(request.url ?? "/", "http://x").searchParams.get("to");
      if (to !== null) response.writeHead(Number(request.url?.slice(1, 4)), { location: to }).end();
      else if (request.url === "/long") response.end("x".repeat(10_001));
      else if (request.url !== "/silent") response.end("ok");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    host = `127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
  });
  beforeEach(() => asked.splice(0));
  after(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });

  const call = (
    address: string,
    request: Partial<PublicRequest> = {},
    { allowed = [], names = {} }: { allowed?: string[]; names?: Record<string, Resolved[]> } = {},
  ) =>
    publicFetch("made", {
      privateHosts: allowed,
      signal: new AbortController().signal,
      resolve: async (name) => names[name] ?? [],
    })(address, { ...OUT, ...request });

  for (const address of [
    "https://127.0.0.1/",
    "https://127.1/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0177.0.0.1/",
    "https://0x7f.0.0.0x1/",
    "https://①②⑦.⓪.⓪.①/",
    "https://0/",
    "https://0.0.0.0/",
    "https://10.0.0.1/",
    "https://100.64.0.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://169.254.170.2/",
    "https://172.16.0.1/",
    "https://172.31.255.255/",
    "https://192.0.0.192/",
    "https://192.168.1.1/",
    "https://198.18.0.1/",
    "https://224.0.0.1/",
    "https://255.255.255.255/",
    "https://[::]/",
    "https://[::1]/",
    "https://[::127.0.0.1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:7f00:1]/",
    "https://[::ffff:8.8.8.8]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[64:ff9b:1::1]/",
    "https://[2002:7f00:1::]/",
    "https://[2001:0:7f00:1::]/",
    "https://[fc00::1]/",
    "https://[fd00:ec2::254]/",
    "https://[fe80::1]/",
    "https://[fec0::1]/",
    "https://[ff02::1]/",
    "https://localhost/",
    "https://localhost./",
    "https://inside.test/",
    "https://mixed.test/",
    "https://unknown.test/",
    "http://example.com/",
    "https://example.com:8443/",
    "https://example.com:22/",
    "https://user:word@example.com/",
    "https://127.0.0.1@example.com/",
    "ftp://example.com/",
    "file:///etc/passwd",
    "data:text/plain,x",
  ])
    it(`does not reach ${address}`, async () => {
      const names = {
        localhost: [{ address: "127.0.0.1", family: 4 }],
        "localhost.": [{ address: "::1", family: 6 }],
        "inside.test": [{ address: "10.1.2.3", family: 4 }],
        "mixed.test": [PUBLIC, { address: "169.254.169.254", family: 4 }],
        "example.com": [PUBLIC],
      };
      expect(await code(call(address, {}, { names }))).to.equal("fetch.not_public");
    });

  it("knows public addresses when it sees them", () => {
    for (const address of ["8.8.8.8", "93.184.215.14", "172.32.0.1", "2606:4700::1111", "2a00:1450:4001::1"])
      expect(isPublicAddress(address), address).to.equal(true);
    for (const address of ["", "example.com", "127.0.0.1", "fe80::1%eth0"])
      expect(isPublicAddress(address), address).to.equal(false);
  });

  it("asks for a name once and connects to what it judged, whatever the name says a moment later", async () => {
    const answers = [PUBLIC, { address: "127.0.0.1", family: 4 }];
    let lookups = 0;
    const fetch = publicFetch("made", {
      privateHosts: [],
      signal: new AbortController().signal,
      resolve: async () => {
        lookups += 1;
        return answers.splice(0, 1);
      },
    });
    expect(await code(fetch("https://rebinds.test/", { ...OUT, timeoutMs: 300 }))).to.be.oneOf([
      "fetch.timed_out",
      "fetch.unreachable",
    ]);
    expect([lookups, asked.length]).to.deep.equal([1, 0]);
  });

  it("gives up where the name service does not answer in time", async () => {
    const fetch = publicFetch("made", {
      privateHosts: [],
      signal: new AbortController().signal,
      resolve: () => new Promise(() => undefined),
    });
    expect(await code(fetch("https://slow.test/", { ...OUT, timeoutMs: 100 }))).to.equal("fetch.timed_out");
  });

  it("reaches a private host that the operator allows, at its port only", async () => {
    const request = { method: "POST", body: "{}", headers: { "x-own": "1", host: "evil" } } as const;
    const { status, text } = await call(`http://${host}/in`, request, { allowed: [host] });
    expect([status, text]).to.deep.equal([200, "ok"]);
    expect(asked[0]).to.deep.include({ line: "POST /in", body: "{}" });
    expect(asked[0]?.headers).to.deep.include({ "x-own": "1", host, "content-length": "2" });
    expect(await code(call("http://127.0.0.1:1/", {}, { allowed: [host] }))).to.equal("fetch.not_public");
    expect(await code(call("ftp://127.0.0.1/", {}, { allowed: ["127.0.0.1"] }))).to.equal("fetch.not_public");
  });

  it("judges where a redirect leads as it judged the address", async () => {
    const allowed = [host];
    const to = (address: string) => `http://${host}/302?to=${encodeURIComponent(address)}`;
    for (const address of [
      "https://169.254.169.254/",
      "http://127.0.0.1:1/",
      "https://[::1]/",
      "file:///etc/passwd",
    ])
      expect(await code(call(to(address), { redirects: 3 }, { allowed })), address).to.equal(
        "fetch.not_public",
      );
    const unfollowed = await call(to("https://169.254.169.254/"), {}, { allowed });
    expect(unfollowed.status).to.equal(302);
    const loop = `http://${host}/307?to=${encodeURIComponent(`http://${host}/307?to=/in`)}`;
    expect(await code(call(loop, { redirects: 1 }, { allowed }))).to.equal("fetch.too_many_redirects");
    expect((await call(loop, { redirects: 2 }, { allowed })).address).to.equal(`http://${host}/in`);
  });

  it("repeats a POST where the redirect says so, makes it a GET elsewhere, and takes credentials to no other host", async () => {
    const allowed = [host, host.replace("127.0.0.1", "localhost")];
    const other = `http://${host.replace("127.0.0.1", "localhost")}/in`;
    const post = { method: "POST", body: "x", headers: { authorization: "key" }, redirects: 1 } as const;
    await call(`http://${host}/307?to=/in`, post, { allowed });
    await call(`http://${host}/303?to=/in`, post, { allowed });
    await call(`http://${host}/307?to=${encodeURIComponent(other)}`, post, { allowed });
    const arrived = asked
      .filter(({ line }) => line.endsWith(" /in"))
      .map(({ line, body, headers }) => [line, body, headers.authorization]);
    expect(arrived).to.deep.equal([
      ["POST /in", "x", "key"],
      ["GET /in", "", "key"],
      ["POST /in", "x", undefined],
    ]);
  });

  it("bounds the answer, the time and its own life", async () => {
    const allowed = [host];
    expect(await code(call(`http://${host}/long`, {}, { allowed }))).to.equal("fetch.too_long");
    expect(await code(call(`http://${host}/silent`, { timeoutMs: 100 }, { allowed }))).to.equal(
      "fetch.timed_out",
    );
    const ended = publicFetch("made", {
      privateHosts: allowed,
      signal: AbortSignal.abort(new Error("over")),
    });
    expect(await ended(`http://${host}/in`, OUT).catch((error: Error) => error.message)).to.equal("over");
  });
});

async function code(work: Promise<unknown>): Promise<string | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    if (PlatformError.is(error)) return error.code;
    throw error;
  }
}
