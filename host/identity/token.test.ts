import { createHmac } from "node:crypto";
import { expect } from "chai";
import { startIssuer, type TestIssuer } from "../../test/kit/issuer.ts";
import { startServer, type TestServer } from "../../test/kit/server.ts";

const seconds = (offset: number) => Math.floor(Date.now() / 1000) + offset;

describe("A session token", () => {
  let server: TestServer;
  let stranger: TestIssuer;
  const me = (token: string, headers?: Record<string, string>) =>
    server.ask("/api/me", { as: token, headers });

  before(async () => {
    server = await startServer({ keys: { unknownKeyMs: 400, afterFailureMs: 100 } });
    stranger = await startIssuer();
  });
  after(async () => {
    await stranger.close();
    await server.close();
  });

  it("of a listed issuer signs a person in, who is made at first sight", async () => {
    const first = await me(await server.token("New.Person@Example.test", { name: "New Person" }));
    expect(first.status).to.equal(200);
    expect(first.json.person).to.include({ email: "new.person@example.test", name: "New Person" });
    const second = await me(await server.token("new.person@example.test"));
    expect(second.json.person).to.deep.equal(first.json.person);
  });

  it("of an unlisted issuer is refused before anything is fetched", async () => {
    const answer = await me(await stranger.sign({ email: "owner@aurum.test" }));
    expect(answer.status).to.equal(401);
    expect(answer.json.code).to.equal("identity.issuer_unknown");
    expect(stranger.fetches).to.equal(0);
  });

  it("whose issuer is no address, or whose text is no token, is refused", async () => {
    for (const token of ["x", "a.b.c", await stranger.sign({ iss: "file:///etc/passwd" })]) {
      expect((await me(token)).status).to.equal(401);
    }
  });

  it("signed by a stranger's key in a listed issuer's name is refused", async () => {
    const answer = await me(
      await stranger.sign({ iss: server.issuer.issuer, email: "a@b.test" }, { kid: "key-1" }),
    );
    expect(answer.json.code).to.equal("identity.token_invalid");
    expect(answer.status).to.equal(401);
  });

  it("with the algorithm none or HS256 is refused", async () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const claims = part({ iss: server.issuer.issuer, sub: "x", email: "a@b.test", exp: seconds(60) });
    const none = `${part({ alg: "none" })}.${claims}.`;
    const head = `${part({ alg: "HS256", kid: "key-1" })}.${claims}`;
    const hs256 = `${head}.${createHmac("sha256", "key").update(head).digest("base64url")}`;
    for (const token of [none, hs256]) {
      const answer = await me(token);
      expect(answer.status).to.equal(401);
      expect(answer.json.code).to.equal("identity.algorithm_refused");
    }
  });

  it("is in force from nbf to exp, with five seconds of grace", async () => {
    const email = "clock@example.test";
    const cases = [
      { claims: () => ({ exp: seconds(-10) }), code: "identity.token_expired" },
      { claims: () => ({ nbf: seconds(60) }), code: "identity.token_not_yet" },
      { claims: () => ({ exp: seconds(-1) }), code: undefined },
      { claims: () => ({ nbf: seconds(4) }), code: undefined },
      { claims: () => ({ exp: undefined }), code: "identity.token_invalid" },
      { claims: () => ({ sub: undefined }), code: "identity.token_invalid" },
    ];
    for (const { claims, code } of cases) {
      const answer = await me(await server.token(email, claims()));
      expect(answer.json.code, String(claims)).to.equal(code);
    }
  });

  it("made for another site (azp) or another audience is refused", async () => {
    const own = `http://dash.localhost:${server.port}`;
    expect((await me(await server.token("a@b.test", { azp: own }))).status).to.equal(200);
    expect((await me(await server.token("a@b.test", { aud: own }))).status).to.equal(200);
    for (const claims of [{ azp: "https://evil.test" }, { aud: "another" }, { azp: own, aud: ["x", "y"] }]) {
      const answer = await me(await server.token("a@b.test", claims));
      expect(answer.json.code, JSON.stringify(claims)).to.equal("identity.party_refused");
      expect(answer.status).to.equal(401);
    }
  });

  it("without a verified address names nobody", async () => {
    for (const claims of [{ email: undefined }, { email_verified: false }]) {
      expect((await me(await server.token("a@b.test", claims))).json.code).to.equal(
        "identity.email_unverified",
      );
    }
  });

  it("keeps working through a rotation of the issuer's keys", async () => {
    const before = await server.token("rotate@example.test");
    expect((await me(before)).status).to.equal(200);
    await server.issuer.rotate();
    expect((await me(await server.token("rotate@example.test"))).status).to.equal(200);
    expect((await me(before)).json.code).to.equal("identity.key_unknown");
  });

  it("with an unknown key id makes us fetch once in the while, however many come", async () => {
    await new Promise((resolve) => setTimeout(resolve, 450));
    const before = server.issuer.fetches;
    const began = performance.now();
    const tokens = await Promise.all(
      Array.from({ length: 40 }, (_, n) => server.issuer.sign({ email: "a@b.test" }, { kid: `flood-${n}` })),
    );
    for (const answer of await Promise.all(tokens.map((token) => me(token))))
      expect(answer.status).to.equal(401);
    const whiles = Math.floor((performance.now() - began) / 400);
    expect(server.issuer.fetches - before).to.be.within(1, 1 + whiles);
  });

  it("is answered 503 while the issuer's keys cannot be had, and the issuer is left alone meanwhile", async () => {
    const other = await startIssuer();
    const fresh = await startServer({ keys: { afterFailureMs: 60_000 } });
    try {
      fresh.issuer.break(true);
      const token = await fresh.token("a@b.test");
      for (let n = 0; n < 5; n += 1) {
        const answer = await fresh.ask("/api/me", { as: token });
        expect(answer.status).to.equal(503);
        expect(answer.headers["retry-after"]).to.equal("2");
      }
      expect(fresh.issuer.fetches).to.equal(1);
    } finally {
      await fresh.close();
      await other.close();
    }
  });

  it("is refused where a header or cookie claims another address", async () => {
    const token = await server.token("real@example.test");
    const lies: Record<string, string>[] = [
      { "x-clerk-user-email": "admin@promostack.test" },
      { cookie: "clerk_user_email=admin%40promostack.test" },
    ];
    for (const headers of lies) {
      const answer = await me(token, headers);
      expect(answer.status).to.equal(403);
      expect(answer.json.code).to.equal("identity.email_contradiction");
    }
    expect((await me(token, { "x-clerk-user-email": "Real@Example.test" })).status).to.equal(200);
  });

  it("is nothing that a header alone could stand for", async () => {
    const answer = await server.ask("/api/me", {
      headers: { "x-clerk-user-email": "admin@promostack.test" },
    });
    expect(answer.status).to.equal(401);
    expect(answer.headers["www-authenticate"]).to.contain("Bearer");
  });
});
