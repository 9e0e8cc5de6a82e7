import {
  CandlestickSeries,
  ColorType,
  CrosshairMode,
  createChart,
  createSeriesMarkers,
  type IPriceLine,
  LineStyle,
  type SeriesMarker,
  TickMarkType,
  type Time,
  type UTCTimestamp,
} from "lightweight-charts";
import { coral, dark, gold, gray, teal } from "../../theme/palette.ts";
import type { CandleBar, ChartLevel, ChartMark } from "./marks.ts";

export interface Drawing {
  show(bars: readonly CandleBar[], levels: readonly ChartLevel[], marks: readonly ChartMark[]): void;
  fit(): void;
  remove(): void;
}

interface DrawingOptions {
  dark: boolean;
  /** The newest price is drawn as a line. */
  live: boolean;
  /** Decimals of a price. */
  digits: number;
  /** An instant in the tenant's zone. */
  label(time: number, style: "time" | "day" | "full"): string;
  /** The candle under the cross; undefined when the pointer leaves. */
  under(bar: CandleBar | undefined): void;
}

const shade = (tuple: readonly string[], index: number) => tuple[index] ?? "#888";

function colours(isDark: boolean) {
  const step = isDark ? 3 : 6;
  return {
    text: isDark ? shade(dark, 2) : shade(gray, 6),
    grid: isDark ? "#1d242d" : shade(gray, 1),
    line: isDark ? shade(dark, 4) : shade(gray, 3),
    up: shade(teal, isDark ? 4 : 5),
    down: shade(coral, isDark ? 4 : 5),
    entry: shade(gold, isDark ? 3 : 6),
    stop: shade(coral, step),
    target: shade(teal, step),
    flat: shade(gray, isDark ? 4 : 6),
  };
}

/** Draws into an element with lightweight-charts, its attribution shown as its licence asks. */
export function drawCandles(host: HTMLElement, options: DrawingOptions): Drawing {
  const colour = colours(options.dark);
  const chart = createChart(host, {
    autoSize: true,
    layout: {
      background: { type: ColorType.Solid, color: "transparent" },
      textColor: colour.text,
      fontFamily: '"Inter Variable", system-ui, sans-serif',
      fontSize: 11,
      attributionLogo: true,
    },
    grid: { vertLines: { color: colour.grid }, horzLines: { color: colour.grid } },
    rightPriceScale: { borderVisible: false, scaleMargins: { top: 0.12, bottom: 0.12 } },
    timeScale: {
      borderVisible: false,
      timeVisible: true,
      rightOffset: 6,
      tickMarkFormatter: (time: Time, kind: TickMarkType) =>
        options.label(Number(time) * 1000, kind >= TickMarkType.Time ? "time" : "day"),
      minBarSpacing: 2,
    },
    localization: { timeFormatter: (time: Time) => options.label(Number(time) * 1000, "full") },
    crosshair: { mode: CrosshairMode.Normal },
  });
  const series = chart.addSeries(CandlestickSeries, {
    upColor: colour.up,
    downColor: colour.down,
    wickUpColor: colour.up,
    wickDownColor: colour.down,
    borderVisible: false,
    priceLineVisible: options.live,
    lastValueVisible: options.live,
    priceFormat: { type: "price", precision: options.digits, minMove: 10 ** -options.digits },
  });
  const markers = createSeriesMarkers<Time>(series, []);
  let lines: IPriceLine[] = [];
  let known = new Map<number, CandleBar>();
  let fitted = false;
  chart.subscribeCrosshairMove(({ time }) =>
    options.under(time === undefined ? undefined : known.get(Number(time))),
  );

  return {
    show(bars, levels, marks) {
      known = new Map(bars.map((bar) => [stamp(bar.time), bar]));
      const data = [...known].sort(([a], [b]) => a - b);
      series.setData(
        data.map(([time, { open, high, low, close }]) => ({ time: utc(time), open, high, low, close })),
      );
      for (const line of lines) series.removePriceLine(line);
      lines = levels.map((level) =>
        series.createPriceLine({
          price: level.price,
          title: level.title,
          color: colour[level.tone],
          lineWidth: level.tone === "entry" ? 2 : 1,
          lineStyle: level.past
            ? LineStyle.SparseDotted
            : level.tone === "entry"
              ? LineStyle.Solid
              : LineStyle.Dashed,
          axisLabelVisible: true,
        }),
      );
      markers.setMarkers(
        marks
          .map((mark) => markerOf(mark, [...known.keys()], colour))
          .sort((a, b) => Number(a.time) - Number(b.time)),
      );
      series.applyOptions({ autoscaleInfoProvider: withLevels(levels) });
      if (!fitted && bars.length > 0) {
        chart.timeScale().fitContent();
        fitted = true;
      }
    },
    fit: () => chart.timeScale().fitContent(),
    remove: () => chart.remove(),
  };
}

/** The price scale covers the levels too: a stop that is off the picture explains nothing. */
function withLevels(levels: readonly ChartLevel[]) {
  return (original: () => { priceRange: { minValue: number; maxValue: number } | null } | null) => {
    const info = original();
    if (!info?.priceRange || levels.length === 0) return info;
    const prices = levels.map(({ price }) => price);
    const { minValue, maxValue } = info.priceRange;
    return {
      ...info,
      priceRange: { minValue: Math.min(minValue, ...prices), maxValue: Math.max(maxValue, ...prices) },
    };
  };
}

function markerOf(
  mark: ChartMark,
  times: readonly number[],
  colour: ReturnType<typeof colours>,
): SeriesMarker<Time> {
  const wanted = stamp(mark.time);
  // A mark's time is a close; it stands at the newest candle that had opened by then.
  const at = times
    .filter((time) => time < wanted || (time === wanted && mark.tone === "entry"))
    .reduce((a, b) => Math.max(a, b), 0);
  const tone = { entry: colour.entry, good: colour.target, bad: colour.stop, flat: colour.flat }[mark.tone];
  return {
    time: utc(at === 0 ? wanted : at),
    position: mark.above ? "aboveBar" : "belowBar",
    shape: mark.tone === "entry" ? (mark.above ? "arrowDown" : "arrowUp") : "circle",
    color: tone,
    text: mark.title,
  };
}

function stamp(time: string | number): number {
  return Math.floor(new Date(time).getTime() / 1000);
}

/** The library brands its seconds, and offers no function that makes them. */
function utc(seconds: number): UTCTimestamp {
  return seconds as UTCTimestamp;
}
