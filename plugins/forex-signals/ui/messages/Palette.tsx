import { Button, Text, Tooltip } from "@mantine/core";
import type { MessageVariable } from "../../messages/api.ts";
import classes from "./Messages.module.css";
import { words as W } from "./texts.ts";

/** Variables of a kind: a click inserts one, as a block where it may be missing. */
export function Palette({
  variables,
  disabled,
  insert,
}: {
  variables: readonly MessageVariable[];
  disabled: boolean;
  insert(before: string, after: string): void;
}) {
  if (variables.length === 0) return null;
  return (
    <div>
      <Text size="sm" fw={550}>
        {W.variables}
      </Text>
      <Text size="xs" c="dimmed" mb={6}>
        {W.variablesText}
      </Text>
      <div className={classes.palette}>
        {variables.map((variable) => (
          <Tooltip
            key={variable.name}
            label={variable.example === "" ? variable.label : `${variable.label}: ${variable.example}`}
          >
            <Button
              size="compact-xs"
              variant="default"
              disabled={disabled}
              className={variable.optional || variable.block ? classes.optional : undefined}
              onClick={() => insert(...written(variable))}
            >
              {variable.name}
            </Button>
          </Tooltip>
        ))}
      </div>
    </div>
  );
}

/** What comes before and after the caret. */
function written({ name, optional, block }: MessageVariable): [string, string] {
  if (block) return [`{#${name}}`, `{/${name}}`];
  return optional ? [`{#${name}}{${name}}`, `{/${name}}`] : [`{${name}}`, ""];
}
