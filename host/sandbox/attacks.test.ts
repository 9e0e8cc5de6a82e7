import { expect } from "chai";
import { ATTACKS } from "./test/attacks.ts";
import { failure, series, Workshop } from "./test/workshop.ts";

const HONEST = `return context.candles.close(0) > context.indicators.sma(3).at(0)
  ? { direction: 'buy', entry: context.candles.close(0), stop: 1900, targets: [2100] } : null`;

describe("the strategy sandbox under attack", () => {
  let workshop: Workshop;
  /** With time enough to come to the end of its memory, however slow the machine. */
  let patient: Workshop;
  let honest: string;
  let expected: unknown;

  before(async () => {
    workshop = await Workshop.open({ allowanceMs: 100 });
    patient = await Workshop.open({ allowanceMs: 20_000 });
    honest = await workshop.strategy(HONEST);
    expected = await workshop.run(honest, series(60));
    expect(expected).to.have.length.above(5);
  });

  after(async () => {
    await workshop.close();
    await patient.close();
  });

  /** An honest tenant's evaluation beside the attack. */
  const neighbour = async () => expect(await workshop.run(honest, series(60))).to.deep.equal(expected);

  /** What became of it, on a machine that let it run: where it did not, its time says nothing about the attack. */
  async function attacked(place: Workshop, id: string, code: string | undefined): Promise<unknown> {
    for (let tries = 1; ; tries++) {
      const attack = place.run(id);
      const [outcome] = await Promise.all([code ? failure(attack) : attack, neighbour()]);
      if (tries === 15 || !(outcome instanceof Error && outcome.message.includes("too busy"))) return outcome;
    }
  }

  for (const [target, attacks] of Object.entries(ATTACKS)) {
    describe(target, () => {
      for (const { name, body, scope, code } of attacks) {
        it(code ? `${name}: ${code}` : `${name}: nothing`, async () => {
          const place = code === "sandbox.memory" ? patient : workshop;
          const outcome = await attacked(place, await place.strategy(body, scope), code);
          if (code === undefined) expect(outcome).to.deep.equal([]);
          else expect(outcome).to.have.property("code", code);
          // Whatever was thrown, what is shown of it is short and one line of ours.
          if (outcome instanceof Error) expect(outcome.message).to.have.length.below(700);
          await neighbour();
        });
      }
    });
  }

  it("are at least forty, each of its own kind", () => {
    const bodies = Object.values(ATTACKS).flatMap((attacks) =>
      attacks.map(({ body, scope }) => scope + body),
    );
    expect(new Set(bodies)).to.have.property("size", bodies.length);
    expect(bodies).to.have.length.above(39);
  });

  it("one release that hangs in every runner and in the queue lets the others pass", async () => {
    const hang = await workshop.strategy("for (;;) {}");
    const hanging = Array.from({ length: 6 }, () => failure(workshop.run(hang)));
    await new Promise((resolve) => setTimeout(resolve, 50));
    let over = 0;
    for (const each of hanging) void each.then(() => over++);
    await neighbour();
    // Six calls over two runners are three deadlines; an honest call waits for one at most.
    expect(over).to.be.at.most(4);
    for (const error of await Promise.all(hanging)) expect(error.code).to.equal("sandbox.timeout");
  });

  it("an answer that is different each time within one module is the same over the whole series", async () => {
    const id = await workshop.strategy(
      "n++; return n % 3 === 0 ? { direction: 'sell', entry: 2000 + n, stop: 2100, targets: [1900] } : null",
      "let n = 0;",
    );
    const first = await workshop.run(id, series(40));
    expect(await workshop.run(id, series(40))).to.deep.equal(first);
    expect(first).to.have.length(13);
  });
});
