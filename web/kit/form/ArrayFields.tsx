import { ActionIcon, Button, Group, Stack, Text, Tooltip } from "@mantine/core";
import {
  type ArrayFieldItemTemplateProps,
  type ArrayFieldTemplateProps,
  buttonId,
  type IconButtonProps,
} from "@rjsf/utils";
import { IconArrowDown, IconArrowUp, IconPlus, IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import classes from "./SchemaForm.module.css";
import { texts } from "./texts.ts";

/** A list whose elements are added, removed and moved. */
export function ArrayFields({
  title,
  schema,
  uiSchema,
  items,
  canAdd,
  onAddClick,
  disabled,
  readonly,
  fieldPathId,
}: ArrayFieldTemplateProps) {
  const description = uiSchema?.["ui:description"] ?? schema.description;
  return (
    <fieldset className={classes.list} id={fieldPathId.$id}>
      <legend>{title}</legend>
      {description === undefined ? null : (
        <Text size="xs" c="dimmed" mb={8}>
          {description}
        </Text>
      )}
      <Stack gap="xs">
        {items.length === 0 ? (
          <Text size="sm" c="dimmed">
            {texts.listEmpty}
          </Text>
        ) : (
          items
        )}
      </Stack>
      {canAdd ? (
        <Button
          id={buttonId(fieldPathId, "add")}
          mt="xs"
          size="compact-sm"
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden />}
          disabled={disabled || readonly}
          aria-label={`${texts.add}: ${title}`}
          onClick={onAddClick}
        >
          {texts.add}
        </Button>
      ) : null}
    </fieldset>
  );
}

/** One element: a framed part where it has fields of its own, a line where it is one. */
export function ArrayElement({
  index,
  children,
  hasToolbar,
  buttonsProps,
  registry,
  schema,
}: ArrayFieldItemTemplateProps) {
  const { ArrayFieldItemButtonsTemplate: Buttons } = registry.templates;
  const framed = schema.type === "object";
  return (
    <Group
      className={framed ? classes.framed : undefined}
      align="flex-start"
      gap="xs"
      wrap="nowrap"
      role="group"
      aria-label={texts.element(index + 1)}
    >
      <div className={classes.element}>{children}</div>
      {hasToolbar ? (
        <Group gap={2} wrap="nowrap" className={classes.tools}>
          <Buttons {...buttonsProps} />
        </Group>
      ) : null}
    </Group>
  );
}

const button = (words: string, icon: ReactNode, color: string) =>
  function ElementButton({ id, disabled, onClick }: IconButtonProps) {
    return (
      <Tooltip label={words}>
        <ActionIcon
          id={id}
          variant="subtle"
          color={color}
          size="md"
          disabled={disabled}
          onClick={onClick}
          aria-label={words}
        >
          {icon}
        </ActionIcon>
      </Tooltip>
    );
  };

export const elementButtons = {
  MoveUpButton: button(texts.up, <IconArrowUp size={15} />, "gray"),
  MoveDownButton: button(texts.down, <IconArrowDown size={15} />, "gray"),
  RemoveButton: button(texts.remove, <IconX size={15} />, "coral"),
};
