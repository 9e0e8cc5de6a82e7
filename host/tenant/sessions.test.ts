import { expect } from "chai";
import { type Ask, startServer, type TestServer, type Told } from "../../test/kit/server.ts";

const LEGACY = {
  LEGACY_SESSION_KEY: "a key of its own, 32 characters at least",
  LEGACY_ADMIN_PASSWORD: "swordfish-1234",
  LEGACY_ADMIN_EMAIL: "admin@promostack.test",
};

/** The cookies that an answer sets, as the browser would send them back. */
function cookiesOf(answer: Told): string {
  const set = answer.headers["set-cookie"];
  return (Array.isArray(set) ? set : []).map((cookie) => cookie.split(";", 1)[0]).join("; ");
}

describe("Signing in", () => {
  let server: TestServer;
  let tenantId: string;

  before(async () => {
    server = await startServer({ variables: LEGACY });
    tenantId = await server.tenant("aurum");
  });
  after(() => server.close());

  const signIn = async (email: string, headers?: Record<string, string>) =>
    server.ask("/api/sessions", { method: "POST", body: { token: await server.token(email) }, headers });

  it("says which ways there are", async () => {
    const offered = await server.ask("/api/sign-in");
    expect(offered.json).to.deep.equal({ legacy: true });
  });

  it("by token sets a cookie that scripts cannot read, for this host alone on localhost", async () => {
    const answer = await signIn("owner@aurum.test");
    expect(answer.status).to.equal(201);
    expect(answer.json.person).to.include({ email: "owner@aurum.test" });
    const [cookie = ""] = answer.headers["set-cookie"] ?? [];
    expect(cookie).to.match(/^__session=ey.*; Path=\/; HttpOnly; SameSite=Lax; Expires=/);
    expect(cookie).not.to.match(/Domain|Secure/);
    const me = await server.ask("/api/me", { headers: { cookie: cookiesOf(answer) } });
    expect(me.json).to.deep.include({
      tenantId,
      role: "owner",
      admin: false,
      site: "dash",
      csrf: answer.json.csrf,
    });
    const other = await server.ask("/api/me", {
      headers: { cookie: cookiesOf(answer), host: "admin.localhost" },
    });
    expect(other.json.site).to.equal("admin");
  });

  it("by token of nobody we know is refused", async () => {
    const answer = await server.ask("/api/sessions", { method: "POST", body: { token: "ey.nonsense" } });
    expect(answer.status).to.equal(401);
    expect(answer.headers["set-cookie"]).to.equal(undefined);
    const expired = await server.token("owner@aurum.test", { exp: Math.floor(Date.now() / 1000) - 60 });
    expect((await server.ask("/api/sessions", { method: "POST", body: { token: expired } })).status).to.equal(
      401,
    );
  });

  it("from a foreign page is refused, so that nobody is signed in as somebody else", async () => {
    expect((await signIn("owner@aurum.test", { origin: "https://evil.test" })).status).to.equal(403);
  });

  it("by cookie needs the session's CSRF token for writes, and by bearer token none", async () => {
    const session = await signIn("owner@aurum.test");
    const other = await signIn("admin@aurum.test");
    const cookie = cookiesOf(session);
    const rename = (headers: Record<string, string>, as?: string): Ask => ({
      method: "PATCH",
      body: { name: "Aurum" },
      headers,
      as,
    });
    const ask = (given: Ask) => server.ask("/api/tenants/current", given);
    expect((await ask(rename({ cookie }))).json.code).to.equal("csrf.missing");
    for (const wrong of ["x", "", String(other.json.csrf)]) {
      expect((await ask(rename({ cookie, "x-csrf": wrong }))).json.code).to.equal("csrf.wrong");
    }
    expect((await ask(rename({ cookie, "x-csrf": String(session.json.csrf) }))).status).to.equal(200);
    expect((await ask(rename({}, await server.token("owner@aurum.test")))).status).to.equal(200);
  });

  it("ends at sign-out on every replica, and begins again with the next token", async () => {
    const session = await signIn("member@aurum.test");
    const cookie = cookiesOf(session);
    const headers = { cookie, "x-csrf": String(session.json.csrf) };
    const out = await server.ask("/api/sessions/current", { method: "DELETE", headers });
    expect(out.status).to.equal(204);
    expect(cookiesOf(out)).to.equal("__session=; admin_session=; view_as=");
    expect((await server.ask("/api/me", { headers: { cookie } })).json.code).to.equal("identity.signed_out");
    const token = await server.token("member@aurum.test", { jti: "another" });
    expect((await server.ask("/api/me", { as: token })).status).to.equal(200);
  });

  it("is written into the platform's audit log", async () => {
    const rows = await server.test.database.query<{ action: string; actor_email: string }>(
      "select action, actor_email from host.audit where action like 'session.%' and actor_email = 'member@aurum.test' order by id",
    );
    expect(rows.map(({ action }) => action)).to.deep.equal(["session.started", "session.ended"]);
  });
});

