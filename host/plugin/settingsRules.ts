import type { PluginManifest } from "@promostack/core";
import type { Rule } from "./manifestRules.ts";
import { compile, schemaProblem, type Violation } from "./schema.ts";
import { secretFields, strayMarks } from "./settingsSecrets.ts";
import { settingsShape } from "./settingsShape.ts";

/** Rules about `settings`, its defaults, its secrets and its example. */
export const settingsRules: Rule[] = [
  settingsCompile,
  fieldsHaveTitles,
  requiredFieldsHaveDefaults,
  defaultsAreValid,
  secretsArePlainAndAnnounced,
  exampleIsValid,
  versionNeedsSettings,
  settingsNeedATenant,
  testsStandBesideFields,
];

interface Case {
  manifest: PluginManifest;
}

function testsStandBesideFields({ manifest }: Case): Violation[] {
  const names = new Set(fields(manifest).map(({ name }) => name));
  return (manifest.contributes?.settingsTests ?? []).flatMap(({ field }, index) => {
    if (field === undefined ? names.size > 0 : names.has(field)) return [];
    const pointer = `/contributes/settingsTests/${index}${field === undefined ? "" : "/field"}`;
    const message = field === undefined ? "has no settings to test" : `names ${field}, which is no setting`;
    return [{ pointer, message, fix: "Name a property of settings, or add one." }];
  });
}

function settingsCompile({ manifest }: Case): Violation[] {
  if (manifest.settings === undefined) return [];
  const problem = schemaProblem(manifest.settings);
  if (problem !== undefined) {
    const fix = "Correct the JSON Schema (draft 2020-12).";
    return [{ pointer: "/settings", message: `does not compile: ${problem}`, fix }];
  }
  if (settingsShape(manifest.settings).type === "object") return [];
  return [{ pointer: "/settings/type", message: "is not object", fix: 'Set "type": "object".' }];
}

function fieldsHaveTitles({ manifest }: Case): Violation[] {
  return fields(manifest).flatMap(({ name, title }) => {
    if (title !== undefined) return [];
    const pointer = `/settings/properties/${name}`;
    return [{ pointer, message: "has no title", fix: "Add a title: the form shows it." }];
  });
}

function requiredFieldsHaveDefaults({ manifest }: Case): Violation[] {
  return fields(manifest).flatMap(({ name, required, secret, hasDefault }) => {
    if (!required || secret || hasDefault) return [];
    const pointer = `/settings/properties/${name}`;
    const fix = "Add a default, or take it out of required.";
    return [{ pointer, message: "is required and has no default", fix }];
  });
}

function defaultsAreValid({ manifest }: Case): Violation[] {
  return fields(manifest).flatMap(({ name, schema, hasDefault, fallback, secret }) => {
    const pointer = `/settings/properties/${name}/default`;
    if (!hasDefault) return [];
    if (secret) return [{ pointer, message: "is a default for a secret", fix: "Remove it." }];
    if (schemaProblem(schema) !== undefined) return [];
    return compile(schema)(structuredClone(fallback)).map(({ pointer: below, message }) => ({
      pointer: `${pointer}${below}`,
      message: `does not fit its own schema: ${message}`,
      fix: "Correct the default.",
    }));
  });
}

function secretsArePlainAndAnnounced({ manifest }: Case): Violation[] {
  const announced = manifest.capabilities?.secrets?.tenant ?? [];
  const settings = manifest.settings ?? {};
  const stray = strayMarks(settings).map((pointer) => ({
    pointer: `/settings${pointer}`,
    message: "is a secret where no vault finds it again: in a list or in a shared definition",
    fix: "Move it to the top level of the settings, or into a group.",
  }));
  const found = secretFields(settings).flatMap(({ name, schema, pointer: below }) => {
    const pointer = `/settings${below}`;
    const broken: Violation[] = [];
    if (schema.type !== "string") {
      broken.push({
        pointer: `${pointer}/type`,
        message: "is not string, and a secret is",
        fix: 'Set "type": "string".',
      });
    }
    if (!announced.includes(name)) {
      const fix = `Add ${name} to capabilities.secrets.tenant.`;
      broken.push({ pointer, message: "is a secret that the plugin may not read", fix });
    }
    return broken;
  });
  return [...stray, ...found];
}

function exampleIsValid({ manifest }: Case): Violation[] {
  const { settings, settingsExample } = manifest;
  if (settings === undefined) {
    if (settingsExample === undefined) return [];
    const fix = "Remove it, or describe the settings.";
    return [{ pointer: "/settingsExample", message: "stands without settings", fix }];
  }
  if (schemaProblem(settings) !== undefined) return [];
  return compile(settings)(structuredClone(settingsExample ?? {})).map(({ pointer, message, fix }) => ({
    pointer: `/settingsExample${pointer}`,
    message,
    fix,
  }));
}

function versionNeedsSettings({ manifest }: Case): Violation[] {
  if (manifest.settingsVersion === undefined || manifest.settings !== undefined) return [];
  return [{ pointer: "/settingsVersion", message: "stands without settings", fix: "Remove it." }];
}

function settingsNeedATenant({ manifest }: Case): Violation[] {
  if (manifest.settings === undefined || manifest.tenancy?.scope !== "platform") return [];
  const fix = 'Set tenancy.scope to "tenant", or read the installation\'s values with capabilities.config.';
  return [{ pointer: "/settings", message: "belong to tenants, and this plugin has none", fix }];
}

function fields(manifest: PluginManifest) {
  return manifest.settings === undefined ? [] : settingsShape(manifest.settings).fields;
}
