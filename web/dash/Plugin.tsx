import { Button, Drawer, Skeleton, Stack, Text } from "@mantine/core";
import { useParams } from "@tanstack/react-router";
import type { CataloguePlugin, PluginSettings } from "../api/plugins.ts";
import { call } from "../kit/api/client.ts";
import { useAct, useFresh } from "../kit/api/resource.ts";
import { SchemaForm } from "../kit/form/LazySchemaForm.tsx";
import { useAddress } from "../kit/page/address.ts";
import { Page, Section } from "../kit/page/Page.tsx";
import { LinkButton } from "../kit/page/PageLink.tsx";
import { useMay, usePlace } from "../kit/page/place.ts";
import { Confirm } from "../kit/show/Confirm.tsx";
import { Empty, ErrorState, Notice } from "../kit/show/states.tsx";
import { texts } from "../kit/texts.ts";
import { useCatalogue } from "../shell/catalogue.ts";
import { PageWaiting } from "../shell/PluginSlot.tsx";
import { Capabilities } from "./Capabilities.tsx";
import { Enable } from "./Enable.tsx";
import classes from "./Plugins.module.css";
import { PluginState } from "./Plugins.tsx";
import { PluginUsage } from "./PluginUsage.tsx";
import { words } from "./texts.ts";
import { canBeOn, neededFirst } from "./together.ts";
import { trySettings } from "./trySettings.ts";

const W = words.plugins;
const CHANGES = ["/api/plugins", "/api/jobs"];

/** One plugin: what it is, what it may do, its settings, on and off. */
export default function Plugin() {
  const { id } = useParams({ strict: false });
  const { plugins, error, isPending, refetch } = useCatalogue();
  const plugin = plugins?.find((each) => each.id === id);
  if (error !== null) return <ErrorState whole error={error} retry={() => void refetch()} />;
  if (isPending) return <PageWaiting />;
  if (plugin === undefined)
    return <Empty whole title={W.notFound} action={<LinkButton to="/plugins">{W.back}</LinkButton>} />;
  return <Detail plugin={plugin} plugins={plugins ?? []} />;
}

