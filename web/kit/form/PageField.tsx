import { Stack, Text } from "@mantine/core";
import type { FieldProps } from "@rjsf/utils";
import { LinkButton } from "../page/PageLink.tsx";
import { isNode } from "./node.ts";
import classes from "./SchemaForm.module.css";
import { texts } from "./texts.ts";

/** A setting that has a page of its own (`x-page`): what it is now, and the way there. */
export function PageField({ schema, formData, rawErrors, registry, name }: FieldProps) {
  const page = "x-page" in schema ? String(schema["x-page"]) : "";
  // The page comes with the plugin: while that is off there is nothing to go to, and nothing to set.
  if (registry.formContext?.choices === false) return null;
  const entries = isNode(formData) ? Object.entries(formData) : [];
  return (
    <Stack gap={6} align="flex-start">
      <Text size="sm" fw={550}>
        {schema.title ?? name}
      </Text>
      {schema.description === undefined ? null : (
        <Text size="xs" c="dimmed">
          {schema.description}
        </Text>
      )}
      {entries.length === 0 ? null : (
        <ul className={classes.own}>
          {entries.map(([key, value]) => (
            <li key={key}>
              <code>{key}</code> {typeof value === "string" ? value : JSON.stringify(value)}
            </li>
          ))}
        </ul>
      )}
      {rawErrors === undefined || rawErrors.length === 0 ? null : (
        <Text size="xs" c="var(--mantine-color-error)">
          {rawErrors.join(" ")}
        </Text>
      )}
      <LinkButton to={page} variant="default" size="xs">
        {texts.onPage("x-page-title" in schema ? String(schema["x-page-title"]) : name)}
      </LinkButton>
    </Stack>
  );
}
