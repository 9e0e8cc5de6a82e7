import { expect } from "chai";
import { type Guardrails, guardrailsFor, refusalOf, type TenantHistory } from "../domain/guardrails.ts";
import { GOLD, knownInstrument } from "../domain/knownInstruments.ts";
import type { Levels } from "../domain/levels.ts";

const LEVELS: Levels = {
  direction: "buy",
  entry: 200_000,
  stop: 199_500,
  targets: [200_500, 201_000, 201_500],
  fractions: [5000, 3000, 2000],
};
const CLEAN: TenantHistory = {
  open: 0,
  lastSignalAt: null,
  signalsToday: 0,
  closedTodayR: 0,
  lastLossAt: null,
};
const NOON = Date.parse("2024-03-05T12:00:00Z");
const MINUTE = 60_000;

function refusal(
  history: Partial<TenantHistory> = {},
  rules: Partial<Guardrails> = {},
  levels: Partial<Levels> = {},
  at = NOON,
) {
  return refusalOf(
    { ...LEVELS, ...levels },
    at,
    { ...CLEAN, ...history },
    { ...guardrailsFor(GOLD, {}), ...rules },
  );
}

describe("guardrails", () => {
  it("let a sound candidate pass", () => expect(refusal()).to.equal(undefined));

  it("refuse on Saturday and Sunday, by UTC", () => {
    expect(refusal({}, {}, {}, Date.parse("2024-03-09T00:00:00Z"))).to.equal("weekend");
    expect(refusal({}, {}, {}, Date.parse("2024-03-08T23:45:00Z"))).to.equal(undefined);
  });

  it("refuse outside the session that was set", () => {
    expect(refusal({}, { session: { from: 13 * 60, until: 17 * 60 } })).to.equal("session");
    expect(refusal({}, { session: { from: 12 * 60, until: 17 * 60 } })).to.equal(undefined);
  });

  it("want 15 minutes since the last signal, exactly 15 being enough", () => {
    expect(refusal({ lastSignalAt: NOON - 15 * MINUTE + 1 })).to.equal("too-soon");
    expect(refusal({ lastSignalAt: NOON - 15 * MINUTE })).to.equal(undefined);
  });

  it("allow fewer than four a day", () => {
    expect(refusal({ signalsToday: 4 })).to.equal("max-per-day");
    expect(refusal({ signalsToday: 3 })).to.equal(undefined);
  });

  it("stop the day at two R lost", () => {
    expect(refusal({ closedTodayR: -2 })).to.equal("daily-loss-cap");
    expect(refusal({ closedTodayR: -1.99 })).to.equal(undefined);
  });

  it("rest 30 minutes after a loss", () => {
    expect(refusal({ lastLossAt: NOON - 29 * MINUTE })).to.equal("cooldown");
    expect(refusal({ lastLossAt: NOON - 30 * MINUTE })).to.equal(undefined);
  });

  it("hold no more open signals than allowed", () => {
    expect(refusal({ open: 1 })).to.equal("max-open");
    expect(refusal({ open: 1 }, { maxOpenSignals: 2 })).to.equal(undefined);
  });

  it("refuse a stop that is too near or on the wrong side", () => {
    expect(refusal({}, {}, { stop: 199_851, targets: [200_500] })).to.equal("stop-too-near");
    expect(refusal({}, {}, { stop: 199_850, targets: [200_500] })).to.equal(undefined);
    expect(refusal({}, {}, { stop: 200_500 })).to.equal("stop-too-near");
  });

  it("refuse targets that do not lie beyond each other", () => {
    expect(refusal({}, {}, { targets: [200_500, 200_500] })).to.equal("targets-out-of-order");
    expect(refusal({}, {}, { targets: [199_900] })).to.equal("targets-out-of-order");
  });

  it("refuse a first target nearer than 0.8 R", () => {
    expect(refusal({}, {}, { targets: [200_399] })).to.equal("target-too-near");
    expect(refusal({}, {}, { targets: [200_400] })).to.equal(undefined);
  });

  it("follow the tenant before the strategy before the platform", () => {
    const rules = guardrailsFor(GOLD, { maxSignalsPerDay: 5, minStop: 2 }, { maxSignalsPerDay: 6 });
    expect(rules).to.deep.include({ maxSignalsPerDay: 6, minStop: 200, minMinutesBetween: 15 });
  });

  it("take the nearest stop from the instrument, a strategy's in proportion, a tenant's as it is", () => {
    const euro = knownInstrument("EUR/USD");
    expect(guardrailsFor(GOLD, {}).minStop).to.equal(150);
    expect(guardrailsFor(euro, {}).minStop).to.equal(60);
    expect(guardrailsFor(euro, { minStop: 3 }).minStop).to.equal(120);
    expect(guardrailsFor(euro, { minStop: 3 }, { minStop: 0.0009 }).minStop).to.equal(90);
  });
});
