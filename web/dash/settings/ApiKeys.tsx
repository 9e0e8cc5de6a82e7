import { Text } from "@mantine/core";
import { IconKey } from "@tabler/icons-react";
import type { ApiKey } from "../../api/team.ts";
import { call } from "../../kit/api/client.ts";
import { useAct, useRows } from "../../kit/api/resource.ts";
import { Page } from "../../kit/page/Page.tsx";
import { useMay } from "../../kit/page/place.ts";
import { RowAct } from "../../kit/show/RowAct.tsx";
import { Empty, Status } from "../../kit/show/states.tsx";
import { Ago, Time } from "../../kit/show/times.tsx";
import type { Column } from "../../kit/table/column.ts";
import { DataTable } from "../../kit/table/DataTable.tsx";
import { words as shellWords } from "../../shell/texts.ts";
import { OnlyAdmins } from "../OnlyAdmins.tsx";
import { SettingsTabs } from "../SettingsTabs.tsx";
import { settingsWords } from "../texts.ts";
import { MakeKey } from "./MakeKey.tsx";
import { keyWords as W } from "./texts.ts";

const PATH = "/api/api-keys";

/** What the team's programs sign in with. */
export default function ApiKeys() {
  const may = useMay("admin");
  return (
    <Page title={settingsWords.title} actions={may ? <MakeKey /> : null}>
      <SettingsTabs />
      {may ? <List /> : <OnlyAdmins icon={<IconKey size={28} stroke={1.6} />} title={W.onlyAdmins} />}
    </Page>
  );
}

function List() {
  // At most fifty.
  const source = useRows<ApiKey>(PATH, {}, { every: 60_000 });
  const remove = useAct<ApiKey>({
    act: ({ id }) => call<void>(`${PATH}/${id}`, { method: "DELETE" }),
    done: W.removed,
    changes: [PATH],
  });
  return (
    <>
      <Text c="dimmed">{W.intro}</Text>
      <DataTable
        id="api-keys"
        label={W.title}
        columns={COLUMNS}
        source={source}
        rowId={({ id }) => id}
        empty={
          <div className="card">
            <Empty icon={<IconKey size={28} stroke={1.6} />} title={W.empty}>
              {W.emptyText}
            </Empty>
          </div>
        }
        acts={(key) => (
          <RowAct
            look="remove"
            label={W.remove}
            of={key.name}
            title={W.removeTitle(key.name)}
            text={W.removeText}
            act={() => remove.mutateAsync(key)}
          />
        )}
      />
    </>
  );
}

const COLUMNS: readonly Column<ApiKey>[] = [
  { id: "name", header: W.name, value: ({ name }) => name, phone: "title" },
  {
    id: "key",
    header: W.key,
    value: ({ last4 }) => last4,
    cell: ({ last4 }) => <code>psk_…{last4}</code>,
  },
  {
    id: "role",
    header: W.role,
    meaning: W.roleMeaning,
    value: ({ role, worksAs }) => shellWords.role[worksAs ?? role],
    cell: ({ role, worksAs }) => (
      <div>
        {shellWords.role[worksAs ?? role]}
        {worksAs === role ? null : (
          <div>
            <Status tone="warn">{worksAs === null ? W.makerLeft : W.madeAs(shellWords.role[role])}</Status>
          </div>
        )}
      </div>
    ),
  },
  {
    id: "used",
    header: W.used,
    meaning: W.usedMeaning,
    value: ({ lastUsedAt }) => lastUsedAt,
    cell: ({ lastUsedAt }) => (lastUsedAt === null ? W.neverUsed : <Ago value={lastUsedAt} />),
  },
  {
    id: "expires",
    header: W.expires,
    value: ({ expiresAt }) => expiresAt,
    cell: ({ expiresAt }) =>
      expiresAt === null ? (
        W.never
      ) : Date.parse(expiresAt) <= Date.now() ? (
        <Status tone="warn">{W.expired}</Status>
      ) : (
        <Time value={expiresAt} style="day" />
      ),
  },
  {
    id: "made",
    header: W.made,
    value: ({ createdAt }) => createdAt,
    cell: ({ createdAt, createdBy }) => (
      <div>
        <Time value={createdAt} style="day" />
        <Text size="xs" c="dimmed">
          {W.by(createdBy)}
        </Text>
      </div>
    ),
  },
];
