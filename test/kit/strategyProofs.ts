import type { Candle, createEngine, StrategyDefinition } from "@promostack/core/strategy";
import { expect } from "chai";
import { candidatesOver, closeOf, fixtureCandidates } from "./strategyFixture.ts";

/** A strategy with its parameters on candles of its own. */
export interface Proof<Schema extends StrategyDefinition["parameters"]> {
  strategy: StrategyDefinition<Schema>;
  parameters: Parameters<typeof createEngine<Schema>>[1];
  candles: readonly Candle[];
}

/** The expected candidates were computed from the rules by a program of its own, in another language. */
export function itProposesWhatTheRulesSay<Schema extends StrategyDefinition["parameters"]>(
  { strategy, parameters, candles }: Proof<Schema>,
  expected: URL,
  name = "",
): void {
  it(`proposes what the rules say${name && `: ${name}`}`, () => {
    expect(candidatesOver(strategy, parameters, candles)).to.deep.equal(fixtureCandidates(expected));
  });
}

/** Truncation: candles that come later change nothing. */
export function itLooksAtNothingLater<Schema extends StrategyDefinition["parameters"]>({
  strategy,
  parameters,
  candles,
}: Proof<Schema>): void {
  it("looks at nothing that came later: a shorter history proposes the same", () => {
    const whole = candidatesOver(strategy, parameters, candles);
    for (const share of [0.6, 0.75, 0.95]) {
      const part = candles.slice(0, Math.floor(candles.length * share));
      const last = part.at(-1);
      const until = last ? closeOf(last, strategy) : "";
      const expected = whole.filter(({ time }) => time <= until);
      expect(candidatesOver(strategy, parameters, part), `${part.length} candles`).to.deep.equal(expected);
    }
  });
}

/** Recursion: once `settled` candles have passed, what lies before them changes nothing. */
export function itNeedsNoMoreHistory<Schema extends StrategyDefinition["parameters"]>(
  { strategy, parameters, candles }: Proof<Schema>,
  { left, settled }: { left: number; settled: number },
): void {
  it(`proposes the same with ${left} candles of history less, once ${settled} have passed`, () => {
    const first = candles[left + settled];
    const from = first ? closeOf(first, strategy) : "";
    const after = (history: readonly Candle[]) =>
      candidatesOver(strategy, parameters, history).filter(({ time }) => time >= from);
    const whole = after(candles);
    expect(whole).to.have.length.above(2);
    expect(after(candles.slice(left))).to.deep.equal(whole);
  });
}
