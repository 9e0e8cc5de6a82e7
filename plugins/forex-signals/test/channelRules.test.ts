import { readFileSync } from "node:fs";
import { quietEnd } from "@promostack/core";
import { expect } from "chai";
import { SettingsSchema } from "../../../host/plugin/settings.ts";
import { KINDS, messageKind, SWITCHES } from "../messages/kinds.ts";
import { LANGUAGES } from "../messages/language.ts";
import {
  CHANNEL_KINDS,
  type ChannelRules,
  DEFAULT_RULES,
  placementOf,
  promiseTo,
} from "../messages/rules.ts";
import { forexSettings } from "../signals/settings.ts";
import { migrateSettings } from "../signals/settingsMigration.ts";
import { FREE, VIP } from "./world.ts";

const manifest = JSON.parse(readFileSync(new URL("../plugin.json", import.meta.url), "utf8"));
const rules = (own: Partial<ChannelRules>): ChannelRules => ({ ...DEFAULT_RULES.vip, ...own });
const at = (time: string) => Date.parse(time);
const iso = (time: number | undefined) => (time === undefined ? undefined : new Date(time).toISOString());
const MINUTE = 60_000;

describe("quiet hours", () => {
  const night = { from: 22 * 60, until: 7 * 60 };
  const berlin = (time: string) => iso(quietEnd(night, "Europe/Berlin", at(time)));

  it("go by the wall clock of the zone, over midnight, the end not included", () => {
    expect(berlin("2024-01-10T20:59:00Z")).to.equal(undefined);
    expect(berlin("2024-01-10T21:00:00Z")).to.equal("2024-01-11T06:00:00.000Z");
    expect(berlin("2024-01-11T05:59:00Z")).to.equal("2024-01-11T06:00:00.000Z");
    expect(berlin("2024-01-11T06:00:00Z")).to.equal(undefined);
    expect(berlin("2024-07-10T20:00:00Z")).to.equal("2024-07-11T05:00:00.000Z");
  });

  it("end when the wall says so in the nights that change the clocks", () => {
    expect(berlin("2024-03-30T22:00:00Z"), "an hour shorter").to.equal("2024-03-31T05:00:00.000Z");
    expect(berlin("2024-10-26T22:00:00Z"), "an hour longer").to.equal("2024-10-27T06:00:00.000Z");
  });

  it("end after the gap where their end is a time that the clocks leave out", () => {
    const end = quietEnd({ from: 60, until: 150 }, "Europe/Berlin", at("2024-03-31T00:30:00Z"));
    expect(iso(end)).to.equal("2024-03-31T01:30:00.000Z");
    expect(quietEnd({ from: 60, until: 150 }, "Europe/Berlin", end ?? 0)).to.equal(undefined);
  });
});

