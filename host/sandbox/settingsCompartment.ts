import { InvalidResult, SILENT } from "./compartment.ts";
import type { SettingsRequest, TakenOver } from "./protocol.ts";

/** Loads a script that `settingsScript` made into a compartment of its own, and lets its `migrateSettings` try on stored settings. */
export function takeOver(
  source: string,
  stored: SettingsRequest["stored"],
  messageOf: (error: unknown) => string,
): TakenOver[] {
  const compartment = new Compartment({ __options__: true, globals: { console: SILENT } });
  // What an eval could do, the code can do anyway: it is the compartment's own.
  const loaded: unknown = compartment.evaluate(source, { __rejectSomeDirectEvalExpressions__: false });
  const plugin = memberOf(loaded, "plugin");
  const migrate = memberOf(plugin, "migrateSettings");
  if (typeof migrate !== "function") throw new InvalidResult("The plugin has no migrateSettings.");
  const end = memberOf(loaded, "loaded");
  if (typeof end === "function") Reflect.apply(end, undefined, []);
  return stored.map(({ settings, version }): TakenOver => {
    try {
      const json = JSON.stringify(Reflect.apply(migrate, plugin, [settings, version]));
      return typeof json === "string" ? { json } : { threw: "migrateSettings answered nothing." };
    } catch (error) {
      if (memberOf(error, "name") === "NotHere") throw new InvalidResult(messageOf(error));
      return { threw: messageOf(error) };
    }
  });
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
