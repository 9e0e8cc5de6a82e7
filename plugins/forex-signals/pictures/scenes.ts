import type { PlatformContext } from "@promostack/core";
import { type Candle, TIMEFRAME_MS } from "@promostack/core/strategy";
import type { Instrument } from "../domain/instrument.ts";
import { GOLD } from "../domain/knownInstruments.ts";
import { candlesBetween } from "../market/candleStore.ts";
import { isSimulated } from "../market/source.ts";
import type { PictureKind } from "./pictureSettings.ts";
import type { Look, Scene } from "./scene.ts";
import type { SignalView } from "./signalViews.ts";

const STEP = TIMEFRAME_MS["15min"];
/** Candles before the entry: eight hours of the chart, four before a result. */
const BEFORE: Record<PictureKind, number> = { opening: 32, result: 16 };

/** Makes scenes of signals; equal stretches of candles are read once. Raises a RangeError for the result of a signal that is open. */
export class Scenes {
  readonly #context: Pick<PlatformContext, "platformDb" | "config">;
  readonly #instruments: ReadonlyMap<string, Instrument>;
  readonly #candles = new Map<string, Promise<Candle[]>>();

  constructor(
    context: Pick<PlatformContext, "platformDb" | "config">,
    instruments: ReadonlyMap<string, Instrument>,
  ) {
    this.#context = context;
    this.#instruments = instruments;
  }

  async of(kind: PictureKind, signal: SignalView, look: Look): Promise<Scene> {
    const { symbol, direction, entry, stop, targets, fractions } = signal;
    const { digits, pip } = this.#instruments.get(symbol) ?? GOLD;
    const openedAt = signal.openedAt.getTime();
    const end = kind === "opening" ? openedAt : (signal.closedAt?.getTime() ?? openedAt);
    const shared = {
      look,
      symbol,
      digits,
      pip,
      direction,
      entry,
      stop,
      targets,
      fractions,
      openedAt,
      candles: await this.#between(symbol, openedAt - BEFORE[kind] * STEP, end),
      step: STEP,
      simulated: isSimulated(this.#context),
    };
    if (kind === "opening") return { kind, ...shared };
    const { outcome, resultR, resultPips, fills } = signal;
    if (outcome === null || resultR === null || resultPips === null)
      throw new RangeError("An open signal has no result.");
    return { kind, ...shared, fills, closedAt: end, outcome, resultR, resultPips };
  }

  /** Closed candles; where the feed had none the picture has none, and says nothing of its own. */
  #between(symbol: string, from: number, until: number): Promise<Candle[]> {
    const key = `${symbol} ${from} ${until}`;
    const known = this.#candles.get(key);
    if (known) return known;
    const read = this.#context.platformDb((trx) =>
      candlesBetween(trx, symbol, "15min", new Date(from), new Date(until - STEP + 1)),
    );
    this.#candles.set(key, read);
    return read;
  }
}
