import { List, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { call, Section } from "@promostack/web/kit";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { Preview } from "../../broadcast/api.ts";
import type { Plan } from "../../broadcast/plan.ts";
import { BASE } from "../base.ts";
import { MessageLook } from "./MessageLook.tsx";
import { words as W } from "./texts.ts";

/** The message as somebody would see it, and what is wrong with it, while one types. */
export function PreviewPanel({ content }: { content: Plan["content"] }) {
  const [settled] = useDebouncedValue(content, 250);
  const path = `${BASE}/broadcast-previews`;
  const preview = useQuery({
    queryKey: [path, settled],
    queryFn: ({ signal }) => call<Preview>(path, { method: "POST", body: { content: settled }, signal }),
    placeholderData: keepPreviousData,
    enabled: settled.buttons.every(({ text }) => text !== ""),
  });
  const { data } = preview;
  const empty = settled.text.trim() === "" && settled.media === undefined;
  return (
    <Section title={W.preview} intro={data === undefined ? undefined : W.previewAs(data.as)}>
      <MessageLook text={data?.text ?? ""} buttons={data?.buttons ?? []} media={settled.media} />
      {data === undefined || empty || data.problems.length === 0 ? null : (
        <List size="sm" mt="sm" c="var(--mantine-color-error)">
          {data.problems.map(({ field, message }) => (
            <List.Item key={`${field} ${message}`}>{message}</List.Item>
          ))}
        </List>
      )}
      {preview.error === null ? null : <Text c="var(--mantine-color-error)">{preview.error.message}</Text>}
    </Section>
  );
}
