import { CHANNEL_KINDS, DEFAULT_RULES } from "../messages/rules.ts";

type Settings = Record<string, unknown>;

/** What each version changed, from version 1 on. */
const STEPS: readonly ((settings: Settings) => Settings)[] = [severalSymbols, rulesForChannels];

/** Settings of an older version as the newest has them. */
export function migrateSettings(settings: Settings, from: number): Settings {
  return STEPS.slice(from - 1).reduce((before, step) => step(before), settings);
}

/** Version 1 had one symbol, and gold's spread written down in every one. */
function severalSymbols({ symbol = "XAU/USD", spread, ...rest }: Settings): Settings {
  const own = symbol === "XAU/USD" && spread === 0.3 ? undefined : spread;
  return { ...rest, symbols: [symbol], ...(own !== undefined && { spread: own }) };
}

/** The risk note that version 2 brought: who kept it gets the translated one. */
const OLD_NOTE =
  "Trading carries risk. This is not financial advice; never risk money you cannot afford to lose.";

/**
 * Version 2 had one list of kinds of channels that got every post, and one risk note for all. What was posted where stays as it was: a
 * kind that was in the list gets everything, one that was not gets nothing.
 */
function rulesForChannels({ channelKinds = ["vip"], riskNote = OLD_NOTE, ...rest }: Settings): Settings {
  const off = riskNote === "" ? { off: [...DEFAULT_RULES.vip.off, "risk-note"] } : {};
  const rules = CHANNEL_KINDS.map((kind) => {
    const posted = Array.isArray(channelKinds) && channelKinds.includes(kind);
    return [kind, { post: posted ? "signals" : "nothing", hideLevels: false, ...off }];
  });
  const own = riskNote === "" || riskNote === OLD_NOTE ? {} : { riskNote };
  return { ...rest, ...Object.fromEntries(rules), ...own };
}
