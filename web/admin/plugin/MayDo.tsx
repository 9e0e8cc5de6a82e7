import { Box, Skeleton, Stack, Text } from "@mantine/core";
import { Fragment, type ReactNode } from "react";
import type { AdminPlugin } from "../../api/admin.ts";
import { useResource } from "../../kit/api/resource.ts";
import { ErrorState } from "../../kit/show/states.tsx";
import classes from "../Admin.module.css";
import { Pairs } from "../Pairs.tsx";
import { words } from "../texts.ts";
import { factWords as W } from "./texts.ts";

/** What the plugin may do in the words of the consent, and below them the manifest's own. */
export function MayDo({ plugin: { id, manifest } }: { plugin: AdminPlugin }) {
  const path = `/api/admin/plugins/${id}/capabilities`;
  // Another release may do other things.
  const { data, error, refetch } = useResource<{ may: string[] }>(path, {}, { every: 15_000 });
  if (error !== null && data === undefined) return <ErrorState error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Skeleton h={80} />;
  return (
    <Stack gap="sm">
      {data.may.length === 0 ? (
        <Text c="dimmed">{W.mayNothing}</Text>
      ) : (
        <ul className={classes.list}>
          {data.may.map((word) => (
            <li key={word}>{word}</li>
          ))}
        </ul>
      )}
      {manifest?.capabilities === undefined ? null : (
        <details>
          <summary>{W.asWritten}</summary>
          <Box mt="xs">
            <Pairs
              pairs={Object.entries(manifest.capabilities).map(([name, wish]): [string, ReactNode] => [
                name,
                <Wish key={name} of={wish} />,
              ])}
            />
          </Box>
        </details>
      )}
    </Stack>
  );
}

function Wish({ of: wish }: { of: unknown }) {
  if (wish === true) return "✓";
  if (Array.isArray(wish)) return <Values of={wish} />;
  if (typeof wish !== "object" || wish === null) return String(wish);
  return Object.entries(wish).map(([part, value]) => (
    <div key={part}>
      <span className="muted">{part}</span> <Values of={Array.isArray(value) ? value : [value]} />
    </div>
  ));
}

function Values({ of: values }: { of: readonly unknown[] }) {
  return values.map((value, index) => (
    <Fragment key={String(value)}>
      {index > 0 ? ", " : null}
      <code>{valueText(value)}</code>
    </Fragment>
  ));
}

function valueText(value: unknown): string {
  if (typeof value === "boolean") return value ? words.plugins.yes : words.plugins.no;
  if (typeof value === "number") return value.toLocaleString("en");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
