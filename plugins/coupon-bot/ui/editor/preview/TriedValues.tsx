import { ActionIcon, Popover, Stack, Text, TextInput, Tooltip } from "@mantine/core";
import { IconAdjustments } from "@tabler/icons-react";
import { useId } from "react";
import { useEditor } from "../editor.ts";
import { words as W } from "../texts.ts";
import classes from "./Preview.module.css";

/** The code that is tried, and what else the words need. */
export function TriedValues() {
  const { values, setValue } = useEditor();
  const { code = "", ...others } = values;
  const names = Object.keys(others);
  const field = useId();
  return (
    <div className={classes.tried} data-own-history>
      <div className={classes.code}>
        <label htmlFor={field}>{W.tryCode}</label>
        <TextInput
          id={field}
          size="xs"
          maxLength={40}
          value={code}
          onChange={(event) => setValue("code", event.currentTarget.value)}
        />
      </div>
      {names.length === 0 ? null : (
        <Popover position="top-end" withArrow trapFocus>
          <Popover.Target>
            <Tooltip label={W.tryValues}>
              <ActionIcon variant="default" size={30} aria-label={W.tryValues}>
                <IconAdjustments size={15} aria-hidden />
              </ActionIcon>
            </Tooltip>
          </Popover.Target>
          <Popover.Dropdown data-own-history aria-label={W.tryValues}>
            <Stack gap="xs" w={260}>
              <Text size="xs" c="dimmed">
                {W.tryValuesHelp}
              </Text>
              {names.map((name) => (
                <TextInput
                  key={name}
                  size="xs"
                  label={name}
                  maxLength={500}
                  value={values[name] ?? ""}
                  onChange={(event) => setValue(name, event.currentTarget.value)}
                />
              ))}
            </Stack>
          </Popover.Dropdown>
        </Popover>
      )}
    </div>
  );
}
