import { List, Text } from "@mantine/core";
import { Section, useAnswer } from "@promostack/web/kit";
import type { Preview } from "../../broadcast/api.ts";
import type { Plan } from "../../broadcast/plan.ts";
import { BASE } from "../base.ts";
import { MessageLook } from "./MessageLook.tsx";
import { words as W } from "./texts.ts";

/** The message as somebody would see it, and what is wrong with it, while one types. */
export function PreviewPanel({ content }: { content: Plan["content"] }) {
  const whole = content.buttons.every(({ text }) => text !== "");
  const { data, error } = useAnswer<Preview>(`${BASE}/broadcast-previews`, whole ? { content } : undefined);
  const empty = content.text.trim() === "" && content.media === undefined;
  return (
    <Section title={W.preview} intro={data === undefined ? undefined : W.previewAs(data.as)}>
      <MessageLook text={data?.text ?? ""} buttons={data?.buttons ?? []} media={content.media} />
      {data === undefined || empty || data.problems.length === 0 ? null : (
        <List size="sm" mt="sm" c="var(--mantine-color-error)">
          {data.problems.map(({ field, message }) => (
            <List.Item key={`${field} ${message}`}>{message}</List.Item>
          ))}
        </List>
      )}
      {error === null ? null : <Text c="var(--mantine-color-error)">{error.message}</Text>}
    </Section>
  );
}
