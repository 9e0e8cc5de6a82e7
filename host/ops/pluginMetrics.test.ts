import { PlatformError } from "@promostack/core";
import { expect } from "chai";
import type { AnnouncedMetric } from "../plugin/ports.ts";
import { Metrics } from "./metrics.ts";

const NOTES: AnnouncedMetric = { name: "notes", kind: "counter", help: "Notes written", labels: ["by"] };

describe("what plugins count", () => {
  let metrics: Metrics;
  beforeEach(() => {
    metrics = new Metrics({
      database: { stats: () => [], query: async () => [] },
      plugins: () => [],
      leadership: () => "leading",
    });
  });
  afterEach(() => metrics.close());

  const shown = async (name: string) =>
    (await metrics.text()).body.split("\n").filter((line) => line.startsWith(name));

  it("stands in /metrics under the plugin's name, a histogram with its buckets", async () => {
    const notes = metrics.plugins.open("good-notes", NOTES);
    notes.record(2, { by: "route" });
    const spread: AnnouncedMetric = {
      name: "letters",
      kind: "histogram",
      help: "Lengths",
      buckets: [10, 100],
    };
    metrics.plugins.open("good-notes", spread).record(12);
    expect(await shown("promostack_good_notes_notes_total")).to.deep.equal([
      'promostack_good_notes_notes_total{by="route"} 2',
    ]);
    expect(await shown("promostack_good_notes_letters")).to.deep.equal([
      'promostack_good_notes_letters_bucket{le="10"} 0',
      'promostack_good_notes_letters_bucket{le="100"} 1',
      'promostack_good_notes_letters_bucket{le="+Inf"} 1',
      "promostack_good_notes_letters_sum 12",
      "promostack_good_notes_letters_count 1",
    ]);
  });

  it("goes on over an update that announces it alike, and is gone with the last generation", async () => {
    const old = metrics.plugins.open("good", NOTES);
    old.record(1, { by: "old" });
    const fresh = metrics.plugins.open("good", structuredClone(NOTES));
    old.close();
    old.close();
    old.record(5, { by: "old" });
    fresh.record(1, { by: "fresh" });
    expect(await shown("promostack_good_notes_total")).to.deep.equal([
      'promostack_good_notes_total{by="old"} 1',
      'promostack_good_notes_total{by="fresh"} 1',
    ]);
    fresh.close();
    expect(await shown("promostack_good_")).to.deep.equal([]);
  });

  it("is the newest release's where that announces it otherwise, and outlives the old one", async () => {
    const old = metrics.plugins.open("good", NOTES);
    const fresh = metrics.plugins.open("good", { ...NOTES, labels: ["where"] });
    old.record(1, { by: "old" });
    fresh.record(3, { where: "here" });
    old.close();
    expect(await shown("promostack_good_notes_total")).to.deep.equal([
      'promostack_good_notes_total{where="here"} 3',
    ]);
  });

  it("never takes the name of another plugin's, or of the host's own", () => {
    metrics.plugins.open("a", { ...NOTES, name: "b_notes" });
    for (const [plugin, metric] of [
      ["a-b", NOTES],
      ["http", { ...NOTES, name: "request_seconds", kind: "histogram" }],
    ] as const)
      expect(() => metrics.plugins.open(plugin, metric)).to.throw(PlatformError, "somebody else has");
  });

  it("refuses what is no number and labels that were not announced", () => {
    const notes = metrics.plugins.open("good", NOTES);
    for (const value of [-1, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => notes.record(value)).to.throw(PlatformError, "does not take");
    expect(() => notes.record(1, { tenant: "x" })).to.throw(PlatformError, "the label tenant");
  });

  it("keeps a plugin that writes ids into labels to a number of series", async () => {
    const notes = metrics.plugins.open("good", NOTES);
    for (let id = 0; id < 1_000; id++) notes.record(1, { by: `tenant ${id} ${"x".repeat(100)}` });
    const lines = await shown("promostack_good_notes_total");
    expect(lines).to.have.length(201);
    expect(lines.at(-1)).to.equal('promostack_good_notes_total{by="other"} 800');
    expect(Math.max(...lines.map((line) => line.length))).to.be.below(120);
  });
});
