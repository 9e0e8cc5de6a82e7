import { createServer, type Server } from "node:http";
import { PlatformError } from "@promostack/core";
import { expect } from "chai";
import { allowedHosts, dialling, egress } from "./egress.ts";

describe("a plugin's fetch", () => {
  let server: Server;
  let host: string;
  const asked: string[] = [];
  before(async () => {
    server = createServer((request, response) => {
      asked.push(`${request.method} ${request.url} ${request.headers.authorization ?? "-"}`);
      if (request.url === "/away") response.writeHead(302, { location: "http://elsewhere.invalid/" }).end();
      else if (request.url === "/loop") response.writeHead(302, { location: "/loop" }).end();
      else if (request.url === "/post") response.writeHead(303, { location: "/ok" }).end();
      else response.end("ok");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    host = `127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
  });
  after(() => new Promise((resolve) => server.close(resolve)));

  const get = (path: string, hosts: string[] = [host], init?: RequestInit) =>
    egress("made", hosts, new AbortController().signal)(`http://${host}${path}`, init);

  it("reaches hosts that plugin.json lists, and no others", async () => {
    expect(await (await get("/ok")).text()).to.equal("ok");
    expect(await code(get("/ok", ["api.example.com"]))).to.equal("capability.http");
    expect(await code(get("/ok", [`*.${host}`]))).to.equal("capability.http");
  });

  it("reaches subdomains where a star allows them, not the bare domain or a look-alike", async () => {
    const fetchAs = egress("made", ["*.example.com"], AbortSignal.abort(new Error("allowed, then aborted")));
    const reason = (url: string) =>
      fetchAs(url).catch((error: unknown) => (PlatformError.is(error) ? error.code : "tried"));
    expect(await reason("https://api.example.com/")).to.equal("tried");
    expect(await reason("https://example.com/")).to.equal("capability.http");
    expect(await reason("https://evilexample.com/")).to.equal("capability.http");
    expect(await reason("file:///etc/passwd")).to.equal("capability.http");
  });

  it("opens WebSockets to the same hosts only, and to nothing but ws and wss", async () => {
    const dial = dialling("made", [host], new AbortController().signal);
    expect(await code(dial("wss://elsewhere.invalid/"))).to.equal("capability.http");
    expect(await code(dial(`http://${host}/ok`))).to.equal("capability.http");
    expect(await code(dial(`ws://${host}/ok`))).to.equal("socket.refused");
  });

  it("does not follow a redirect out of its hosts, nor one without end", async () => {
    expect(await code(get("/away"))).to.equal("capability.http");
    expect(await code(get("/loop"))).to.equal("fetch.too_many_redirects");
  });

  it("follows a 303 as a browser does", async () => {
    asked.length = 0;
    await get("/post", [host], { method: "POST", body: "x", headers: { authorization: "key" } });
    expect(asked).to.deep.equal(["POST /post key", "GET /ok key"]);
  });

  it("may also reach addresses of configuration that the manifest names", () => {
    const manifest = {
      id: "made",
      kind: "plugin",
      version: "1.0.0",
      title: "Made",
      summary: "Made for a test.",
      publisher: { name: "P" },
      license: "MIT",
      engine: { host: "*", api: "*" },
      capabilities: { http: { hosts: ["api.example.com"] }, config: ["BASE_URL", "WORD"] },
    } as const;
    const hosts = allowedHosts(
      { ...manifest, capabilities: { http: { hosts: ["api.example.com"] }, config: ["BASE_URL", "WORD"] } },
      { BASE_URL: `http://${host}/x`, WORD: "none", OTHER: "http://other.example" },
    );
    expect(hosts).to.deep.equal(["api.example.com", host]);
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
