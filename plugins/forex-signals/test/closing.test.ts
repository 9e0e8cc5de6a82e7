import { PlatformError } from "@promostack/core";
import { expect } from "chai";
import { GOLD } from "../domain/knownInstruments.ts";
import { closeByHand } from "../signals/closing.ts";
import { fillsOf, findSignal, signalPage } from "../signals/signalRows.ts";
import { flat, quarters } from "./candles.ts";
import { ScriptedSandbox } from "./scriptedSandbox.ts";
import { World } from "./world.ts";

const BY = { email: "owner@test", note: "Enough.", log: async () => undefined };
const START = "2024-03-05T09:00:00Z";

describe("closing by hand", () => {
  let world: World;
  let tenantId: string;
  let other: string;
  let id: string;

  beforeEach(async () => {
    const sandbox = new ScriptedSandbox();
    sandbox.propose("2024-03-05T10:00:00Z", {
      direction: "sell",
      entry: 2000,
      stop: 2005,
      targets: [1995, 1990, 1985],
    });
    const candles = quarters(START, [...flat(4), [2000, 2001, 1994, 1996], ...flat(14, 1996)]);
    world = await World.open({ candles, sandbox });
    tenantId = await world.tenant({ strategy: "scripted", spread: 0 });
    other = await world.tenant({ strategy: "scripted", spread: 0 });
    for (const close of ["10:00", "10:15"]) {
      world.at(`2024-03-05T${close}:00Z`);
      await world.tick();
    }
    const { items } = await world
      .tenantContext(tenantId)
      .db((trx) => signalPage(trx, { limit: 10, fills: false }));
    id = items[0]?.id ?? "";
  });

  afterEach(() => world.close());

  const price = { instrument: GOLD, price: 1996, time: Date.parse("2024-03-05T10:20:00Z") };

  it("closes what is left at the price, books it and says so, for this tenant only", async () => {
    await closeByHand(world.tenantContext(tenantId), id, price, BY);
    const { signal, fills } = await world.tenantContext(tenantId).db(async (trx) => ({
      signal: await findSignal(trx, id),
      fills: await fillsOf(trx, id),
    }));
    expect(signal).to.include({
      status: "closed",
      closeReason: "manual",
      outcome: "win",
      closedBy: BY.email,
      closeNote: BY.note,
    });
    expect(signal?.resultR).to.be.closeTo(0.5 * 1 + 0.5 * 0.8, 1e-9);
    expect(fills.map(({ reason, fraction }) => [reason, fraction])).to.deep.equal([
      ["target1", 0.5],
      ["manual", 0.5],
    ]);
    const last = (await world.sent()).at(-1);
    expect(last).to.include({ tenantId });
    expect(last?.text).to.include("Closed by hand").and.include("Win +0.90 R");
    const open = await world.rows<{ tenantId: string }>(
      `select tenant_id as "tenantId" from signal where status = 'open'`,
    );
    expect(open).to.deep.equal([{ tenantId: other }]);
  });

  it("leaves the others on their way, and this one where it was closed", async () => {
    await closeByHand(world.tenantContext(tenantId), id, price, BY);
    for (let close = 6; close <= 17; close++) {
      world.at(Date.parse(START) + close * 900_000);
      await world.tick();
    }
    const fills = await world.rows<{ own: boolean; reason: string }>(
      `select tenant_id = $1 as own, reason from fill order by 1 desc, number`,
      [tenantId],
    );
    expect(fills.filter(({ own }) => own).map(({ reason }) => reason)).to.deep.equal(["target1", "manual"]);
    expect(fills.filter(({ own }) => !own).map(({ reason }) => reason)).to.deep.equal(["target1", "timeout"]);
  });

  it("refuses a second time, and a signal of somebody else", async () => {
    await closeByHand(world.tenantContext(tenantId), id, price, BY);
    const code = (tenant: string) =>
      closeByHand(world.tenantContext(tenant), id, price, BY).then(
        () => "closed",
        (error: unknown) => (PlatformError.is(error) ? error.code : String(error)),
      );
    expect(await code(tenantId)).to.equal("signal.not_open");
    expect(await code(other)).to.equal("signal.not_found");
  });
});
