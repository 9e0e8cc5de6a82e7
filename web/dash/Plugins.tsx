import { Group, SimpleGrid, Skeleton, Stack, Text, TextInput, Title } from "@mantine/core";
import { IconPuzzle, IconSearch } from "@tabler/icons-react";
import type { CataloguePlugin } from "../api/plugins.ts";
import { useAddress } from "../kit/page/address.ts";
import { Page } from "../kit/page/Page.tsx";
import { LinkButton, PageLink } from "../kit/page/PageLink.tsx";
import { NamedIcon } from "../kit/show/icons.tsx";
import { Empty, ErrorState, Status } from "../kit/show/states.tsx";
import { texts } from "../kit/texts.ts";
import { useCatalogue } from "../shell/catalogue.ts";
import classes from "./Plugins.module.css";
import { words } from "./texts.ts";
import { canBeOn } from "./together.ts";

const W = words.plugins;

/** The catalogue: what there is, what is on, and the way to each. */
export default function Plugins() {
  const { plugins, error, refetch } = useCatalogue();
  const [address, change] = useAddress();
  const q = (address.q ?? "").toLowerCase();
  const found = plugins?.filter(({ title, summary }) => `${title} ${summary}`.toLowerCase().includes(q));
  return (
    <Page title={W.title} intro={W.intro}>
      {plugins !== undefined && plugins.length > 5 ? (
        <TextInput
          type="search"
          maw={280}
          aria-label={texts.table.search}
          placeholder={texts.table.search}
          leftSection={<IconSearch size={15} aria-hidden />}
          value={address.q ?? ""}
          onChange={(event) => change({ q: event.currentTarget.value })}
        />
      ) : null}
      {error !== null ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : found === undefined ? (
        <SimpleGrid cols={{ base: 1, xs: 2, lg: 3 }}>
          {["a", "b", "c"].map((key) => (
            <Skeleton key={key} h={170} />
          ))}
        </SimpleGrid>
      ) : found.length === 0 ? (
        <Empty icon={<IconPuzzle size={28} stroke={1.6} />} title={W.empty}>
          {W.emptyText}
        </Empty>
      ) : (
        <SimpleGrid cols={{ base: 1, xs: 2, lg: 3 }}>
          {found.map((plugin) => (
            <PluginCard key={plugin.id} plugin={plugin} />
          ))}
        </SimpleGrid>
      )}
    </Page>
  );
}

function PluginCard({ plugin }: { plugin: CataloguePlugin }) {
  const to = `/plugins/${plugin.id}`;
  const ready = canBeOn(plugin);
  return (
    <Stack component="article" className={`card ${classes.card}`} gap="sm">
      <div className={classes.cover} style={{ background: coverOf(plugin.id) }}>
        <NamedIcon name={plugin.icon} size={44} />
        <NamedIcon name={plugin.icon} size={132} />
      </div>
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <Text size="xs" c="dimmed">
          {W.by(plugin.publisher.name)}
        </Text>
        <PluginState plugin={plugin} />
      </Group>
      <div style={{ flex: 1 }}>
        <Title order={2}>
          <PageLink to={to} className={classes.title}>
            {plugin.title}
          </PageLink>
        </Title>
        <Text c="dimmed" lineClamp={3}>
          {plugin.summary}
        </Text>
      </div>
      <div>
        {ready ? (
          <LinkButton to={to} search={{ enable: "1" }} className={classes.front}>
            {W.enable(plugin.title)}
          </LinkButton>
        ) : (
          <LinkButton
            to={to}
            variant="default"
            className={classes.front}
            aria-label={`${W.details}: ${plugin.title}`}
          >
            {W.details}
          </LinkButton>
        )}
      </div>
    </Stack>
  );
}

/** Colours of its own, the same wherever it is shown. */
function coverOf(id: string): string {
  const hue = [...id].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 360, 7);
  return `linear-gradient(135deg, hsl(${hue} 24% 38%), hsl(${hue + 40} 26% 26%))`;
}

/** A plugin's state in the tenant's eyes. */
export function PluginState({ plugin }: { plugin: CataloguePlugin }) {
  if (plugin.state !== "active" && plugin.state !== "starting")
    return <Status tone="bad">{W.unavailable}</Status>;
  if (!plugin.entitled) return <Status tone="quiet">{W.notEntitled}</Status>;
  if (plugin.problem !== undefined) return <Status tone="warn">{W.attention}</Status>;
  if (plugin.scope === "platform") return <Status tone="quiet">{W.always}</Status>;
  return plugin.enabled ? <Status tone="good">{W.enabled}</Status> : <Status tone="quiet">{W.off}</Status>;
}
