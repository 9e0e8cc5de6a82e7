import { Checkbox, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useState } from "react";
import type { CataloguePlugin, PluginSettings } from "../api/plugins.ts";
import { call } from "../kit/api/client.ts";
import { useAct, useResource } from "../kit/api/resource.ts";
import { SchemaForm } from "../kit/form/LazySchemaForm.tsx";
import { useGo } from "../kit/page/address.ts";
import { usePlace } from "../kit/page/place.ts";
import { ErrorState } from "../kit/show/states.tsx";
import { Capabilities } from "./Capabilities.tsx";
import { words } from "./texts.ts";
import { trySettings } from "./trySettings.ts";

const W = words.plugins;
const NO_SETTINGS = { type: "object", properties: {} };

/** Turns a plugin on: what it may do, a word of consent, its settings. */
export function Enable({
  plugin,
  needed,
  close,
}: {
  plugin: CataloguePlugin;
  /** What is turned on with it, first. */
  needed: readonly CataloguePlugin[];
  close: () => void;
}) {
  const { tenant } = usePlace();
  const go = useGo();
  const [agreed, setAgreed] = useState(false);
  const [asked, setAsked] = useState(false);
  const stored = useResource<PluginSettings>(`/api/plugins/${plugin.id}/settings`);
  const page = plugin.pages.find(({ site }) => site === "dash");
  const on = useAct<Record<string, unknown>, PluginSettings>({
    act: (settings) =>
      call<PluginSettings>(`/api/plugins/${plugin.id}/enable`, {
        method: "POST",
        body: { settings, together: needed.map(({ id }) => id) },
      }),
    done: W.enabledNow(plugin.title),
    changes: ["/api/plugins", "/api/jobs"],
    tell: false,
    onDone: () => (page === undefined ? close() : go(page.path)),
  });
  const allowed = () => {
    setAsked(true);
    return agreed;
  };
  return (
    <Stack>
      <div>
        <Title order={3} mb="xs">
          {W.may}
        </Title>
        <Capabilities plugin={plugin} />
      </div>
      {needed.map((each) => (
        <div key={each.id}>
          <Title order={3} mb="xs">
            {W.together(each.title)}
          </Title>
          <Capabilities plugin={each} />
        </div>
      ))}
      <Checkbox
        label={needed.length === 0 ? W.consent : W.consentAll}
        checked={agreed}
        onChange={(event) => setAgreed(event.currentTarget.checked)}
        error={asked && !agreed ? W.consentNeeded : undefined}
      />
      <div>
        <Title order={3}>{W.settings}</Title>
        <Text c="dimmed" mb="sm">
          {W.enableIntro}
        </Text>
        {stored.error !== null ? (
          <ErrorState error={stored.error} retry={() => void stored.refetch()} />
        ) : stored.data === undefined ? (
          <Skeleton h={200} />
        ) : (
          <SchemaForm
            schema={plugin.settingsSchema ?? NO_SETTINGS}
            value={stored.data.settings}
            version={stored.data.etag}
            secrets={stored.data.secrets}
            draft={`${tenant?.id}.${plugin.id}.enable`}
            label={W.enable(plugin.title)}
            eager
            choices={false}
            allowed={allowed}
            tests={plugin.settingsTests}
            test={(name, settings) => trySettings(plugin.id, name, settings)}
            save={(settings) => on.mutateAsync(settings)}
          />
        )}
      </div>
    </Stack>
  );
}
