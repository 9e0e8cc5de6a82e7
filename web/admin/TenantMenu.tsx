import { ActionIcon, Menu, Text } from "@mantine/core";
import { IconDots, IconDownload, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import type { AdminTenant } from "../api/admin.ts";
import type { Erasure } from "../api/installs.ts";
import { call } from "../kit/api/client.ts";
import { useAct, useResource } from "../kit/api/resource.ts";
import { Confirm } from "../kit/show/Confirm.tsx";
import { Time } from "../kit/show/times.tsx";
import { words } from "./texts.ts";

const W = words.tenants;

/** A tenant's rarer acts: taking all it has away, and erasing it. */
export function TenantMenu({ tenant }: { tenant: AdminTenant }) {
  const { id, name, slug } = tenant;
  const [open, setOpen] = useState(false);
  const path = `/api/admin/tenants/${id}/erasure`;
  const { data: erasure = null } = useResource<Erasure | null>(path, {}, { enabled: open });
  const erase = useAct({
    act: () => call(path, { method: "POST", body: { confirm: slug } }),
    done: W.erasing(name),
    changes: ["/api/admin/tenants"],
  });
  const callOff = useAct({
    act: () => call(path, { method: "DELETE" }),
    done: W.calledOff(name),
    changes: ["/api/admin/tenants"],
  });
  const under = erasure !== null && erasure.state !== "done";
  return (
    <Confirm
      title={W.eraseTitle(name)}
      text={W.eraseText}
      label={W.erase}
      name={slug}
      act={() => erase.mutateAsync()}
    >
      {(ask) => (
        <Menu opened={open} onChange={setOpen} position="bottom-end" withinPortal>
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" aria-label={W.more(name)}>
              <IconDots size={16} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item
              component="a"
              href={`/api/admin/tenants/${id}/export`}
              download
              leftSection={<IconDownload size={16} aria-hidden />}
            >
              {W.export}
            </Menu.Item>
            {under ? (
              <>
                <Menu.Label>
                  <Text size="xs" component="span">
                    {W.dueAt} <Time value={erasure.dueAt} />
                  </Text>
                </Menu.Label>
                {erasure.exportUrl === undefined ? null : (
                  <Menu.Item component="a" href={erasure.exportUrl} download>
                    {W.saveExport}
                  </Menu.Item>
                )}
                <Menu.Item onClick={() => callOff.mutate()}>{W.callOff}</Menu.Item>
              </>
            ) : (
              <Menu.Item color="coral" leftSection={<IconTrash size={16} aria-hidden />} onClick={ask}>
                {W.erase}
              </Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
      )}
    </Confirm>
  );
}
