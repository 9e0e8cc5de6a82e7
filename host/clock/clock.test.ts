import { PlatformError } from "@promostack/core";
import { expect } from "chai";
import { quietLog, type TestDatabase, testDatabase } from "../../test/kit/database.ts";
import { SharedClock } from "./sharedClock.ts";
import { SteerableClock } from "./steerableClock.ts";
import { SystemClock } from "./systemClock.ts";

const START = new Date("2024-03-04T10:00:00Z");
const after = (minutes: number) => new Date(START.getTime() + minutes * 60_000);
const codeOf = (error: unknown) => (PlatformError.is(error) ? error.code : error);

/** A clock over a machine time that the test moves. */
function steered(options: { at?: Date; rate?: number } = {}) {
  let real = START.getTime();
  const clock = new SteerableClock({ at: START, ...options, realNow: () => real });
  const pass = (milliseconds: number) => {
    real += milliseconds;
  };
  return { clock, pass };
}

describe("SteerableClock", () => {
  it("stands still at rate 0, keeps pace at 1 and runs ahead at 60", () => {
    const { clock, pass } = steered({ rate: 0 });
    pass(5_000);
    expect(clock.now()).to.deep.equal(START);
    clock.setRate(1);
    pass(60_000);
    expect(clock.now()).to.deep.equal(after(1));
    clock.setRate(60);
    pass(2_000);
    expect(clock.now()).to.deep.equal(after(3));
  });

  it("jumps ahead and never back", () => {
    const { clock } = steered({ rate: 0 });
    clock.set(after(30));
    expect(() => clock.set(after(29)))
      .to.throw("never runs backwards")
      .with.property("code", "clock.backwards");
    expect(clock.now()).to.deep.equal(after(30));
  });

  it("does not run back when the machine's clock does", () => {
    const { clock, pass } = steered();
    pass(60_000);
    expect(clock.now()).to.deep.equal(after(1));
    pass(-120_000);
    expect(clock.now()).to.deep.equal(after(1));
  });

  it("tells since when it has passed every instant", () => {
    const { clock } = steered({ rate: 0 });
    clock.setRate(1);
    expect(clock.continuousSince).to.deep.equal(START);
    clock.set(after(60));
    expect(clock.continuousSince).to.deep.equal(after(60));
  });

  it("refuses a rate that is none", () => {
    for (const rate of [-1, Number.NaN, Number.POSITIVE_INFINITY, 5_000])
      expect(() => new SteerableClock({ rate }), String(rate))
        .to.throw()
        .with.property("code", "clock.invalid_rate");
  });

  it("wakes a sleeper when it jumps past, or is sped up", async () => {
    const clock = new SteerableClock({ at: START, rate: 0 });
    const asleep = clock.sleep(3_600_000);
    clock.set(after(61));
    await asleep;
    const again = clock.sleep(60_000);
    clock.setRate(3600);
    await again;
    expect(clock.now().getTime()).to.be.at.least(after(62).getTime());
  });

  it("lets a sleeper be woken by its signal, with the signal's reason", async () => {
    for (const clock of [new SteerableClock({ rate: 0 }), new SystemClock()]) {
      const stop = new AbortController();
      const asleep = clock.sleep(60_000, stop.signal).catch((error: unknown) => error);
      stop.abort(new Error("enough"));
      expect(await asleep).to.have.property("message", "enough");
      expect(await clock.sleep(1, stop.signal).catch((error: unknown) => error)).to.have.property(
        "message",
        "enough",
      );
    }
  });
});

describe("SharedClock", () => {
  let test: TestDatabase;
  const clocks: SharedClock[] = [];
  const open = async () => {
    const clock = await SharedClock.open(test.database, quietLog);
    clocks.push(clock);
    return clock;
  };

  beforeEach(async () => {
    test = await testDatabase();
  });
  afterEach(async () => {
    for (const clock of clocks.splice(0)) await clock.close();
    await test.drop();
  });

  it("is the machine's clock until somebody steers it", async () => {
    const clock = await open();
    expect(clock.simulated).to.equal(false);
    expect(clock.rate).to.equal(1);
    expect(Math.abs(clock.now().getTime() - Date.now())).to.be.below(1_000);
  });

  it("is steered on every replica at once", async () => {
    const [here, there] = [await open(), await open()];
    const ahead = new Date(Date.now() + 86_400_000);
    const heard = new Promise<void>((resolve) => void there.onChange(resolve));
    await here.setRate(0);
    await here.set(ahead);
    await heard;
    while (there.now() < ahead) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(there.now()).to.deep.equal(ahead);
    expect(here.now()).to.deep.equal(ahead);
    expect([there.simulated, there.rate]).to.deep.equal([true, 0]);
  });

  it("stands where it stood after a restart, and refuses to go back", async () => {
    const first = await open();
    const ahead = new Date(Date.now() + 86_400_000);
    await first.set(ahead);
    await first.setRate(0);
    const stood = first.now();
    await first.close();
    const second = await open();
    expect(Math.abs(second.now().getTime() - stood.getTime())).to.be.below(50);
    const refusal = await second.set(new Date()).catch(codeOf);
    expect(refusal).to.equal("clock.backwards");
    expect(await second.setRate(-1).catch(codeOf)).to.equal("clock.invalid_rate");
  });

  it("does not race through the night while every host is down", async () => {
    const first = await open();
    await first.setRate(600);
    await first.close();
    const stood = first.now();
    await test.database.query(
      "update host.clock set real_base = real_base - interval '8 hours', alive_at = alive_at - interval '8 hours'",
    );
    const second = await open();
    // Minutes, not the 200 days that 8 hours are at this speed.
    expect(second.now().getTime() - stood.getTime()).to.be.below(3_600_000);
  });
});
