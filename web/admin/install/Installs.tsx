import { Button, Group, TextInput } from "@mantine/core";
import { IconPackageImport } from "@tabler/icons-react";
import { useState } from "react";
import type { Install } from "../../api/installs.ts";
import { call } from "../../kit/api/client.ts";
import { useAct, useRows } from "../../kit/api/resource.ts";
import { useGo } from "../../kit/page/address.ts";
import { Page, Section } from "../../kit/page/Page.tsx";
import { Empty, problemText } from "../../kit/show/states.tsx";
import { Ago } from "../../kit/show/times.tsx";
import type { Column } from "../../kit/table/column.ts";
import { DataTable } from "../../kit/table/DataTable.tsx";
import { words } from "../texts.ts";
import { ArchiveDrop } from "./ArchiveDrop.tsx";
import { InstallMark, installName } from "./InstallMark.tsx";
import { installWords as W } from "./texts.ts";

const COLUMNS: Column<Install>[] = [
  { id: "what", header: W.what, value: installName, phone: "title" },
  {
    id: "state",
    header: W.state,
    value: ({ state }) => state,
    cell: ({ state }) => <InstallMark state={state} />,
    phone: "corner",
  },
  { id: "by", header: W.by, value: ({ requestedBy }) => requestedBy },
  {
    id: "when",
    header: W.when,
    value: ({ createdAt }) => createdAt,
    cell: ({ createdAt }) => <Ago value={createdAt} clock="machine" />,
  },
];

/** Where a plugin is brought to the installation, and what was brought lately. */
export default function Installs() {
  const go = useGo();
  const source = useRows<Install>("/api/admin/installs", {}, { every: 5_000 });
  const begun = (id: string) => go(`/installs/${id}`);
  return (
    <Page title={W.title} intro={W.intro} back={{ to: "/plugins", label: words.plugins.title }}>
      <Section title={W.archive}>
        <ArchiveDrop begun={begun} />
      </Section>
      <Section title={W.registry}>
        <FromRegistry begun={begun} />
      </Section>
      <Section title={W.recent} plain>
        <DataTable
          id="installs"
          label={W.recent}
          columns={COLUMNS}
          source={source}
          rowId={({ id }) => id}
          to={({ id }) => `/installs/${id}`}
          empty={
            <Empty icon={<IconPackageImport size={28} stroke={1.6} />} title={W.none}>
              {W.noneText}
            </Empty>
          }
        />
      </Section>
    </Page>
  );
}

function FromRegistry({ begun }: { begun(id: string): void }) {
  const [named, setNamed] = useState("");
  const { name, version } = packageOf(named);
  const fetch = useAct<void, { id: string }>({
    act: () =>
      call<{ id: string }>("/api/admin/installs", {
        method: "POST",
        body: { from: "registry", name, ...(version !== undefined && { version }) },
      }),
    tell: false,
    onDone: ({ id }) => begun(id),
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (name !== "") fetch.mutate();
      }}
    >
      <Group align="flex-end" gap="sm">
        <TextInput
          label={W.package}
          description={W.packageHelp}
          value={named}
          onChange={(event) => setNamed(event.currentTarget.value)}
          error={problemText(fetch.error)}
          autoComplete="off"
          spellCheck={false}
          style={{ flex: "1 1 280px" }}
        />
        <Button type="submit" variant="default" disabled={name === ""} loading={fetch.isPending}>
          {W.fetch}
        </Button>
      </Group>
    </form>
  );
}

/** `@acme/quiz@1.2.0`: the first sign of a scope is no version. */
function packageOf(text: string): { name: string; version: string | undefined } {
  const at = text.trim().lastIndexOf("@");
  if (at <= 0) return { name: text.trim(), version: undefined };
  return { name: text.trim().slice(0, at), version: text.trim().slice(at + 1) || undefined };
}
