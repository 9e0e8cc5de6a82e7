import { Group, NativeSelect, Skeleton, Stack } from "@mantine/core";
import { Empty, ErrorState, Page, useAddress, useResource } from "@promostack/web/kit";
import type { JourneyDetail } from "../../drafts/api.ts";
import type { NumbersOverview } from "../../numbers/api.ts";
import { BASE } from "../base.ts";
import { Funnel } from "./Funnel.tsx";
import { Links } from "./Links.tsx";
import { Splits } from "./Splits.tsx";
import { Totals } from "./Totals.tsx";
import { words as W } from "./texts.ts";
import { useNumbersQuery, useOverview } from "./useNumbers.ts";

/** `/journeys/<id>/numbers`: what the journey achieves, of a version and a period that the address names. */
export default function NumbersPage({ id }: { id: string }) {
  const journey = useResource<JourneyDetail>(`${BASE}/journeys/${id}`);
  const query = useNumbersQuery();
  const { data, error, refetch } = useOverview(id, query);
  return (
    <Page
      title={journey.data === undefined ? W.title : `${W.title}: ${journey.data.name}`}
      back={{ to: `/journeys/${id}`, label: W.back }}
      wide
    >
      {data === undefined ? null : <Choice numbers={data} />}
      {error !== null && data === undefined ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : data === undefined ? (
        <Skeleton h={420} />
      ) : data.version === null ? (
        <Empty title={W.none}>{W.noneText}</Empty>
      ) : data.entered === 0 ? (
        <Empty title={W.nobody}>{W.nobodyText}</Empty>
      ) : (
        <Stack>
          <Totals numbers={data} />
          <Funnel id={id} query={query} />
          <Splits id={id} query={query} />
          <Links id={id} query={query} />
        </Stack>
      )}
    </Page>
  );
}

function Choice({ numbers: { version, versions } }: { numbers: NumbersOverview }) {
  const [{ days = "" }, change] = useAddress();
  if (version === null) return null;
  return (
    <Group mb="md">
      <NativeSelect
        label={W.version}
        value={String(version)}
        data={versions.map(({ number, live }) => ({
          value: String(number),
          label: live ? W.live(number) : W.past(number),
        }))}
        onChange={(event) => change({ version: event.currentTarget.value })}
      />
      <NativeSelect
        label={W.period}
        value={days}
        data={Object.entries(W.periods)
          .map(([value, label]) => ({ value, label }))
          .sort((one, other) => Number(one.value) - Number(other.value))}
        onChange={(event) => change({ days: event.currentTarget.value })}
      />
    </Group>
  );
}
