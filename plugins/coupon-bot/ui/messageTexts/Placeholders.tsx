import { Button, Text, Tooltip } from "@mantine/core";
import { VALUES, type ValueName } from "../../texts/text.ts";
import classes from "./MessageTexts.module.css";
import { words as W } from "./texts.ts";

interface PlaceholdersProps {
  names: readonly ValueName[];
  disabled: boolean;
  insert(words: string): void;
}

/** What a text may be filled with: a click puts it in. */
export function Placeholders({ names, disabled, insert }: PlaceholdersProps) {
  if (names.length === 0) return null;
  return (
    <div>
      <Text size="sm" fw={550}>
        {W.placeholders}
      </Text>
      <Text size="xs" c="dimmed" mb={6}>
        {W.placeholdersText}
      </Text>
      <div className={classes.palette}>
        {names.map((name) => (
          <Tooltip key={name} label={`${W.values[name]}: ${VALUES[name].example}`}>
            <Button
              size="compact-xs"
              variant="default"
              disabled={disabled}
              onClick={() => insert(`{${name}}`)}
            >
              {name}
            </Button>
          </Tooltip>
        ))}
      </div>
    </div>
  );
}
