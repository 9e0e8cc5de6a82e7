import { Button, Group, Stack, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { AdminPlugin } from "../../api/admin.ts";
import { call } from "../../kit/api/client.ts";
import { useAct } from "../../kit/api/resource.ts";
import { useGo } from "../../kit/page/address.ts";
import { Section } from "../../kit/page/Page.tsx";
import { Confirm } from "../../kit/show/Confirm.tsx";
import { words } from "../texts.ts";
import { removeWords as W } from "./texts.ts";

/** Turning off, uninstalling and purging: three different things, each with what it does beside it. */
export function RemoveSection({ plugin, purging }: { plugin: AdminPlugin; purging: boolean }) {
  const { id, title, tenants, state, kind } = plugin;
  const go = useGo();
  const queries = useQueryClient();
  const base = `/api/admin/plugins/${id}`;
  const disable = useAct({
    act: () => call(`${base}/disable`, { method: "POST", body: {} }),
    done: words.plugins.disabled(title),
    changes: ["/api/admin"],
  });
  const uninstall = useAct({
    act: () => call(base, { method: "DELETE" }),
    done: W.uninstalled(title),
    changes: ["/api/admin/uninstalled"],
    onDone: () => {
      go("/plugins");
      // The list alone: of a plugin that is gone nothing can be asked.
      void queries.invalidateQueries({ queryKey: ["/api/admin/plugins"] });
    },
  });
  const purge = useAct({
    act: () => call(`${base}/purge`, { method: "POST", body: { confirm: id } }),
    done: W.purgeBegun,
    changes: ["/api/admin"],
  });
  if (kind === "strategy") return null;
  return (
    <Section title={W.title} intro={W.intro}>
      <Stack gap="md">
        {state === "disabled" ? null : (
          <Row text={words.plugins.disableText(tenants)}>
            <Confirm
              title={words.plugins.disableTitle(title)}
              text={words.plugins.disableText(tenants)}
              label={words.plugins.disable}
              name={tenants > 0 ? id : undefined}
              act={() => disable.mutateAsync()}
            >
              {(open) => (
                <Button variant="default" onClick={open}>
                  {words.plugins.disable}
                </Button>
              )}
            </Confirm>
          </Row>
        )}
        <Row text={W.uninstallHelp}>
          <Confirm
            title={W.uninstallTitle(title)}
            text={W.uninstallText(tenants)}
            label={W.uninstall}
            name={tenants > 0 ? id : undefined}
            act={() => uninstall.mutateAsync()}
          >
            {(open) => (
              <Button variant="default" onClick={open}>
                {W.uninstall}
              </Button>
            )}
          </Confirm>
        </Row>
        {purging ? null : (
          <Row text={W.purgeHelp}>
            <Confirm
              title={W.purgeTitle(title)}
              text={W.purgeText(tenants)}
              label={W.purge}
              name={id}
              act={() => purge.mutateAsync()}
            >
              {(open) => (
                <Button variant="light" color="coral" onClick={open}>
                  {W.purge}
                </Button>
              )}
            </Confirm>
          </Row>
        )}
      </Stack>
    </Section>
  );
}

function Row({ text, children }: { text: string; children: ReactNode }) {
  return (
    <Group justify="space-between" gap="sm">
      <Text c="dimmed" style={{ flex: "1 1 280px" }}>
        {text}
      </Text>
      {children}
    </Group>
  );
}
