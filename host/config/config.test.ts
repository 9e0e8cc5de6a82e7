import { PlatformError } from "@promostack/core";
import { expect } from "chai";
import { readConfig } from "./config.ts";
import { gapsOf } from "./gaps.ts";

describe("configuration", () => {
  function problems(variables: Record<string, string>): PlatformError {
    try {
      readConfig(variables);
    } catch (error) {
      if (PlatformError.is(error)) return error;
      throw error;
    }
    throw new Error("was accepted");
  }

  it("is whole without a single variable", () => {
    const config = readConfig({});
    expect(config).to.include({
      port: 3000,
      environment: "development",
      baseDomain: "localhost",
      playground: true,
    });
    expect(config.adminEmails).to.deep.equal(["admin@promostack.test"]);
    expect(config.telegram.mode).to.equal("webhook");
    expect(config).to.not.have.any.keys("clerk", "legacy", "s3", "openai");
  });

  it("reports every problem in one message, by name, with what the variable is for and never its value", () => {
    const error = problems({
      NODE_ENV: "staging",
      PORT: "http",
      DATABASE_URL: "mysql://root:hunter2@db/x",
      LEGACY_SESSION_KEY: "hunter2",
      S3_BUCKET: "files",
    });
    expect(error.code).to.equal("config.invalid");
    for (const name of [
      "NODE_ENV",
      "PORT",
      "DATABASE_URL",
      "LEGACY_SESSION_KEY",
      "LEGACY_ADMIN_PASSWORD",
      "S3_ACCESS_KEY_ID",
    ]) {
      expect(error.message).to.include(name);
    }
    expect(error.message).to.include("development, test, production").and.not.include("hunter2");
  });

  it("refuses the playground in production, and leaves it out there by default", () => {
    expect(problems({ NODE_ENV: "production", PLAYGROUND: "true" }).message).to.include("PLAYGROUND");
    const config = readConfig({ NODE_ENV: "production" });
    expect(config).to.include({ playground: false });
    expect(config.adminEmails).to.deep.equal([]);
    expect(config.telegram).to.deep.equal({ apiRoot: "https://api.telegram.org", mode: "polling" });
  });

  it("knows what an installation in production lacks, and nothing where the playground stands in", () => {
    const lacks = (variables: Record<string, string>) =>
      gapsOf(readConfig(variables)).map(({ part }) => part);
    const production = { NODE_ENV: "production" };
    expect(lacks({})).to.deep.equal([]);
    expect(lacks(production)).to.deep.equal(["Sign-in", "Market data", "Secrets key"]);
    const reached = { ...production, TELEGRAM_MODE: "webhook", SECRETS_KEY: "ab".repeat(32) };
    expect(lacks(reached)).to.deep.equal(["Sign-in", "Market data", "Public address"]);
  });

  it("takes an empty variable for an absent one", () => {
    expect(readConfig({ DATABASE_URL: "", PORT: " " })).to.include({ databaseUrl: undefined, port: 3000 });
  });

  it("reads lists, and Clerk's issuer from its publishable key", () => {
    const key = `pk_test_${Buffer.from("clerk.example.com$").toString("base64")}`;
    const config = readConfig({ CLERK_PUBLISHABLE_KEY: key, ADMIN_EMAILS: "A@x.test, b@x.test" });
    expect(config.clerk?.issuers).to.deep.equal(["https://clerk.example.com"]);
    expect(config.adminEmails).to.deep.equal(["a@x.test", "b@x.test"]);
    expect(problems({ CLERK_SECRET_KEY: "sk_test_x" }).message).to.include("CLERK_ISSUERS");
  });
});
