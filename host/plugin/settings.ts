import { PlatformError, type PluginManifest } from "@promostack/core";
import { type Check, compile, MISSING, type Violation } from "./schema.ts";
import { type FittedSettings, fitSettings, type Migrate, type StoredSettings } from "./settingsFit.ts";
import {
  type SecretField,
  secretFields,
  secretsWanted,
  setAt,
  valueAt,
  withoutSecrets,
} from "./settingsSecrets.ts";

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
  readonly #secrets: SecretField[];
  readonly #check: Check;
  readonly #wanted: object;
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
    this.#secrets = secretFields(settings);
    this.#check = compile(withoutSecrets(settings));
    this.#wanted = secretsWanted(settings);
  }

  /** The release's own function for settings of an older version; known once its code is loaded. */
  adopt(migrate: Migrate | undefined): void {
    this.#migrate = migrate;
  }

  fit(stored: StoredSettings): FittedSettings {
    return fitSettings(stored, this, this.#migrate);
  }

  /** Their names; those in groups with the groups' names before them (`mail.password`). */
  get secrets(): string[] {
    return this.#secrets.map(({ name }) => name);
  }

  /** Stored settings with defaults filled in, frozen through; and what of them does not fit this release. */
  complete(stored: Settings): { settings: Settings; problems: Violation[] } {
    const settings = structuredClone(stored);
    for (const { path } of this.#secrets) setAt(settings, path, undefined);
    const problems = this.#check(settings);
    freeze(settings);
    return { settings, problems };
  }

  /** Takes secrets out of a tenant's input: empty text means "as before", null "delete". */
  split(input: Settings): SettingsInput {
    const plain = structuredClone(input);
    const secrets: Record<string, string | null> = {};
    for (const { name, path } of this.#secrets) {
      const value = valueAt(input, path);
      setAt(plain, path, undefined);
      if (value === null) secrets[name] = null;
      else if (typeof value === "string" && value !== "") secrets[name] = value;
      else if (value !== undefined && value !== "") throw this.invalid([notText(path)]);
    }
    return { plain, secrets };
  }

  /**
   * Raises `settings.invalid` for secrets that do not fit, or that these settings (complete, without secrets) require and that
   * are neither given nor stored.
   */
  checkSecrets(settings: Settings, given: SettingsInput["secrets"], stored: ReadonlySet<string>): void {
    if (this.#secrets.length === 0) return;
    const there = structuredClone(settings);
    const wrong = this.#secrets.flatMap(({ name, path, schema }) => {
      const value = given[name];
      const isThere = typeof value === "string" || (value === undefined && stored.has(name));
      setAt(there, path, isThere ? true : undefined);
      if (typeof value !== "string") return [];
      return compile(schema)(value).map((each) => ({
        ...each,
        pointer: `${pointerOf(path)}${each.pointer}`,
      }));
    });
    const pointers = new Set(this.#secrets.map(({ path }) => pointerOf(path)));
    const missing = compile(this.#wanted)(there)
      .filter(({ pointer, message }) => message === MISSING && pointers.has(pointer))
      .map((each) => ({ ...each, fix: "Fill it in." }));
    const problems = [...wrong, ...missing];
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

function pointerOf(path: readonly string[]): string {
  return `/${path.join("/")}`;
}

function notText(path: readonly string[]): Violation {
  return {
    pointer: pointerOf(path),
    message: "is not text",
    fix: "Send text, null to delete it, or leave it out.",
  };
}

function freeze(value: unknown): void {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const each of Object.values(value)) freeze(each);
}
