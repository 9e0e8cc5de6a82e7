import { PlatformError } from "@promostack/core";
import { expect } from "chai";
import { createLog, withLogIds } from "./log.ts";

const BOT = "7012345678:AAHk3x9vQ1b2c3d4e5f6g7h8i9j0kLmNoPq";
const JWT = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ1c2VyXzEyMyJ9.c2lnbmF0dXJl";

describe("log", () => {
  const lines: string[] = [];
  const log = createLog({ logLevel: "info" }, { write: (line) => void lines.push(line) });
  const last = (): Record<string, unknown> => JSON.parse(lines.at(-1) ?? "{}");
  beforeEach(() => lines.splice(0));

  it("writes one JSON line with time, level, message and fields", () => {
    log.child({ room: "bot" }).info("Sent", { count: 3 });
    expect(last()).to.include({ level: "info", msg: "Sent", room: "bot", count: 3 });
    expect(String(last().time)).to.match(/^\d{4}-\d\d-\d\dT.*Z$/);
  });

  it("carries the ids of the work that writes, through every await", async () => {
    await withLogIds({ requestId: "r1" }, () =>
      withLogIds({ tenantId: "t1", plugin: "shop" }, async () => {
        await new Promise((resolve) => setTimeout(resolve, 1));
        log.info("inside");
      }),
    );
    expect(last()).to.include({ requestId: "r1", tenantId: "t1", plugin: "shop" });
    log.info("outside");
    expect(last()).to.not.have.any.keys("requestId", "tenantId", "plugin");
  });

  const secrets: [string, string, Record<string, unknown>?][] = [
    ["a bot token in an address", `POST https://api.telegram.org/bot${BOT}/sendMessage failed`],
    ["a bot token alone", "connect", { note: `token is ${BOT}` }],
    ["an authorization header", "request", { headers: { Authorization: `Bearer ${JWT}` } }],
    ["a bearer token in a text", `sent Bearer ${JWT}`],
    ["a cookie", "request", { headers: { cookie: `__session=${JWT}; theme=dark` } }],
    ["a session in a text", `got __session=${JWT}`],
    [
      "a field named for what it holds",
      "settings",
      { settings: { coupon: { apiKey: JWT, clientSecret: JWT } } },
    ],
    ["a database's password", `postgres://owner:${JWT}@db.example.com/x`],
    ["a key in a query", `GET https://api.twelvedata.com/quote?symbol=XAU/USD&apikey=${JWT}`],
    [
      "an error's message and its cause's",
      "failed",
      { error: new Error(`a Bearer ${JWT}`, { cause: new Error(`bot${BOT}`) }) },
    ],
    ["an error's own facts", "failed", { error: Object.assign(new Error("x"), { token: JWT }) }],
    ["what a child log carries", "child", { token: JWT }],
  ];
  for (const [what, message, fields] of secrets) {
    it(`never writes ${what}`, () => {
      (what.startsWith("what a child") ? log.child(fields ?? {}) : log).error(message, fields);
      const line = lines.join();
      expect(line).to.include("[redacted]");
      expect(line).to.not.include(BOT.split(":")[1]).and.not.include(JWT).and.not.include("c2lnbmF0dXJl");
    });
  }

  it("says which bot it was, and keeps code, hint and cause of an error", () => {
    log.warn(`bot${BOT}`, {
      error: new PlatformError("no", { code: "a.b", hint: "do", cause: new Error("why") }),
    });
    expect(lines.join())
      .to.include("7012345678:[redacted]")
      .and.include('"code":"a.b"')
      .and.include('"hint":"do"')
      .and.include("why");
  });

  it("survives cycles, buffers and depth", () => {
    const loop: Record<string, unknown> = { buffer: Buffer.alloc(1000) };
    loop.self = loop;
    log.info("odd", { loop });
    expect(lines.join()).to.include("[circular]").and.include("[1000 bytes]");
  });

  it("leaves ordinary words alone", () => {
    log.info("tokens", {
      tokens: 12,
      keyboard: "x",
      name: "secretary",
      chat: "-1001234567890",
      at: new Date(0),
    });
    expect(last()).to.include({
      tokens: 12,
      keyboard: "x",
      name: "secretary",
      chat: "-1001234567890",
      at: "1970-01-01T00:00:00.000Z",
    });
  });
});
