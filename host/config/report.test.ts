import { expect } from "chai";
import { readConfig } from "./config.ts";
import { Environment, SECRET } from "./environment.ts";
import { GROUPS, readings } from "./report.ts";

describe("the configuration as it was read", () => {
  const all = (variables: Record<string, string>) =>
    new Map(
      readings(readConfig(variables)).flatMap((group) =>
        group.variables.map((reading) => [reading.name, reading]),
      ),
    );

  it("has every variable once", () => {
    expect(Object.values(GROUPS).flat().sort()).to.deep.equal(Object.keys(Environment.properties).sort());
  });

  it("says where each value came from, and what the variable is for", () => {
    const read = all({ PORT: " 4000 ", LOG_LEVEL: "" });
    expect(read.get("PORT")).to.include({ source: "environment", value: "4000" });
    expect(read.get("PORT")?.purpose).to.contain("HTTP");
    expect(read.get("LOG_LEVEL")).to.include({ source: "default", value: "info" });
    expect(read.get("PUBLIC_URL")).to.include({ source: "absent" }).and.not.have.property("value");
  });

  it("shows no secret, nor what people put into addresses", () => {
    const key = "c0ffee".repeat(11).slice(0, 64);
    const secrets = Object.fromEntries(
      [...SECRET].map((name) => [
        name,
        name.endsWith("_URL")
          ? "postgresql://me:hunter2@db.example/x"
          : name.startsWith("SECRETS_KEY")
            ? key
            : "hunter2".repeat(6),
      ]),
    );
    const read = all({
      ...secrets,
      CLERK_ISSUERS: "https://clerk.example.com",
      LEGACY_ADMIN_EMAIL: "old@example.com",
      S3_BUCKET: "files",
      OPENAI_BASE_URL: "https://me:hunter2@words.example/v1?key=hunter2",
    });
    expect(JSON.stringify([...read.values()]))
      .to.not.contain("hunter2")
      .and.not.contain(key);
    expect(read.get("DATABASE_URL")).to.include({ source: "environment", secret: true });
    expect(read.get("OPENAI_BASE_URL")?.value).to.equal("https://…@words.example/v1?key=…");
  });

  it("counts as secret whatever is named like one", () => {
    const named = Object.keys(Environment.properties).filter((name) =>
      /SECRET|PASSWORD|DATABASE_URL|_KEY$/.test(name),
    );
    const open = named.filter((name) => ![...SECRET].map(String).includes(name));
    // Clerk's publishable key stands on the sign-in page.
    expect(open).to.deep.equal(["CLERK_PUBLISHABLE_KEY"]);
  });
});
