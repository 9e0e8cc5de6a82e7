import { Fieldset, Stack, Text } from "@mantine/core";
import type { ObjectFieldTemplateProps } from "@rjsf/utils";
import classes from "./SchemaForm.module.css";
import { groups } from "./schema.ts";
import { TestButtons, type Trials } from "./TestButtons.tsx";

/** Fields of an object, under headings where the schema groups them. */
export function ObjectFields({
  title,
  description,
  properties,
  schema,
  fieldPathId,
  registry,
}: ObjectFieldTemplateProps) {
  const root = fieldPathId.path.length === 0;
  const trials: Trials | undefined = root ? registry.formContext?.trials : undefined;
  const visible = properties.filter(({ hidden }) => !hidden);
  const parts = groups(
    { ...schema },
    visible.map(({ name }) => name),
  );
  const content = parts.map((part) => (
    <Group key={part.title ?? ""} title={part.title}>
      {visible
        .filter(({ name }) => part.names.includes(name))
        .map(({ name, content: field }) => (
          <div key={name} className={classes.field}>
            {field}
            <TestButtons trials={trials} field={name} />
          </div>
        ))}
    </Group>
  ));
  if (root) return <Stack gap="lg">{content}</Stack>;
  return (
    <Group title={title} intro={typeof description === "string" ? description : undefined}>
      {content}
    </Group>
  );
}

function Group({
  title,
  intro,
  children,
}: {
  title: string | undefined;
  intro?: string;
  children: React.ReactNode;
}) {
  if (title === undefined || title === "") return <div className={classes.grid}>{children}</div>;
  return (
    <Fieldset legend={title} variant="unstyled" classNames={{ legend: classes.legend }}>
      {intro === undefined ? null : (
        <Text c="dimmed" mb="xs">
          {intro}
        </Text>
      )}
      <div className={classes.grid}>{children}</div>
    </Fieldset>
  );
}
