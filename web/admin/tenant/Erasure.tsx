import { Button, Group, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import type { AdminTenant } from "../../api/admin.ts";
import type { Erasure } from "../../api/installs.ts";
import { call } from "../../kit/api/client.ts";
import { useAct } from "../../kit/api/resource.ts";
import { Section } from "../../kit/page/Page.tsx";
import { Confirm } from "../../kit/show/Confirm.tsx";
import { Notice, Status } from "../../kit/show/states.tsx";
import { Time } from "../../kit/show/times.tsx";
import { tenantWords as W } from "./texts.ts";

type Named = Pick<AdminTenant, "id" | "name" | "slug">;

/** That somebody asked to erase a tenant. */
export function ErasureMark({ state }: { state: Erasure["state"] | undefined }) {
  if (state === undefined || state === "done") return null;
  return <Status tone={state === "failed" ? "warn" : "bad"}>{W.marks[state]}</Status>;
}

/** How far an erasure is, whether it can still be called off, and the ways out. */
export function ErasureNotice({ tenant, erasure }: { tenant: Named; erasure: Erasure }) {
  const { state, dueAt, requestedBy, exportUrl, failure } = erasure;
  const callOff = useAct({
    act: () => call(`/api/admin/tenants/${tenant.id}/erasure`, { method: "DELETE" }),
    done: W.calledOff(tenant.name),
    changes: ["/api/admin/tenants"],
  });
  return (
    <Notice
      tone={state === "done" ? "info" : state === "failed" ? "warn" : "bad"}
      title={W.states[state]}
      action={
        <Group gap="xs">
          {exportUrl === undefined ? null : (
            <Button component="a" href={exportUrl} download variant="default">
              {W.saveExport}
            </Button>
          )}
          {state === "failed" ? <EraseButton tenant={tenant} label={W.again} /> : null}
          {state === "exporting" || state === "waiting" || state === "failed" ? (
            <Button loading={callOff.isPending} onClick={() => callOff.mutate()}>
              {W.callOff}
            </Button>
          ) : null}
        </Group>
      }
    >
      <Stack gap={4}>
        {state === "waiting" ? (
          <Text>
            {W.due} <Time value={dueAt} />.
          </Text>
        ) : null}
        <Text>{W.stateTexts[state]}</Text>
        {failure === undefined ? null : (
          <Text>
            {state === "deleting" ? W.heldUp : W.reason} {failure}
          </Text>
        )}
        {requestedBy === undefined ? null : <Text c="dimmed">{W.askedBy(requestedBy)}</Text>}
      </Stack>
    </Notice>
  );
}

/** Taking all that a tenant has away, and erasing it: each with what it does beside it. */
export function EndSection({ tenant, erasing }: { tenant: Named; erasing: boolean }) {
  return (
    <Section title={W.end}>
      <Stack gap="md">
        <Line text={W.exportText}>
          <Button component="a" href={`/api/admin/tenants/${tenant.id}/export`} download variant="default">
            {W.export}
          </Button>
        </Line>
        {erasing ? null : (
          <Line text={W.eraseHelp}>
            <EraseButton tenant={tenant} label={W.erase} />
          </Line>
        )}
      </Stack>
    </Section>
  );
}

function EraseButton({ tenant: { id, name, slug }, label }: { tenant: Named; label: string }) {
  const erase = useAct({
    act: () => call(`/api/admin/tenants/${id}/erasure`, { method: "POST", body: { confirm: slug } }),
    done: W.erasing(name),
    changes: ["/api/admin/tenants"],
  });
  return (
    <Confirm
      title={W.eraseTitle(name)}
      text={W.eraseText}
      label={W.erase}
      name={slug}
      act={() => erase.mutateAsync()}
    >
      {(open) => (
        <Button variant="light" color="coral" onClick={open}>
          {label}
        </Button>
      )}
    </Confirm>
  );
}

function Line({ text, children }: { text: string; children: ReactNode }) {
  return (
    <Group justify="space-between" gap="sm">
      <Text c="dimmed" style={{ flex: "1 1 280px" }}>
        {text}
      </Text>
      {children}
    </Group>
  );
}
