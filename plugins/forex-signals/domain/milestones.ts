import { sideOf } from "./levels.ts";
import type { Milestone, OpenSignal } from "./signal.ts";
import type { TickCandle } from "./ticks.ts";

/**
 * The furthest milestone that the candle reached and that was not announced yet: on the way to target 1, half of the way from
 * target 1 to 2, or most of the way to the stop. A milestone below one that was announced stays silent.
 */
export function reachedMilestone(
  signal: OpenSignal,
  candle: TickCandle,
  targetsFilled: number,
  risk: number,
): Milestone | undefined {
  const side = sideOf(signal.direction);
  const gain = ((side === 1 ? candle.high : candle.low) - signal.entry) * side;
  const loss = (signal.entry - (side === 1 ? candle.low : candle.high)) * side;
  const [first = 0, second] = signal.targets.map((target) => (target - signal.entry) * side);
  const fresh = (milestone: Milestone) => !signal.announced.includes(milestone);
  if (targetsFilled === 1) {
    const half = second !== undefined && (gain - first) * 2 >= second - first;
    return half && fresh("half2") ? "half2" : undefined;
  }
  if (targetsFilled > 1) return undefined;
  if (loss * 10 >= risk * 6 && fresh("risk60")) return "risk60";
  if (gain * 10 >= first * 7) return fresh("way70") ? "way70" : undefined;
  if (gain * 10 >= first * 4 && fresh("way70") && fresh("way40")) return "way40";
  return undefined;
}
