import { Button, Skeleton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { ErrorState, Markdown, Section, useResource } from "@promostack/web/kit";
import { words as W } from "./texts.ts";

/** Characters that a person takes in at once; what is longer is folded. */
const LONG = 1_500;

/** What the author of a release says of it. */
export function ReadmeSection({ strategy, version }: { strategy: string; version: string }) {
  const { data, error, refetch } = useResource<{ text: string | null }>(
    `/api/p/forex-signals/strategies/${strategy}/releases/${encodeURIComponent(version)}/readme`,
    {},
    { topics: [] },
  );
  const [whole, { toggle }] = useDisclosure(false);
  if (data?.text === null) return null;
  const folded = data !== undefined && data.text.length > LONG && !whole;
  return (
    <Section title={W.readme} intro={W.readmeIntro}>
      {error !== null && data === undefined ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : data === undefined ? (
        <Skeleton h={120} />
      ) : (
        <>
          <div style={folded ? FOLDED : undefined} inert={folded}>
            <Markdown text={data.text} />
          </div>
          {data.text.length > LONG ? (
            <Button variant="subtle" size="compact-sm" mt="xs" aria-expanded={whole} onClick={toggle}>
              {whole ? W.readmeLess : W.readmeMore}
            </Button>
          ) : null}
        </>
      )}
    </Section>
  );
}

const FOLDED = {
  maxHeight: 260,
  overflow: "hidden",
  maskImage: "linear-gradient(to bottom, black 70%, transparent)",
} as const;
