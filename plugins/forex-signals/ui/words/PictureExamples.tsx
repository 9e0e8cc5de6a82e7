import { SegmentedControl, Skeleton, Text } from "@mantine/core";
import { ErrorState, Section, useResource } from "@promostack/web/kit";
import { useState } from "react";
import type { Picture } from "../../wordsApi.ts";
import { LogoChoice } from "./LogoChoice.tsx";
import { words as W } from "./texts.ts";
import classes from "./Words.module.css";

const PATH = "/api/p/forex-signals/pictures";

/** Both pictures in the tenant's look, or in the other one, drawn by the server now. */
export function PictureExamples() {
  const [theme, setTheme] = useState<string>();
  const opening = useResource<Picture>(`${PATH}/opening/example`, { theme });
  const result = useResource<Picture>(`${PATH}/result/example`, { theme });
  return (
    <Section
      title={W.pictures}
      intro={W.picturesText}
      actions={
        <SegmentedControl
          aria-label={W.theme}
          value={theme ?? opening.data?.theme ?? ""}
          onChange={setTheme}
          data={Object.entries(W.themes).map(([value, label]) => ({ value, label }))}
          size="xs"
        />
      }
    >
      <LogoChoice />
      <div className={classes.pictures}>
        <Example name={W.picture.opening} picture={opening} />
        <Example name={W.picture.result} picture={result} />
      </div>
    </Section>
  );
}

interface Drawn {
  data: Picture | undefined;
  error: Error | null;
  refetch(): Promise<unknown>;
}

function Example({ name, picture: { data, error, refetch } }: { name: string; picture: Drawn }) {
  return (
    <figure className={classes.picture}>
      {error !== null && data === undefined ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : data === undefined ? (
        <Skeleton className={classes.frame} aria-label={W.drawing} />
      ) : (
        <img className={classes.frame} src={data.image} alt={W.example(name)} />
      )}
      <Text component="figcaption" size="sm" c="dimmed">
        {name}
      </Text>
    </figure>
  );
}
