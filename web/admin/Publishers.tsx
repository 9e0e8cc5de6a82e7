import { Button, Checkbox, Group, Textarea } from "@mantine/core";
import { IconKey } from "@tabler/icons-react";
import { useState } from "react";
import type { AdminPublisher } from "../api/strategies.ts";
import { call } from "../kit/api/client.ts";
import { useAct, useRows } from "../kit/api/resource.ts";
import { Page } from "../kit/page/Page.tsx";
import { PageLink } from "../kit/page/PageLink.tsx";
import { Confirm } from "../kit/show/Confirm.tsx";
import { Empty, Status, type Tone } from "../kit/show/states.tsx";
import { Time } from "../kit/show/times.tsx";
import type { Column, Filter } from "../kit/table/column.ts";
import { DataTable } from "../kit/table/DataTable.tsx";
import classes from "./Admin.module.css";
import { publisherWords as W } from "./strategyTexts.ts";

const TONES: Record<string, Tone> = { unknown: "warn", approved: "good", blocked: "bad" };
const NAMES: Record<string, string> = W.states;

const COLUMNS: Column<AdminPublisher>[] = [
  { id: "name", header: W.name, value: ({ name }) => name, phone: "title" },
  {
    id: "state",
    header: W.state,
    value: ({ state }) => state,
    cell: ({ state }) => <Status tone={TONES[state] ?? "quiet"}>{NAMES[state] ?? state}</Status>,
    phone: "corner",
  },
  {
    id: "fingerprint",
    header: W.fingerprint,
    value: ({ fingerprint }) => fingerprint,
    cell: ({ fingerprint }) => <code className={classes.fingerprint}>{fingerprint}</code>,
  },
  {
    id: "releases",
    header: W.releases,
    value: ({ releases }) => releases.length,
    cell: ({ releases }) => <Releases releases={releases} />,
  },
  {
    id: "tenants",
    header: W.tenants,
    meaning: W.tenantsMeaning,
    value: ({ tenants }) => tenants,
    align: "end",
  },
  {
    id: "since",
    header: W.since,
    value: ({ firstSeenAt }) => firstSeenAt,
    cell: ({ firstSeenAt }) => <Time value={firstSeenAt} style="day" />,
  },
];

const FILTERS: Filter<AdminPublisher>[] = [
  {
    id: "state",
    label: W.state,
    options: Object.entries(W.states).map(([value, label]) => ({ value, label })),
    keep: ({ state }, value) => state === value,
  },
];

/** Who has published here, and whether somebody knows them. */
export default function Publishers() {
  // Publishers are admitted one by one: short.
  const source = useRows<AdminPublisher>("/api/admin/publishers", {}, { every: 10_000 });
  return (
    <Page title={W.title} intro={W.intro} wide>
      <DataTable
        id="publishers"
        label={W.title}
        columns={COLUMNS}
        source={source}
        rowId={({ key }) => key}
        filters={FILTERS}
        acts={(publisher) => <Acts publisher={publisher} />}
        empty={
          <Empty icon={<IconKey size={28} stroke={1.6} />} title={W.empty}>
            {W.emptyText}
          </Empty>
        }
      />
    </Page>
  );
}

function Releases({ releases }: Pick<AdminPublisher, "releases">) {
  const ids = [...new Set(releases.map(({ strategy }) => strategy))];
  return (
    <Group gap={6}>
      {ids.map((id) => (
        <PageLink key={id} to={`/strategies/${id}`}>
          {id}
        </PageLink>
      ))}
    </Group>
  );
}

function Acts({ publisher }: { publisher: AdminPublisher }) {
  const { key, name, state, releases, tenants } = publisher;
  const [reason, setReason] = useState("");
  const [withdraw, setWithdraw] = useState(false);
  const count = (...states: string[]) => releases.filter((each) => states.includes(each.state)).length;
  const waiting = count("pending");
  const live = count("active", "deprecated");
  const act = useAct<{ verb: "approve" | "block"; body: object }, AdminPublisher>({
    act: ({ verb, body }) =>
      call<AdminPublisher>(`/api/admin/publishers/${key}/${verb}`, { method: "POST", body }),
    done: (_publisher, { verb }) => (verb === "approve" ? W.approved(name) : W.blocked(name)),
    changes: ["/api/admin"],
  });
  return (
    <Group gap="xs" wrap="nowrap">
      {state === "approved" ? null : (
        <Confirm
          title={W.approveTitle(name)}
          text={W.approveText(waiting)}
          label={W.approve}
          color="gold"
          act={() => act.mutateAsync({ verb: "approve", body: {} })}
        >
          {(open) => (
            <Button size="compact-sm" onClick={open} aria-label={`${W.approve} ${name}`}>
              {W.approve}
            </Button>
          )}
        </Confirm>
      )}
      {state === "blocked" ? null : (
        <Confirm
          title={W.blockTitle(name)}
          text={W.blockText(live, waiting)}
          label={W.block}
          act={() => act.mutateAsync({ verb: "block", body: { reason: reason.trim(), withdraw } })}
          fields={
            <>
              <Textarea
                label={W.reason}
                value={reason}
                onChange={(event) => setReason(event.currentTarget.value)}
                required
                minLength={3}
                autosize
                minRows={2}
                maxLength={500}
              />
              {live === 0 ? null : (
                <Checkbox
                  label={W.blockWithdraw(tenants)}
                  checked={withdraw}
                  onChange={(event) => setWithdraw(event.currentTarget.checked)}
                />
              )}
            </>
          }
        >
          {(open) => (
            <Button size="compact-sm" variant="default" onClick={open} aria-label={`${W.block} ${name}`}>
              {W.block}
            </Button>
          )}
        </Confirm>
      )}
    </Group>
  );
}