describe("what goes to a kind of channel", () => {
  const told = { opening: true, results: true };
  const noon = at("2024-03-05T12:00:00Z");
  const night = at("2024-03-05T23:00:00Z");
  const quiet = { quietFrom: "22:00", quietUntil: "07:00" };
  const place = (kind: Parameters<typeof messageKind>[0], own: Partial<ChannelRules>, now = noon) =>
    placementOf(messageKind(kind), rules(own), told, "UTC", now);

  it("is everything for VIP, results for free channels and nothing elsewhere, unless the tenant says otherwise", () => {
    expect(promiseTo(VIP, DEFAULT_RULES.vip, "UTC", noon)).to.include({ opening: true, results: true });
    expect(promiseTo(FREE, DEFAULT_RULES.free, "UTC", noon)).to.include({ opening: false, results: true });
    expect(promiseTo(FREE, DEFAULT_RULES.other, "UTC", noon)).to.equal(undefined);
  });

  it("is all endings or none: they have one switch, and what was promised at the opening holds", () => {
    const endings = KINDS.filter(({ id }) => id.startsWith("closed-"));
    expect(new Set(endings.map((kind) => kind.switch))).to.deep.equal(new Set(["results"]));
    const silent = promiseTo(VIP, rules({ off: ["results"] }), "UTC", noon);
    expect(silent).to.include({ opening: true, results: false });
    const ending = messageKind("closed-target");
    const broken = placementOf(ending, rules({ off: [] }), { opening: true, results: false }, "UTC", noon);
    expect(broken, "switched on when it was won").to.equal(undefined);
    const kept = placementOf(messageKind("closed-stop"), rules({ off: ["results"] }), told, "UTC", noon);
    expect(kept, "switched off when it was lost").to.deep.equal({ dueAt: undefined, silent: false });
  });

  it("can be delayed, each message by as much", () => {
    for (const kind of ["opening", "target1", "closed-stop"] as const)
      expect(place(kind, { delayMinutes: 30 })).to.deep.equal({ dueAt: noon + 30 * MINUTE, silent: false });
  });

  it("leaves guidance out or holds it in quiet hours", () => {
    expect(place("way40", quiet)).to.deep.equal({ dueAt: undefined, silent: false });
    expect(place("way40", quiet, night)).to.equal(undefined);
    expect(place("thesis-broken", quiet, night)).to.equal(undefined);
    const held = place("way40", { ...quiet, quietGuidance: "hold" }, night);
    expect(iso(held?.dueAt)).to.equal("2024-03-06T07:00:00.000Z");
  });

  it("posts signals and results silently, later, as always, or opens none in quiet hours", () => {
    expect(place("closed-stop", quiet, night)).to.deep.equal({ dueAt: undefined, silent: true });
    expect(place("opening", { ...quiet, quietSignals: "normal" }, night)?.silent).to.equal(false);
    expect(iso(place("opening", { ...quiet, quietSignals: "hold" }, night)?.dueAt)).to.equal(
      "2024-03-06T07:00:00.000Z",
    );
    expect(promiseTo(VIP, rules({ ...quiet, quietSignals: "none" }), "UTC", night)).to.equal(undefined);
    expect(promiseTo(VIP, rules({ ...quiet, quietSignals: "none" }), "UTC", noon)).to.include({
      opening: true,
    });
  });

  it("asks whether it is quiet when the message would go out, not when it happened", () => {
    const late = at("2024-03-05T21:45:00Z");
    expect(place("way40", { ...quiet, delayMinutes: 30 }, late)).to.equal(undefined);
  });
});

describe("settings of messages", () => {
  const completed = (settings: Record<string, unknown>) => SettingsSchema.of(manifest).complete(settings);
  const properties = manifest.settings.properties;

  it("offer the switches and languages that there are, with the defaults that the rules have", () => {
    for (const kind of CHANNEL_KINDS) {
      const { off, language } = properties[kind].properties;
      const values = (field: { oneOf: { const: string }[] }) => field.oneOf.map((each) => each.const);
      expect(values(off.items), kind).to.have.members([...SWITCHES]);
      expect(values(language)).to.have.members(["", ...Object.keys(LANGUAGES)]);
    }
    const { settings, problems } = completed({});
    expect(problems).to.deep.equal([]);
    const { vip, free, other } = forexSettings(settings);
    expect({ vip, free, other }).to.deep.equal(DEFAULT_RULES);
  });

  it("cannot switch a single ending off", () => {
    expect(completed({ vip: { off: ["closed-stop"] } }).problems).not.to.deep.equal([]);
  });

  it("of version 2 go on posting what they posted, where they posted it, with the same risk note", () => {
    const migrated = (settings: Record<string, unknown>) => {
      const { settings: after, problems } = completed(migrateSettings(settings, 2));
      expect(problems).to.deep.equal([]);
      return forexSettings(after);
    };
    const all = migrated({
      strategy: "raja-banks-gold",
      channelKinds: ["vip", "free"],
      riskNote: "Be careful.",
    });
    expect(all.vip).to.include({ post: "signals", hideLevels: false });
    expect(all.free).to.include({ post: "signals", hideLevels: false });
    expect(all.other.post).to.equal("nothing");
    expect(all).to.include({ riskNote: "Be careful.", strategy: "raja-banks-gold" });
    expect(all).not.to.have.property("channelKinds");
    const plain = migrated({});
    expect([plain.vip.post, plain.free.post, plain.riskNote]).to.deep.equal([
      "signals",
      "nothing",
      undefined,
    ]);
    expect(migrated({ riskNote: "" }).vip.off).to.include("risk-note");
    expect(migrateSettings({ language: "es" }, 3)).to.deep.equal({ language: "es" });
  });
});
