import { List, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import type { Content, Preview } from "@promostack/plugin-journeys/api.ts";
import { address, call, Section, TelegramText, usePlace } from "@promostack/web/kit";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { PictureMessage } from "../../broadcasts/api.ts";
import { BROADCAST_LOOKS, BROADCAST_PICTURE, JOURNEYS } from "../base.ts";
import classes from "./Broadcasts.module.css";
import { hasMessage } from "./draft.ts";
import { words as W } from "./texts.ts";

/** The message as somebody would see it, and what is wrong with it, while one chooses. */
export function LookPanel({ message }: { message: PictureMessage }) {
  const { tenant } = usePlace();
  const [settled] = useDebouncedValue(message, 300);
  const { template, size, code } = settled;
  const look = useQuery({
    queryKey: [BROADCAST_LOOKS, settled],
    queryFn: async ({ signal }) => {
      const ask = { method: "POST", signal } as const;
      const { content } = await call<{ content: Content }>(BROADCAST_LOOKS, { ...ask, body: settled });
      // The picture is drawn beside it: a file of any name says that there is one.
      const whole: Content = { ...content, media: { kind: "photo", file: "picture" } };
      return call<Preview>(`${JOURNEYS}/broadcast-previews`, { ...ask, body: { content: whole } });
    },
    placeholderData: keepPreviousData,
    enabled: hasMessage(settled),
  });
  const { data, error } = look;
  return (
    <Section title={W.look} intro={data === undefined ? undefined : W.lookAs(data.as)}>
      <div className={classes.chat}>
        <div className={classes.bubble} dir="auto">
          {template === "" ? null : (
            <img
              className={`${classes.picture} ${classes[size]}`}
              src={address(BROADCAST_PICTURE, {
                ...{ template, size, code: code.trim() || "SPRING-20", "x-tenant": tenant?.id },
              })}
              alt={W.alt(code)}
            />
          )}
          <div className={classes.caption}>
            <TelegramText html={data?.text ?? ""} />
          </div>
        </div>
        {(data?.buttons ?? []).flat().map((label, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a button is its place
          <div key={index} className={classes.key}>
            {label}
          </div>
        ))}
      </div>
      {data === undefined || data.problems.length === 0 ? null : (
        <List size="sm" mt="sm" c="var(--mantine-color-error)">
          {data.problems.map(({ field, message: said }) => (
            <List.Item key={`${field} ${said}`}>{said}</List.Item>
          ))}
        </List>
      )}
      {error === null ? null : <Text c="var(--mantine-color-error)">{error.message}</Text>}
    </Section>
  );
}
