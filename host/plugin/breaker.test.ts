import { expect } from "chai";
import { Breaker, TENANT_BREAKER } from "./breaker.ts";
import { ReleaseBreaker } from "./releaseBreaker.ts";

describe("a breaker", () => {
  let now = 0;
  let breaker: Breaker;
  beforeEach(() => {
    now = 1_000_000;
    breaker = new Breaker(TENANT_BREAKER, () => now);
  });

  const fail = (times: number) => {
    for (let index = 0; index < times; index += 1) breaker.failure("a");
  };

  it("opens at the fifth failure within a minute, and says for how long", () => {
    fail(4);
    expect(breaker.state).to.equal("closed");
    expect(breaker.failure("a")).to.equal(true);
    expect(breaker).to.include({ state: "open", retryAfter: 15 });
  });

  it("stays closed while most calls succeed", () => {
    for (let index = 0; index < 30; index += 1) breaker.success();
    fail(20);
    expect(breaker.state).to.equal("closed");
  });

  it("forgets failures that are older than its window", () => {
    fail(4);
    now += TENANT_BREAKER.windowMs + 10_000;
    fail(1);
    expect(breaker.state).to.equal("closed");
  });

  it("lets one call through when its time is up, and closes when that succeeds", () => {
    fail(5);
    now += 15_000;
    expect(breaker.retryAfter).to.equal(undefined);
    const probe = breaker.enter();
    expect(probe).to.equal(true);
    expect(breaker.retryAfter, "only one").to.equal(1);
    breaker.success(probe);
    expect(breaker.state).to.equal("closed");
    fail(4);
    expect(breaker.state, "and counts from nothing").to.equal("closed");
  });

  it("waits twice as long each time that call fails, at most ten minutes", () => {
    fail(5);
    let wait = 15;
    for (let times = 0; times < 8; times += 1) {
      now += wait * 1_000;
      expect(breaker.failure("a", breaker.enter())).to.equal(true);
      wait = Math.min(wait * 2, 600);
      expect(breaker.retryAfter).to.equal(wait);
    }
  });

  it("is neither closed nor opened further by calls that began before it opened", () => {
    fail(5);
    breaker.success();
    expect(breaker.failure("a")).to.equal(false);
    expect(breaker.retryAfter).to.equal(15);
  });

  it("gives its place free when a call says nothing about the plugin", () => {
    fail(5);
    now += 15_000;
    breaker.leave(breaker.enter());
    expect(breaker.retryAfter).to.equal(undefined);
  });

  it("of a release needs failures of more than one tenant, or of none in particular", () => {
    const one = new ReleaseBreaker(() => now);
    for (let index = 0; index < 20; index += 1) one.enter("a").failure();
    expect(one.state).to.equal("closed");
    expect(one.refusal("a")).to.equal(15);
    expect(one.refusal("b")).to.equal(undefined);
    one.enter("b").failure();
    expect(one.state).to.equal("open");
    const other = new ReleaseBreaker(() => now);
    for (let index = 0; index < 10; index += 1) other.enter().failure();
    expect(other.refusal("anybody")).to.equal(15);
  });
});
