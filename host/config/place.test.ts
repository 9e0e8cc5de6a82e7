import { expect } from "chai";
import { placeOf } from "./place.ts";

describe("where an address points", () => {
  it("is told with its port, and without who signs in there", () => {
    expect(placeOf("postgres://jobs:hidden@db.example:5432/jobs?sslmode=require")).to.equal(
      "db.example:5432",
    );
    expect(placeOf("https://api.example/root")).to.equal("api.example");
  });

  it("may be several hosts, which is no URL", () => {
    const hosts = "one.example:27017,two.example:27017";
    expect(placeOf(`mongodb://${hosts}/jobs?replicaSet=a`)).to.equal(hosts);
    expect(placeOf(`mongodb://jobs:hi/d?den@${hosts}`), "a password that nobody encoded").to.equal(hosts);
  });
});
