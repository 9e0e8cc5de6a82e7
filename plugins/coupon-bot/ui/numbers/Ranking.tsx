import { Skeleton, Text } from "@mantine/core";
import { Count, ErrorState, Percent, Section } from "@promostack/web/kit";
import type { ReactNode } from "react";
import classes from "./Numbers.module.css";
import { SavedAs } from "./SavedAs.tsx";

interface RankingProps {
  title: string;
  intro?: string;
  /** Undefined until it is known. */
  rows:
    | readonly { key: string; name: ReactNode; count: number; share: number; more?: ReactNode }[]
    | undefined;
  none: string;
  error: Error | null;
  retry(): void;
  file: string;
}

const SHOWN = 10;

/** What there was most of, with its share; the file has all of it. */
export function Ranking({ title, intro, rows, none, error, retry, file }: RankingProps) {
  if (error !== null && rows === undefined) return <ErrorState error={error} retry={retry} />;
  if (rows === undefined) return <Skeleton h={260} />;
  return (
    <Section
      title={title}
      intro={intro}
      actions={rows.length === 0 ? null : <SavedAs what={title} file={file} />}
    >
      {rows.length === 0 ? (
        <Text c="dimmed">{none}</Text>
      ) : (
        <ol className={classes.ranking} aria-label={title}>
          {rows.slice(0, SHOWN).map(({ key, name, count, share, more }) => (
            <li key={key}>
              <div className={classes.name}>
                {name}
                {more === undefined ? null : (
                  <Text component="span" size="sm" c="dimmed">
                    {more}
                  </Text>
                )}
              </div>
              <div className={classes.amount}>
                <Count value={count} />{" "}
                <Text component="span" size="sm" c="dimmed">
                  <Percent value={share} decimals={share < 0.1 ? 1 : 0} />
                </Text>
              </div>
              <div className={classes.track} aria-hidden>
                <div style={{ width: `${(share * 100).toFixed(1)}%` }} />
              </div>
            </li>
          ))}
        </ol>
      )}
    </Section>
  );
}
