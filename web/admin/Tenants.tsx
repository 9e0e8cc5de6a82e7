import { Button, Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlus, IconUsers } from "@tabler/icons-react";
import { useState } from "react";
import type { AdminTenant } from "../api/admin.ts";
import { call } from "../kit/api/client.ts";
import { useAct, useServerRows } from "../kit/api/resource.ts";
import { Page } from "../kit/page/Page.tsx";
import { FormModal } from "../kit/show/FormModal.tsx";
import { RowAct } from "../kit/show/RowAct.tsx";
import { Empty, problemText } from "../kit/show/states.tsx";
import { Time } from "../kit/show/times.tsx";
import type { Column } from "../kit/table/column.ts";
import { DataTable } from "../kit/table/DataTable.tsx";
import { ErasureMark } from "./tenant/Erasure.tsx";
import { useViewAs } from "./tenant/viewAs.ts";
import { words } from "./texts.ts";

const W = words.tenants;

const COLUMNS: Column<AdminTenant>[] = [
  {
    id: "name",
    header: W.name,
    value: ({ name }) => name,
    cell: ({ name, slug, erasure }) => (
      <>
        <Text component="span" fw={550}>
          {name}
        </Text>{" "}
        <span className="muted">{slug}</span> <ErasureMark state={erasure} />
      </>
    ),
    sort: "name",
    phone: "title",
  },
  { id: "plugins", header: W.plugins, value: ({ plugins }) => plugins.join(", ") },
  { id: "members", header: W.members, value: ({ members }) => members, sort: "members", align: "end" },
  { id: "plan", header: W.plan, value: ({ plan }) => plan, sort: "plan" },
  { id: "timezone", header: W.timezone, value: ({ timezone }) => timezone, sort: "timezone" },
  {
    id: "since",
    header: W.since,
    value: ({ createdAt }) => createdAt,
    cell: ({ createdAt }) => <Time value={createdAt} style="day" />,
    sort: "createdAt",
  },
];

/** The teams of the installation. */
export default function Tenants() {
  const source = useServerRows<AdminTenant>("/api/admin/tenants", { sort: "name", order: "asc" });
  const view = useViewAs();
  return (
    <Page title={W.title} intro={W.intro} actions={<NewTenant />} wide>
      <DataTable
        id="tenants"
        label={W.title}
        columns={COLUMNS}
        source={source}
        rowId={({ id }) => id}
        to={({ id }) => `/tenants/${id}`}
        acts={(tenant) => (
          <RowAct
            label={W.viewAs}
            of={tenant.name}
            title={W.viewAsTitle(tenant.name)}
            text={W.viewAsText}
            act={() => view.mutateAsync(tenant)}
          />
        )}
        empty={
          <Empty icon={<IconUsers size={28} stroke={1.6} />} title={W.empty}>
            {W.emptyText}
          </Empty>
        }
      />
    </Page>
  );
}

const NOTHING = { name: "", slug: "", email: "" };

function NewTenant() {
  const [opened, { open, close }] = useDisclosure(false);
  const [form, setForm] = useState(NOTHING);
  const create = useAct<void, AdminTenant>({
    act: () =>
      call<AdminTenant>("/api/admin/tenants", {
        method: "POST",
        body: {
          name: form.name.trim(),
          slug: form.slug,
          timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
          owner: { email: form.email.trim() },
        },
      }),
    done: ({ name }) => W.created(name),
    changes: ["/api/admin"],
    tell: false,
    onDone: () => {
      setForm(NOTHING);
      close();
    },
  });
  const set = (patch: Partial<typeof NOTHING>) => {
    create.reset();
    setForm({ ...form, ...patch });
  };
  return (
    <>
      <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={open}>
        {W.create}
      </Button>
      <FormModal
        opened={opened}
        title={W.create}
        close={close}
        submit={() => create.mutate()}
        label={W.create}
        busy={create.isPending}
        incomplete={form.name.trim() === "" || form.slug === "" || !form.email.includes("@")}
        problem={problemText(create.error)}
      >
        <TextInput
          label={W.name}
          value={form.name}
          onChange={({ currentTarget: { value } }) =>
            set({ name: value, ...(form.slug === slugOf(form.name) ? { slug: slugOf(value) } : {}) })
          }
          data-autofocus
        />
        <TextInput
          label={W.slug}
          description={W.slugHelp}
          value={form.slug}
          onChange={({ currentTarget: { value } }) => set({ slug: value })}
        />
        <TextInput
          type="email"
          label={W.owner}
          description={W.inviteHint}
          value={form.email}
          onChange={({ currentTarget: { value } }) => set({ email: value })}
        />
      </FormModal>
    </>
  );
}

function slugOf(name: string): string {
  return name
    .toLowerCase()
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 63);
}