function Detail({ plugin, plugins }: { plugin: CataloguePlugin; plugins: readonly CataloguePlugin[] }) {
  const mayChange = useMay("admin");
  const [address, change] = useAddress();
  const { id, title, enabled, scope } = plugin;
  const off = useAct({
    act: () => call<PluginSettings>(`/api/plugins/${id}/disable`, { method: "POST", body: {} }),
    done: W.disabledNow(title),
    changes: CHANGES,
  });
  const page = plugin.pages.find(({ site }) => site === "dash");
  const needed = neededFirst(plugin, plugins);
  const inTheWay = needed.filter((each) => !canBeOn(each));
  const canEnable = canBeOn(plugin) && inTheWay.length === 0;
  return (
    <Page
      title={title}
      intro={plugin.summary}
      mark={<PluginState plugin={plugin} />}
      back={{ to: "/plugins", label: W.back }}
      actions={
        <>
          {(enabled || scope === "platform") && page !== undefined ? (
            <LinkButton to={page.path} variant={enabled && scope === "tenant" ? "filled" : "default"}>
              {W.open(page.title)}
            </LinkButton>
          ) : null}
          {canEnable && mayChange ? (
            <Button onClick={() => change({ enable: "1" })}>{W.enable(title)}</Button>
          ) : null}
          {enabled && scope === "tenant" && mayChange ? (
            <Confirm
              title={W.disableTitle(title)}
              text={W.disableText}
              label={W.disable}
              act={() => off.mutateAsync()}
            >
              {(open) => (
                <Button variant="default" onClick={open}>
                  {W.disable}
                </Button>
              )}
            </Confirm>
          ) : null}
        </>
      }
    >
      {plugin.deprecation === undefined ? null : (
        <Notice tone="warn" title={W.deprecated}>
          {plugin.deprecation.message}
        </Notice>
      )}
      {plugin.reason === undefined ? null : (
        <Notice tone="bad" title={W.reasonTitle}>
          {plugin.reason}
        </Notice>
      )}
      {plugin.problem === undefined ? null : (
        <Notice tone="warn" title={W.problemTitle}>
          {plugin.problem}
        </Notice>
      )}
      {plugin.entitled ? null : (
        <Notice tone="info" title={W.planTitle(title)}>
          {W.planText(plugin.entitlement ?? title)}
        </Notice>
      )}
      {!enabled && needed.length > 0 ? (
        <Notice tone={inTheWay.length > 0 ? "warn" : "info"} title={W.needs(titlesOf(needed))}>
          {inTheWay.length > 0 ? W.needsMissing(titlesOf(inTheWay)) : W.needsTogether}
        </Notice>
      ) : null}
      <div className={classes.columns}>
        <Stack>
          {plugin.description === undefined ? null : <Section title={W.about}>{plugin.description}</Section>}
          {enabled ? <Settings plugin={plugin} readOnly={!mayChange} /> : null}
        </Stack>
        <Stack>
          {enabled || scope === "platform" ? <PluginUsage plugin={plugin} /> : null}
          <Section title={W.may}>
            <Capabilities plugin={plugin} />
          </Section>
          {plugin.commands.length === 0 ? null : (
            <Section title={W.commands}>
              <Stack gap="xs">
                {plugin.commands.map(({ command, description }) => (
                  <Text key={command}>
                    <code>/{command}</code> {description}
                  </Text>
                ))}
              </Stack>
            </Section>
          )}
          <Text size="xs" c="dimmed">
            {W.version(plugin.version, plugin.publisher.name)}
          </Text>
        </Stack>
      </div>
      <Drawer
        opened={address.enable === "1" && canEnable && mayChange}
        onClose={() => change({ enable: undefined })}
        position="right"
        size="lg"
        title={<Text fw={620}>{W.enable(title)}</Text>}
        closeButtonProps={{ "aria-label": texts.close }}
      >
        <Enable plugin={plugin} needed={needed} close={() => change({ enable: undefined })} />
      </Drawer>
    </Page>
  );
}

function titlesOf(plugins: readonly CataloguePlugin[]): string {
  return plugins.map((each) => each.title).join(", ");
}

function Settings({ plugin, readOnly }: { plugin: CataloguePlugin; readOnly: boolean }) {
  const path = `/api/plugins/${plugin.id}/settings`;
  const { tenant } = usePlace();
  const stored = useFresh<PluginSettings>(path);
  const save = useAct<{ settings: Record<string, unknown>; version: string | undefined }, PluginSettings>({
    act: ({ settings, version }) =>
      call<PluginSettings>(path, {
        method: "PUT",
        body: { settings },
        headers: { "if-match": version ?? "*" },
      }),
    changes: CHANGES,
    tell: false,
  });
  const schema = plugin.settingsSchema;
  if (schema === undefined) {
    return (
      <Section title={W.settings}>
        <Text c="dimmed">{W.noSettings}</Text>
      </Section>
    );
  }
  return (
    <Section title={W.settings} intro={readOnly ? W.onlyAdmins : W.settingsIntro}>
      {stored.data === undefined ? (
        stored.error === null ? (
          <Skeleton h={220} />
        ) : (
          <ErrorState error={stored.error} retry={() => void stored.refetch()} />
        )
      ) : (
        <SchemaForm
          schema={schema}
          value={stored.data.settings}
          version={stored.data.etag}
          secrets={stored.data.secrets}
          draft={`${tenant?.id}.${plugin.id}`}
          disabled={readOnly}
          outdated={plugin.problem !== undefined}
          eager={plugin.problem !== undefined}
          tests={plugin.settingsTests}
          test={(name, settings) => trySettings(plugin.id, name, settings)}
          save={(settings, version) => save.mutateAsync({ settings, version })}
        />
      )}
    </Section>
  );
}
