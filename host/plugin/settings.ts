import { PlatformError, type PluginManifest } from "@promostack/core";
import { type Check, compile, type Violation } from "./schema.ts";
import { type FittedSettings, fitSettings, type Migrate, type StoredSettings } from "./settingsFit.ts";
import { type SettingsField, settingsShape, withoutSecrets } from "./settingsShape.ts";

export type Settings = Record<string, unknown>;

/** A tenant's input, taken apart: what is stored as it is, and what goes to the vault. */
export interface SettingsInput {
  plain: Settings;
  /** Secrets to store (text) or to delete (null). Those that were left out stay as they are. */
  secrets: Record<string, string | null>;
}

const made = new WeakMap<PluginManifest, SettingsSchema>();

/** The settings of one release: defaults, checks, and which fields are secrets. */
export class SettingsSchema {
  readonly version: number;
  readonly #plugin: string;
  readonly #secrets: SettingsField[];
  readonly #check: Check;
  #migrate: Migrate | undefined;

  static of(manifest: PluginManifest): SettingsSchema {
    const known = made.get(manifest);
    if (known !== undefined) return known;
    const schema = new SettingsSchema(manifest);
    made.set(manifest, schema);
    return schema;
  }

  private constructor(manifest: PluginManifest) {
    this.version = manifest.settingsVersion ?? 1;
    this.#plugin = manifest.id;
    const settings = manifest.settings ?? { type: "object", additionalProperties: false };
    this.#secrets = settingsShape(settings).fields.filter(({ secret }) => secret);
    this.#check = compile(withoutSecrets(settings));
  }

  /** The release's own function for settings of an older version; known once its code is loaded. */
  adopt(migrate: Migrate | undefined): void {
    this.#migrate = migrate;
  }

  fit(stored: StoredSettings): FittedSettings {
    return fitSettings(stored, this, this.#migrate);
  }

  get secrets(): string[] {
    return this.#secrets.map(({ name }) => name);
  }

  /** Stored settings with defaults filled in, frozen through; and what of them does not fit this release. */
  complete(stored: Settings): { settings: Settings; problems: Violation[] } {
    const settings = structuredClone(stored);
    for (const name of this.secrets) delete settings[name];
    const problems = this.#check(settings);
    freeze(settings);
    return { settings, problems };
  }

  /** Takes secrets out of a tenant's input: empty text means "as before", null "delete". */
  split(input: Settings): SettingsInput {
    const names = new Set(this.secrets);
    const plain = Object.fromEntries(Object.entries(input).filter(([name]) => !names.has(name)));
    const secrets: Record<string, string | null> = {};
    for (const name of names) {
      const value = input[name];
      if (value === null) secrets[name] = null;
      else if (typeof value === "string" && value !== "") secrets[name] = value;
      else if (value !== undefined && value !== "") throw this.invalid([notText(name)]);
    }
    return { plain, secrets };
  }

  /** Raises `settings.invalid` for secrets that do not fit, or are required and neither given nor stored. */
  checkSecrets(given: SettingsInput["secrets"], stored: ReadonlySet<string>): void {
    const problems = this.#secrets.flatMap(({ name, schema, required }) => {
      const value = given[name];
      if (typeof value === "string") {
        return compile(schema)(value).map((each) => ({ ...each, pointer: `/${name}${each.pointer}` }));
      }
      if (!required || (value === undefined && stored.has(name))) return [];
      return [{ pointer: `/${name}`, message: "is missing", fix: "Fill it in." }];
    });
    if (problems.length > 0) throw this.invalid(problems);
  }

  invalid(problems: Violation[]): PlatformError {
    const reasons = problems.map(({ pointer, message }) => `${pointer || "/"} ${message}`).join("; ");
    return new PlatformError(`The settings do not fit: ${reasons}.`, {
      code: "settings.invalid",
      status: 400,
      plugin: this.#plugin,
      hint: "Correct the named fields.",
      details: { problems },
    });
  }
}

function notText(name: string): Violation {
  return {
    pointer: `/${name}`,
    message: "is not text",
    fix: "Send text, null to delete it, or leave it out.",
  };
}

function freeze(value: unknown): void {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const each of Object.values(value)) freeze(each);
}
