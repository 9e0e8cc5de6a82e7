import { Button, Group, Select, Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { TenantRole } from "@promostack/core";
import { IconUserPlus } from "@tabler/icons-react";
import { useState } from "react";
import type { Member } from "../api/team.ts";
import { call } from "../kit/api/client.ts";
import { useAct, useRows } from "../kit/api/resource.ts";
import { Page } from "../kit/page/Page.tsx";
import { useMay, usePlace } from "../kit/page/place.ts";
import { FormModal } from "../kit/show/FormModal.tsx";
import { RowAct } from "../kit/show/RowAct.tsx";
import { Empty, problemText, Status } from "../kit/show/states.tsx";
import { Time } from "../kit/show/times.tsx";
import type { Column } from "../kit/table/column.ts";
import { DataTable } from "../kit/table/DataTable.tsx";
import { words as shellWords } from "../shell/texts.ts";
import { SettingsTabs } from "./SettingsTabs.tsx";
import { settingsWords as W } from "./texts.ts";

const ROLES: TenantRole[] = ["owner", "admin", "member", "viewer"];
const ROLE_OPTIONS = ROLES.map((value) => ({ value, label: shellWords.role[value] }));

/** Who belongs to the team, and as what. */
export default function Team() {
  const mayChange = useMay("admin");
  const { session } = usePlace();
  // A team is short.
  const source = useRows<Member>("/api/members", {}, { topics: ["members"] });
  const change = useAct<{ member: Member; role: TenantRole }, Member>({
    act: ({ member, role }) =>
      call<Member>(`/api/members/${member.personId}`, { method: "PATCH", body: { role } }),
    done: ({ email, role }) => W.roleChanged(email, shellWords.role[role]),
    changes: ["/api/members"],
  });
  const remove = useAct<Member>({
    act: ({ personId }) => call<void>(`/api/members/${personId}`, { method: "DELETE" }),
    done: W.removed,
    changes: ["/api/members"],
  });
  const columns: Column<Member>[] = [
    {
      id: "person",
      header: W.person,
      value: ({ name, email }) => `${name ?? ""} ${email}`,
      cell: ({ name, email, personId }) => (
        <div>
          <Group gap={8}>
            <Text fw={550}>{name ?? email}</Text>
            {personId === session.person.id ? <Status tone="quiet">{W.you}</Status> : null}
          </Group>
          {name === undefined ? null : (
            <Text size="xs" c="dimmed">
              {email}
            </Text>
          )}
        </div>
      ),
      phone: "title",
    },
    {
      id: "role",
      header: W.role,
      value: ({ role }) => shellWords.role[role],
      cell: (member) =>
        mayChange && member.personId !== session.person.id ? (
          <Select
            size="xs"
            w={120}
            aria-label={`${W.role}: ${member.email}`}
            data={ROLE_OPTIONS}
            value={member.role}
            allowDeselect={false}
            onChange={(value) => {
              const role = ROLES.find((each) => each === value);
              if (role !== undefined) change.mutate({ member, role });
            }}
          />
        ) : (
          shellWords.role[member.role]
        ),
    },
    {
      id: "since",
      header: W.since,
      value: ({ createdAt }) => createdAt,
      cell: ({ createdAt }) => <Time value={createdAt} style="day" />,
    },
  ];
  return (
    <Page title={W.title} actions={mayChange ? <AddMember /> : null}>
      <SettingsTabs />
      <DataTable
        id="team"
        label={W.team}
        columns={columns}
        source={source}
        rowId={({ personId }) => personId}
        empty={<Empty title={W.team}>{W.teamIntro}</Empty>}
        acts={
          mayChange
            ? (member) => (
                <RowAct
                  look="remove"
                  label={W.removeMember}
                  of={member.email}
                  title={W.removeTitle(member.email)}
                  text={W.removeText}
                  act={() => remove.mutateAsync(member)}
                />
              )
            : undefined
        }
      />
    </Page>
  );
}

function AddMember() {
  const [opened, { open, close }] = useDisclosure(false);
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<TenantRole>("member");
  const add = useAct<void, Member>({
    act: () => call<Member>("/api/members", { method: "POST", body: { email: email.trim(), role } }),
    done: (member) => W.added(member.email),
    changes: ["/api/members"],
    tell: false,
    onDone: () => {
      setEmail("");
      close();
    },
  });
  return (
    <>
      <Button leftSection={<IconUserPlus size={16} aria-hidden />} onClick={open}>
        {W.addMember}
      </Button>
      <FormModal
        opened={opened}
        title={W.addMember}
        close={close}
        submit={() => add.mutate()}
        label={W.addMember}
        busy={add.isPending}
        incomplete={!email.includes("@")}
      >
        <TextInput
          type="email"
          label={W.email}
          description={W.addMemberText}
          value={email}
          onChange={(event) => {
            setEmail(event.currentTarget.value);
            add.reset();
          }}
          error={problemText(add.error)}
          data-autofocus
        />
        <Select
          label={W.role}
          description={W.roles[role]}
          data={ROLE_OPTIONS}
          value={role}
          allowDeselect={false}
          onChange={(value) => setRole(ROLES.find((each) => each === value) ?? "member")}
        />
      </FormModal>
    </>
  );
}