describe("Behind a proxy, on a domain of one's own", () => {
  it("the cookie is secure and shared by both sites, and the client's address is the proxy's word", async () => {
    const server = await startServer({
      variables: { BASE_DOMAIN: "example.test", PUBLIC_URL: "https://dash.example.test" },
    });
    try {
      const headers = {
        host: "dash.example.test",
        origin: "https://dash.example.test",
        "x-forwarded-proto": "https",
        "x-forwarded-for": "6.6.6.6, 203.0.113.9",
      };
      const token = await server.token("somebody@example.test");
      const answer = await server.ask("/api/sessions", { method: "POST", body: { token }, headers });
      expect(answer.status).to.equal(201);
      expect(String(answer.headers["set-cookie"])).to.match(/; Secure; Domain=example\.test; /);
      expect(answer.headers["strict-transport-security"]).to.contain("max-age");
      const [row] = await server.test.database.query<{ address: string }>("select address from host.audit");
      expect(row?.address).to.equal("203.0.113.9");
    } finally {
      await server.close();
    }
  });
});

describe("The legacy sign-in", () => {
  let server: TestServer;
  before(async () => {
    server = await startServer({ variables: LEGACY });
    await server.tenant("aurum");
  });
  after(() => server.close());

  const signIn = (password: string) =>
    server.ask("/api/legacy-sessions", { method: "POST", body: { password } });
  const me = (cookie: string) => server.ask("/api/me", { headers: { cookie } });

  it("is off without its key", async () => {
    const plain = await startServer();
    try {
      const answer = await plain.ask("/api/legacy-sessions", {
        method: "POST",
        body: { password: "swordfish-1234" },
      });
      expect([answer.status, answer.json.code]).to.deep.equal([403, "legacy.off"]);
      expect((await plain.ask("/api/me", { headers: { cookie: "admin_session=x.y" } })).status).to.equal(401);
    } finally {
      await plain.close();
    }
  });

  it("takes the password, and its cookie until it is altered, revoked or signed with another key", async () => {
    expect((await signIn("Swordfish-1234")).json.code).to.equal("identity.password_wrong");
    const session = await signIn("swordfish-1234");
    expect(session.status).to.equal(201);
    const cookie = cookiesOf(session);
    expect(cookie).not.to.contain("swordfish-1234");
    expect((await me(cookie)).json.person).to.include({ email: "admin@promostack.test" });

    const [payload = "", signature = ""] = cookie.replace("admin_session=", "").split(".");
    const other = JSON.parse(Buffer.from(payload, "base64url").toString());
    const forged = Buffer.from(JSON.stringify({ ...other, expires: other.expires + 1 })).toString(
      "base64url",
    );
    for (const bad of [
      `${forged}.${signature}`,
      `${payload}.${signature.slice(1)}`,
      payload,
      `.${signature}`,
      "null.x",
    ]) {
      expect((await me(`admin_session=${bad}`)).json.code, bad).to.equal("identity.session_invalid");
    }

    const headers = { cookie, "x-csrf": String(session.json.csrf) };
    await server.ask("/api/sessions/current", { method: "DELETE", headers });
    expect((await me(cookie)).json.code).to.equal("identity.signed_out");
  });

  it("runs out", async () => {
    const cookie = cookiesOf(await signIn("swordfish-1234"));
    const now = Date.now;
    Date.now = () => now() + 13 * 3600_000;
    try {
      expect((await me(cookie)).json.code).to.equal("identity.session_expired");
    } finally {
      Date.now = now;
    }
  });

  it("gives no admin rights without the role in a tenant", async () => {
    const fresh = await startServer({ variables: LEGACY });
    try {
      const session = await fresh.ask("/api/legacy-sessions", {
        method: "POST",
        body: { password: "swordfish-1234" },
      });
      expect(session.json.admin).to.equal(false);
    } finally {
      await fresh.close();
    }
  });

  it("lets nobody guess: five attempts a minute", async () => {
    const fresh = await startServer({ variables: LEGACY });
    try {
      const statuses = [];
      for (let n = 0; n < 7; n += 1) {
        const answer = await fresh.ask("/api/legacy-sessions", {
          method: "POST",
          body: { password: `guess ${n}` },
        });
        statuses.push(answer.status);
      }
      expect(statuses).to.deep.equal([401, 401, 401, 401, 401, 429, 429]);
    } finally {
      await fresh.close();
    }
  });
});
