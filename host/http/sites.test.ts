import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { startServer, type TestServer } from "../../test/kit/server.ts";

describe("The sites", () => {
  let server: TestServer;
  let root: string;
  let session: string;
  const get = (path: string, host = "dash.localhost", headers = {}) =>
    server.ask(path, { headers: { host, cookie: `__session=${session}`, ...headers } });

  before(async () => {
    root = await mkdtemp(join(tmpdir(), "promostack-web-"));
    await writeFile(join(root, "..", "promostack-outside.txt"), "outside");
    await mkdir(join(root, "dist", "assets"), { recursive: true });
    for (const page of ["dash", "admin", "signin"])
      await writeFile(join(root, "dist", `${page}.html`), `<p>${page}</p>`);
    await writeFile(join(root, "dist", "assets", "main-Ab12Cd34.js"), "console.log(1);\n".repeat(500));
    await writeFile(join(root, "dist", ".secret"), "hidden");
    server = await startServer({ http: { webRoot: join(root, "dist") } });
    await server.tenant("aurum");
    session = await server.token("owner@aurum.test");
  });
  after(async () => {
    await server.close();
    await rm(root, { recursive: true, force: true });
    await rm(join(tmpdir(), "promostack-outside.txt"), { force: true });
  });

  it("are chosen by host name, with their own router below", async () => {
    expect((await get("/")).text).to.equal("<p>dash</p>");
    expect((await get("/signals/0190", "DASH.localhost:3000")).text).to.equal("<p>dash</p>");
    expect((await get("/plugins", "admin.localhost:3000")).text).to.equal("<p>admin</p>");
    for (const host of ["localhost:3000", "127.0.0.1", "evil.test", "xdash.localhost"]) {
      expect((await get("/", host)).text, host).to.equal("<p>signin</p>");
    }
  });

  it("send a stranger to the sign-in at once, and back to where they wanted to go", async () => {
    const stranger = (path: string, host = "dash.localhost") => get(path, host, { cookie: "" });
    expect((await stranger("/")).headers.location).to.equal("/sign-in");
    const deep = await stranger("/forex/0190?tab=posts", "admin.localhost");
    expect([deep.status, deep.headers.location]).to.deep.equal([
      302,
      "/sign-in?return=%2Fforex%2F0190%3Ftab%3Dposts",
    ]);
    for (const over of ["somebody", await server.token("owner@aurum.test", { exp: 1_700_000_000 })]) {
      const { status } = await get("/messages", "dash.localhost", { cookie: `__session=${over}` });
      expect(status, over).to.equal(302);
    }
    expect((await stranger("/sign-in")).text).to.equal("<p>signin</p>");
    expect((await stranger("/assets/main-Ab12Cd34.js")).status).to.equal(200);
  });

  it("run no inline scripts, and pages are asked for anew", async () => {
    const { headers } = await get("/");
    expect(headers["content-type"]).to.equal("text/html; charset=utf-8");
    expect(headers["cache-control"]).to.equal("no-cache");
    const policy = String(headers["content-security-policy"]);
    expect(policy).to.contain(`script-src 'self' ${server.issuer.issuer}`);
    expect(policy)
      .to.contain("frame-ancestors 'none'")
      .and.not.match(/script-src[^;]*unsafe/);
    expect((await get("/", "dash.localhost", { "if-none-match": headers.etag })).status).to.equal(304);
  });

  it("let exactly their own import map pass the policy", async () => {
    const map = '{"imports":{"react":"/assets/react-Ab12Cd34.js"}}';
    await writeFile(join(root, "dist", "dash.html"), `<script type="importmap">${map}</script><p>dash</p>`);
    const hash = createHash("sha256").update(map).digest("base64");
    expect((await get("/")).headers["content-security-policy"]).to.contain(
      `script-src 'self' 'sha256-${hash}' `,
    );
    const admin = await get("/", "admin.localhost");
    expect(admin.headers["content-security-policy"]).not.to.contain("sha256");
    await writeFile(join(root, "dist", "dash.html"), "<p>dash</p>");
  });

  it("send hashed assets packed and for ever", async () => {
    const plain = await get("/assets/main-Ab12Cd34.js");
    expect(plain.headers["cache-control"]).to.equal("public, max-age=31536000, immutable");
    expect(plain.headers["content-type"]).to.contain("javascript");
    const gzip = await get("/assets/main-Ab12Cd34.js", "dash.localhost", { "accept-encoding": "gzip" });
    expect(gzip.headers["content-encoding"]).to.equal("gzip");
    const packed = await get("/assets/main-Ab12Cd34.js", "dash.localhost", { "accept-encoding": "gzip, br" });
    expect(packed.headers["content-encoding"]).to.equal("br");
    expect(Number(packed.headers["content-length"])).to.be.lessThan(100);
    expect((await get("/assets/main-Zz99Zz99.js")).status).to.equal(404);
  });

  it("show nothing outside their folder, and nothing hidden", async () => {
    for (const path of [
      "/../../promostack-outside.txt",
      "/%2e%2e/%2e%2e/promostack-outside.txt",
      "/..%2f..%2fpromostack-outside.txt",
      "/assets/..%5c..%5cpromostack-outside.txt",
      "/.secret",
      "/%00.html",
      "/%ff.js",
    ]) {
      const answer = await get(path);
      expect(answer.text, path).not.to.match(/outside$|hidden/);
      expect(answer.status, path).to.equal(404);
    }
    expect((await server.ask("/", { method: "POST", body: {} })).status).to.equal(405);
  });

  it("say how to build them where they are not built", async () => {
    const bare = await startServer({ http: { webRoot: join(root, "nothing") } });
    try {
      const answer = await bare.ask("/sign-in");
      expect(answer.status).to.equal(503);
      expect(answer.text).to.contain("npm run build --workspace web");
    } finally {
      await bare.close();
    }
  });
});
