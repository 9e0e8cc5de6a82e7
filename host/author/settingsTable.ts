import type { PluginManifest } from "@promostack/core";
import { type SettingsField, settingsShape } from "../plugin/settingsShape.ts";
import { code, table } from "./markdown.ts";

/** The settings that a tenant fills in, a row each. */
export function settingsTable(settings: PluginManifest["settings"]): string {
  if (settings === undefined) return "";
  const rows = settingsShape(settings).fields.map((field) => [
    field.title ?? field.name,
    code(field.name),
    kindOf(field),
    field.hasDefault ? code(JSON.stringify(field.fallback)) : field.required ? "to be filled in" : "–",
    typeof field.schema.description === "string" ? field.schema.description : "",
  ]);
  return table(["Setting", "Name", "Value", "Default", ""], rows);
}

function kindOf({ schema, secret }: SettingsField): string {
  if (secret) return "secret, never shown again";
  if (Array.isArray(schema.enum)) return `one of ${schema.enum.map((each) => code(String(each))).join(", ")}`;
  const type = Array.isArray(schema.type) ? schema.type.join(" or ") : String(schema.type ?? "any");
  const { minimum, maximum, maxLength } = schema;
  if (minimum !== undefined && maximum !== undefined) return `${type}, ${minimum} to ${maximum}`;
  if (minimum !== undefined) return `${type}, ${minimum} or more`;
  if (maximum !== undefined) return `${type}, at most ${maximum}`;
  return maxLength === undefined ? type : `${type}, up to ${maxLength} letters`;
}
