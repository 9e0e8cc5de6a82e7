import { Text } from "@mantine/core";
import {
  address,
  DataTable,
  Empty,
  type Filter,
  LinkButton,
  Page,
  useAddress,
  useMay,
  usePlace,
  useResource,
  useServerRows,
} from "@promostack/web/kit";
import { IconUpload, IconUsers } from "@tabler/icons-react";
import { useState } from "react";
import type { PeopleCount, PeopleOptions, PersonRow } from "../../../people/api.ts";
import type { Segments } from "../../../people/segmentsApi.ts";
import { API, PEOPLE, TOPICS } from "../base.ts";
import { keyIn } from "../keyIn.ts";
import { words as W } from "../texts.ts";
import { ActMenu } from "./ActMenu.tsx";
import { COLUMNS } from "./columns.tsx";
import { type Many, ManyDialog } from "./ManyDialog.tsx";

const reachOf = keyIn(W.reaches);

/** Everybody, narrowed and searched by the server, and what is done with many at once. */
export function PeopleList() {
  const [{ q, tag, language, source: from, reach, journey, segment }] = useAddress();
  const filter = { tag, language, source: from, reach, journey, segment };
  const chosen = { ...filter, reach: reachOf(reach), q: q?.trim() || undefined };
  const { tenant } = usePlace();
  const may = useMay("member");
  const mayErase = useMay("admin");
  const rows = useServerRows<PersonRow>(PEOPLE, { sort: "firstSeen", order: "desc" }, filter, {
    topics: TOPICS,
  });
  const file = address(`${API}/people-exports`, { ...chosen, "x-tenant": tenant?.id });
  const source = rows.server === undefined ? rows : { ...rows, server: { ...rows.server, file } };
  const count = useResource<PeopleCount>(`${API}/people-counts`, chosen, { topics: TOPICS });
  const options = useResource<PeopleOptions>(`${API}/people-options`);
  const segments = useResource<Segments>(`${API}/segments`);
  const [many, setMany] = useState<Many>();
  const ask = (act: Many["act"], people: PersonRow[]) =>
    new Promise<void>((settled) =>
      setMany({ act, chosen: { ids: people.map(({ id }) => id) }, count: people.length, settled }),
    );
  const importing = (
    <LinkButton to="/people/import" variant="default" leftSection={<IconUpload size={16} aria-hidden />}>
      {W.import}
    </LinkButton>
  );
  return (
    <Page title={W.people} intro={W.peopleIntro} actions={may ? importing : null} wide>
      <DataTable
        id="people"
        label={W.people}
        columns={COLUMNS}
        source={source}
        rowId={({ id }) => id}
        to={({ id }) => `/people/${id}`}
        filters={filtersOf(options.data, segments.data)}
        bulk={
          may
            ? [
                { label: W.addTag, act: (people) => ask("tag", people) },
                { label: W.removeTag, act: (people) => ask("untag", people) },
                { label: W.letIn, act: (people) => ask("letIn", people) },
                ...(mayErase ? [{ label: W.erase, act: (people: PersonRow[]) => ask("erase", people) }] : []),
              ]
            : []
        }
        tools={
          count.data === undefined ? null : (
            <>
              <Text size="sm" c="dimmed" className="figure" role="status">
                {W.counted(count.data.count, count.data.reachable)}
              </Text>
              {may && count.data.count > 0 ? (
                <ActMenu
                  label={W.all}
                  act={(act) => setMany({ act, chosen: { filter: chosen }, count: count.data.count })}
                />
              ) : null}
            </>
          )
        }
        empty={
          <Empty
            icon={<IconUsers size={28} stroke={1.6} />}
            title={W.empty}
            action={may ? importing : undefined}
          >
            {W.emptyText}
          </Empty>
        }
      />
      {many === undefined ? null : (
        <ManyDialog
          many={many}
          options={options.data}
          close={() => {
            many.settled?.();
            setMany(undefined);
          }}
        />
      )}
    </Page>
  );
}

function filtersOf(options: PeopleOptions | undefined, segments: Segments | undefined): Filter<PersonRow>[] {
  const same = (values: readonly string[] = []) => values.map((value) => ({ value, label: value }));
  return [
    {
      id: "segment",
      label: W.segment,
      options: (segments?.items ?? []).map(({ id, name }) => ({ value: id, label: name })),
    },
    { id: "tag", label: W.tag, options: same(options?.tags) },
    {
      id: "reach",
      label: W.reach,
      options: Object.entries(W.reaches).map(([value, label]) => ({ value, label })),
    },
    {
      id: "journey",
      label: W.inJourney,
      options: (options?.journeys ?? []).map(({ id, name }) => ({ value: id, label: name })),
    },
    { id: "source", label: W.source, options: same(options?.sources) },
    { id: "language", label: W.language, options: same(options?.languages) },
  ];
}
