import { expect } from "chai";
import { GOLD, inProportion, KNOWN_INSTRUMENTS, knownInstrument } from "../domain/knownInstruments.ts";
import { parametersFor } from "../domain/parameters.ts";
import { migrateSettings } from "../signals/settingsMigration.ts";
import { flat, quarters } from "./candles.ts";
import { ScriptedSandbox } from "./scriptedSandbox.ts";
import { World } from "./world.ts";

const START = "2024-03-05T09:00:00Z";
const BUY = { direction: "buy" as const, entry: 2000, stop: 1995, targets: [2005, 2010, 2015] };

describe("several symbols", () => {
  let world: World;
  let sandbox: ScriptedSandbox;

  beforeEach(async () => {
    sandbox = new ScriptedSandbox();
    sandbox.propose("2024-03-05T10:00:00Z", BUY);
    const rows = [...flat(4), [2000, 2006, 1999, 2005], ...flat(8, 2005)] as const;
    world = await World.open({ candles: quarters(START, rows), sandbox });
  });

  afterEach(() => world.close());

  const signals = () =>
    world.rows<{ symbol: string; spread: number }>(
      "select symbol, spread::float8 as spread from signal order by symbol",
    );

  it("are evaluated once each, however many tenants follow them", async () => {
    const both = { strategy: "scripted", symbols: ["XAU/USD", "EUR/USD"], maxOpenSignals: 2 };
    const guardrails = { minMinutesBetween: 0 };
    for (let tenant = 0; tenant < 3; tenant++) await world.tenant({ ...both, guardrails });
    await world.tenant({ strategy: "scripted", symbols: ["EUR/USD"] });
    world.at("2024-03-05T10:00:00Z");
    await world.tick();
    expect(sandbox.evaluations).to.equal(2);
    const found = await signals();
    expect(found.map(({ symbol }) => symbol).filter((each) => each === "EUR/USD")).to.have.length(4);
    expect(found).to.have.length(7);
    expect(new Set(found.map(({ symbol, spread }) => `${symbol} ${spread}`))).to.deep.equal(
      new Set(["EUR/USD 0.0001", "XAU/USD 0.3"]),
    );
  });

  it("share the tenant's guardrails: one open signal is one over all of them", async () => {
    await world.tenant({ strategy: "scripted", symbols: ["XAU/USD", "EUR/USD"] });
    world.at("2024-03-05T10:00:00Z");
    await world.tick();
    expect((await signals()).map(({ symbol }) => symbol)).to.deep.equal(["XAU/USD"]);
    expect(await world.rows("select symbol, reason from refusal")).to.deep.equal([
      { symbol: "EUR/USD", reason: "too-soon" },
    ]);
  });

  it("show prices and pips as the symbol's market does", async () => {
    await world.tenant({ strategy: "scripted", symbols: ["USD/JPY"] });
    for (const close of ["10:00", "10:15"]) {
      world.at(`2024-03-05T${close}:00Z`);
      await world.tick();
    }
    const [opening, target] = (await world.sent()).map(({ text }) => text);
    expect(opening).to.include("BUY USD/JPY").and.include("2000.000").and.include("500.0 pips");
    expect(target).to.include("2005.000").and.include("+500.0 pips");
  });

  it("leave a symbol out that is no instrument, and go on with the others", async () => {
    await world.tenant({ strategy: "scripted", symbols: ["NO/NE", "XAU/USD"] });
    world.at("2024-03-05T10:00:00Z");
    await world.tick();
    expect(await signals()).to.have.length(1);
  });

  it("include those that an admin added, finer than gold's cents", async () => {
    await world.rows(
      `insert into instrument values ('DOGE/USD', 'Doge', 0.0001, 0.001, 1, 0.01, 0.002, 'crypto', now(), 'admin@test')`,
    );
    sandbox.propose("2024-03-05T10:00:00Z", {
      ...BUY,
      entry: 2000.12344,
      stop: 1999.5,
      targets: [2001.00005, 2002, 2003],
    });
    await world.tenant({ strategy: "scripted", symbols: ["DOGE/USD"] });
    world.at("2024-03-05T10:00:00Z");
    await world.tick();
    expect(
      await world.rows(
        `select entry::float8 as entry, targets::float8[] as targets, spread::float8 as spread from signal`,
      ),
    ).to.deep.equal([{ entry: 2000.1234, targets: [2001.0001, 2002, 2003], spread: 0.002 }]);
  });
});

describe("prices on other symbols than gold", () => {
  const euro = knownInstrument("EUR/USD");

  it("are in proportion of the nearest stops, by the tick", () => {
    expect(inProportion(5, GOLD, euro)).to.equal(0.002);
    expect(inProportion(5, GOLD, GOLD)).to.equal(5);
    expect(inProportion(0, GOLD, euro)).to.equal(0);
    for (const each of KNOWN_INSTRUMENTS.values())
      expect(inProportion(GOLD.minStop, GOLD, each), each.symbol).to.equal(each.minStop);
  });

  it("concern what a strategy marks as a price, and what was set for the first symbol", () => {
    const description = {
      defaults: { reach: 5, periods: 14 },
      parametersSchema: { properties: { reach: { "x-unit": "price" }, periods: {} } },
    };
    expect(parametersFor(description, GOLD, {})).to.deep.equal({ reach: 5, periods: 14 });
    expect(parametersFor(description, euro, {})).to.deep.equal({ reach: 0.002, periods: 14 });
    expect(parametersFor(description, euro, { reach: 0.001, periods: 20 })).to.deep.equal({
      reach: 0.001,
      periods: 20,
    });
    expect(parametersFor(description, euro, { reach: 7.5 }, GOLD)).to.deep.include({ reach: 0.003 });
  });
});

describe("settings of version 1", () => {
  it("become a list of one symbol, and lose the spread that was only gold's default", () => {
    expect(migrateSettings({ symbol: "XAU/USD", spread: 0.3, strategy: "x" }, 1))
      .to.deep.include({ symbols: ["XAU/USD"], strategy: "x" })
      .and.not.have.any.keys("symbol", "spread");
    expect(migrateSettings({ symbol: "EUR/USD", spread: 0.0002 }, 1)).to.deep.include({
      symbols: ["EUR/USD"],
      spread: 0.0002,
    });
    expect(migrateSettings({ symbols: ["EUR/USD"] }, 2)).to.deep.include({ symbols: ["EUR/USD"] });
  });
});
