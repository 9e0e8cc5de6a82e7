import { Button, Group, Stack, Text } from "@mantine/core";
import type { UninstalledPlugin } from "../../api/installs.ts";
import { call } from "../../kit/api/client.ts";
import { useAct, useRows } from "../../kit/api/resource.ts";
import { useGo } from "../../kit/page/address.ts";
import { Section } from "../../kit/page/Page.tsx";
import { Confirm } from "../../kit/show/Confirm.tsx";
import { Ago } from "../../kit/show/times.tsx";
import classes from "../Admin.module.css";
import { PurgeNotice } from "./PurgeNotice.tsx";
import { removeWords, uninstalledWords as W } from "./texts.ts";
import { usePurge } from "./usePurge.ts";

/** What was taken out and is still held: it can be had back as it was, or deleted. Nothing where there is none. */
export function UninstalledSection() {
  const { rows } = useRows<UninstalledPlugin>("/api/admin/uninstalled", {}, { every: 10_000 });
  if (rows.length === 0) return null;
  return (
    <Section title={W.title} intro={W.intro}>
      <Stack gap="sm">
        {rows.map((plugin) => (
          <Uninstalled key={plugin.id} plugin={plugin} />
        ))}
      </Stack>
    </Section>
  );
}

function Uninstalled({ plugin }: { plugin: UninstalledPlugin }) {
  const { id, title, version, source, removedAt, tenants, data } = plugin;
  const go = useGo();
  const base = `/api/admin/plugins/${id}/purge`;
  const purge = usePurge(id);
  const back = useAct<void, { id: string }>({
    act: () =>
      call<{ id: string }>("/api/admin/installs", {
        method: "POST",
        body: { from: source === "bundled" ? "bundled" : "kept", id },
      }),
    tell: false,
    onDone: (install) => go(`/installs/${install.id}`),
  });
  const ask = useAct({
    act: () => call(base, { method: "POST", body: { confirm: id } }),
    done: removeWords.purgeBegun,
    changes: ["/api/admin"],
  });
  return (
    <Stack gap="xs" className={classes.release}>
      <Group justify="space-between" gap="sm" align="flex-start">
        <Stack gap={2}>
          <Text fw={620} component="h3">
            {title} <code>{version}</code>
          </Text>
          <Text size="sm" c="dimmed">
            {W.out} <Ago value={removedAt} clock="machine" />. {W.holds(tenants, data)}
          </Text>
        </Stack>
        <Group gap="xs">
          <Button size="compact-sm" variant="default" loading={back.isPending} onClick={() => back.mutate()}>
            {W.back}
          </Button>
          {purge !== undefined ? null : (
            <Confirm
              title={removeWords.purgeTitle(title)}
              text={removeWords.purgeText(tenants)}
              label={removeWords.purge}
              name={id}
              act={() => ask.mutateAsync()}
            >
              {(open) => (
                <Button size="compact-sm" variant="light" color="coral" onClick={open}>
                  {removeWords.purge}
                </Button>
              )}
            </Confirm>
          )}
        </Group>
      </Group>
      {purge === undefined ? null : <PurgeNotice purge={purge} />}
    </Stack>
  );
}
