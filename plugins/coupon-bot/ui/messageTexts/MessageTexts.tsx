import { NativeSelect, Skeleton, Stack, Text } from "@mantine/core";
import { Empty, ErrorState, LinkButton, Notice, Page, useResource } from "@promostack/web/kit";
import type { MessageTexts as Shown } from "../../texts/api.ts";
import { isTextKey, PLACES, TEXTS } from "../../texts/text.ts";
import { MESSAGE_TEXTS } from "../base.ts";
import classes from "./MessageTexts.module.css";
import { useTextPlace } from "./place.ts";
import { TextEditor } from "./TextEditor.tsx";
import { TextList } from "./TextList.tsx";
import { words as W } from "./texts.ts";

/** `/message-texts/<language>/<key>`: what the bot says. */
export default function MessageTexts() {
  const { language } = useTextPlace();
  const { data, error, refetch } = useResource<Shown>(
    MESSAGE_TEXTS,
    language === undefined ? {} : { language },
    { topics: ["plugins"] },
  );
  return (
    <Page
      title={W.title}
      intro={W.intro}
      wide
      actions={
        <LinkButton to="/plugins/coupon-bot" variant="default">
          {W.settings}
        </LinkButton>
      }
    >
      {error !== null && data === undefined ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : data === undefined ? (
        <Skeleton h={520} />
      ) : (
        <Room texts={data} />
      )}
    </Page>
  );
}

function Room({ texts }: { texts: Shown }) {
  const { base, key = "welcome", open } = useTextPlace();
  const { language, languages, items, spoken } = texts;
  const shown = items.find((each) => each.key === key);
  if (shown === undefined || !isTextKey(key))
    return <Empty whole title={W.missing} action={<LinkButton to={base}>{W.back}</LinkButton>} />;
  const { direction = "ltr" } = languages.find(({ id }) => id === language) ?? {};
  const only = languages.find(({ id }) => id === spoken);
  return (
    <div className={classes.page}>
      <Stack gap="xs">
        <NativeSelect
          aria-label={W.language}
          value={language}
          onChange={(event) => open(event.currentTarget.value, key)}
          data={languages.map(({ id, name, own }) => ({ value: id, label: W.languageOwn(name, own) }))}
        />
        <TextList items={items} chosen={key} choose={(next) => open(language, next)} />
      </Stack>
      <Stack gap="sm">
        <div>
          <Text fw={620} fz={17} component="h2" m={0}>
            {W.titles[key]}
          </Text>
          <Text c="dimmed">{W.places[TEXTS[key].place]}</Text>
        </div>
        {only === undefined || only.id === language ? null : (
          <Notice tone="info" title={W.notInUse(only.name)}>
            {W.notInUseText}
          </Notice>
        )}
        <TextEditor
          key={`${language} ${key}`}
          id={key}
          language={language}
          direction={direction}
          stored={shown}
          limit={PLACES[TEXTS[key].place].limit}
        />
      </Stack>
    </div>
  );
}
