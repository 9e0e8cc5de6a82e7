import { PlatformError } from "@promostack/core";
import { Counter, Histogram, Registry } from "prom-client";
import type { AnnouncedMetric, MetricBoard, OpenMetric } from "../plugin/ports.ts";

/** Distinct label values of one metric; what comes after them counts as `other`. */
const MOST_SERIES = 200;
const LONGEST_LABEL = 60;

interface Board {
  shape: string;
  users: number;
  record(value: number, labels: Record<string, string>): void;
}

/**
 * What plugins count. Generations of one plugin that announce a metric alike share it, so that a counter goes on over an update;
 * where a release announces it otherwise, the newest release's is the one that is shown. The last one that closes takes it away.
 */
export class PluginMetrics implements MetricBoard {
  readonly #registry: Registry;
  readonly #boards = new Map<string, Board>();

  constructor(registry = new Registry()) {
    this.#registry = registry;
  }

  open(plugin: string, metric: AnnouncedMetric): OpenMetric {
    const name = fullName(plugin, metric);
    const board = this.#boardOf(plugin, name, metric);
    board.users += 1;
    let open = true;
    return {
      record: (value, labels = {}) => {
        if (open) board.record(value, checkedLabels(plugin, metric, labels));
      },
      close: () => {
        if (!open) return;
        open = false;
        board.users -= 1;
        if (board.users > 0 || this.#boards.get(name) !== board) return;
        this.#boards.delete(name);
        this.#registry.removeSingleMetric(name);
      },
    };
  }

  #boardOf(plugin: string, name: string, metric: AnnouncedMetric): Board {
    const shape = JSON.stringify([plugin, metric]);
    const known = this.#boards.get(name);
    if (known?.shape === shape) return known;
    if (known === undefined && this.#registry.getSingleMetric(name)) throw taken(plugin, metric.name, name);
    if (known !== undefined && JSON.parse(known.shape)[0] !== plugin) throw taken(plugin, metric.name, name);
    this.#registry.removeSingleMetric(name);
    const board = { shape, users: 0, record: limited(recorder(plugin, name, metric, this.#registry)) };
    this.#boards.set(name, board);
    return board;
  }
}

/** `promostack_forex_signals_ai_questions_total`. */
function fullName(plugin: string, { name, kind }: AnnouncedMetric): string {
  return `promostack_${plugin.replaceAll("-", "_")}_${name}${kind === "counter" ? "_total" : ""}`;
}

function recorder(
  plugin: string,
  name: string,
  metric: AnnouncedMetric,
  registry: Registry,
): Board["record"] {
  const { kind, help, labels = [], buckets } = metric;
  const common = { name, help, labelNames: labels, registers: [registry] };
  if (kind === "counter") {
    const counter = new Counter(common);
    return (value, of) => {
      if (!(value >= 0) || value === Number.POSITIVE_INFINITY) throw badValue(plugin, metric, String(value));
      counter.inc(of, value);
    };
  }
  const histogram = new Histogram({ ...common, ...(buckets && { buckets }) });
  return (value, of) => {
    if (!Number.isFinite(value)) throw badValue(plugin, metric, String(value));
    histogram.observe(of, value);
  };
}

/** A plugin that writes ids into labels must not fill the host's memory. */
function limited(record: Board["record"]): Board["record"] {
  const known = new Set<string>();
  return (value, labels) => {
    const key = JSON.stringify(labels);
    const fits = known.has(key) || known.size < MOST_SERIES;
    if (fits) known.add(key);
    record(value, fits ? labels : Object.fromEntries(Object.keys(labels).map((name) => [name, "other"])));
  };
}

function checkedLabels(
  plugin: string,
  metric: AnnouncedMetric,
  labels: Readonly<Record<string, string>>,
): Record<string, string> {
  const announced: readonly string[] = metric.labels ?? [];
  const unknown = Object.keys(labels).find((name) => !announced.includes(name));
  if (unknown !== undefined) throw badValue(plugin, metric, `the label ${unknown}`);
  return Object.fromEntries(announced.map((name) => [name, (labels[name] ?? "").slice(0, LONGEST_LABEL)]));
}

function badValue(plugin: string, { name }: AnnouncedMetric, what: string): PlatformError {
  return new PlatformError(`${plugin}: the metric ${name} does not take ${what}.`, {
    code: "metric.bad_value",
    plugin,
    hint: "Counters take numbers from 0, histograms numbers, both the labels that plugin.json announces.",
  });
}

function taken(plugin: string, metric: string, name: string): PlatformError {
  return new PlatformError(`${plugin}: the metric ${metric} would be ${name}, which somebody else has.`, {
    code: "setup.refused",
    plugin,
    phase: "setup",
    hint: "Name it otherwise in contributes.metrics.",
  });
}
