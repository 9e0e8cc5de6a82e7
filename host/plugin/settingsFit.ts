import { PlatformError, type Plugin } from "@promostack/core";
import type { Settings, SettingsSchema } from "./settings.ts";

export type Migrate = NonNullable<Plugin["migrateSettings"]>;

/** A tenant's settings as they are stored. */
export interface StoredSettings {
  settings: Settings;
  settingsVersion: number;
  /** As they were before a newer release changed their shape. */
  previousSettings: Settings | null;
  previousSettingsVersion: number | null;
}

export interface FittedSettings {
  settings: Settings;
  /** The version whose shape they have now; the stored one where nothing was to be done, or could be. */
  version: number;
  /** What a person must fix. */
  problem?: string;
}

/**
 * Stored settings as this release wants them: those of an older shape go through the release's own function, for those of a
 * newer shape the ones before it come back. Pure, so that a release serves from the moment it is swapped in, on every replica,
 * whoever has stored what meanwhile.
 */
export function fitSettings(
  stored: StoredSettings,
  schema: SettingsSchema,
  migrate: Migrate | undefined,
): FittedSettings {
  const { settings, settingsVersion, previousSettings, previousSettingsVersion } = stored;
  if (settingsVersion > schema.version && previousSettings !== null && previousSettingsVersion !== null) {
    const before = { settings: previousSettings, settingsVersion: previousSettingsVersion };
    return fitSettings({ ...before, previousSettings: null, previousSettingsVersion: null }, schema, migrate);
  }
  if (settingsVersion >= schema.version || migrate === undefined)
    return { settings, version: settingsVersion };
  return migrated(migrate, schema, settings, settingsVersion);
}

/** The settings as this release wants them, or as they were with what a person must fix. */
function migrated(migrate: Migrate, schema: SettingsSchema, old: Settings, version: number): FittedSettings {
  const kept = { settings: old, version };
  try {
    const result = migrate(structuredClone(old), version);
    if ("problem" in result && typeof result.problem === "string" && Object.keys(result).length === 1) {
      return { ...kept, problem: result.problem };
    }
    const fresh: Settings = { ...result };
    const { problems } = schema.complete(fresh);
    if (problems.length === 0) return { settings: fresh, version: schema.version };
    return { ...kept, problem: schema.invalid(problems).message };
  } catch (error) {
    const reason = PlatformError.is(error) || error instanceof Error ? error.message : String(error);
    return { ...kept, problem: `The settings could not be taken over to the new release: ${reason}` };
  }
}
