import { Skeleton, Text } from "@mantine/core";
import { Empty, ErrorState, LinkButton, Page, useAddress } from "@promostack/web/kit";
import { IconChartBar } from "@tabler/icons-react";
import type { DayNumbers } from "../../numbers/api.ts";
import { Course } from "./Course.tsx";
import { Filters } from "./Filters.tsx";
import { Hours } from "./Hours.tsx";
import { InvalidCodes } from "./InvalidCodes.tsx";
import { Rankings } from "./Rankings.tsx";
import { Returning } from "./Returning.tsx";
import { Tiles } from "./Tiles.tsx";
import { words as W } from "./texts.ts";
import { useNumbers, useNumbersQuery, usePart } from "./useNumbers.ts";

/** `/numbers`: what came of codes, in a period and of what the address names. */
export default function NumbersPage() {
  const [{ compare: wish }] = useAddress();
  const compare = wish !== "no";
  const query = useNumbersQuery();
  const { data, error, refetch } = useNumbers(query);
  const days = usePart<DayNumbers>("days", query);
  if (data !== undefined && !data.ever)
    return (
      <Page title={W.title} intro={W.intro}>
        <div className="card">
          <Empty
            icon={<IconChartBar size={30} stroke={1.6} />}
            title={W.emptyTitle}
            action={<LinkButton to="/public-page">{W.emptyAct}</LinkButton>}
          >
            {W.emptyText}
          </Empty>
        </div>
      </Page>
    );
  return (
    <Page title={W.title} intro={W.intro} wide>
      <Filters templates={data?.templates ?? []} />
      {query.template === undefined ? null : <Text c="dimmed">{W.templateNote}</Text>}
      {error !== null && data === undefined ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : data === undefined ? (
        <Skeleton h={420} />
      ) : (
        <>
          <Tiles numbers={data} days={days.items} compare={compare} />
          <Course query={query} compare={compare} />
          <Hours query={query} zone={data.zone} />
          <Rankings query={query} />
          <Returning retention={data.retention} compare={compare} />
          <InvalidCodes query={query} />
        </>
      )}
    </Page>
  );
}
