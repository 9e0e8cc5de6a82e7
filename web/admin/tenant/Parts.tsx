import { Group, Text } from "@mantine/core";
import type { AdminTenantDetail, TenantPluginUse } from "../../api/admin.ts";
import { words as dash } from "../../dash/texts.ts";
import { Section } from "../../kit/page/Page.tsx";
import { PageLink } from "../../kit/page/PageLink.tsx";
import { bytesText } from "../../kit/show/figures.tsx";
import { Status, type Tone } from "../../kit/show/states.tsx";
import { words as shell } from "../../shell/texts.ts";
import classes from "../Admin.module.css";
import { StateMark } from "../pluginState.tsx";
import { tenantWords as W } from "./texts.ts";

/** Who belongs to the tenant, and as what. */
export function People({ people }: Pick<AdminTenantDetail, "people">) {
  return (
    <Section title={W.people}>
      {people.length === 0 ? <Text c="dimmed">{W.noPeople}</Text> : null}
      {people.map(({ personId, name, email, role }) => (
        <Group key={personId} className={classes.release} justify="space-between" gap="xs">
          <div className={classes.fingerprint}>
            {name ?? email}
            {name === undefined ? null : (
              <Text size="xs" c="dimmed">
                {email}
              </Text>
            )}
          </div>
          <Text size="sm">{shell.role[role]}</Text>
        </Group>
      ))}
    </Section>
  );
}

/** What the tenant has of plugins, and how much it uses them. */
export function Plugins({ plugins }: Pick<AdminTenantDetail, "plugins">) {
  return (
    <Section title={W.plugins} intro={W.pluginsIntro}>
      {plugins.length === 0 ? <Text c="dimmed">{W.noPlugins}</Text> : null}
      {plugins.map((plugin) => (
        <div key={plugin.id} className={classes.release}>
          <Group justify="space-between" gap="xs">
            <span>
              {plugin.state === "gone" ? (
                plugin.title
              ) : (
                <PageLink to={`/plugins/${plugin.id}`}>{plugin.title}</PageLink>
              )}{" "}
              <Text component="span" size="sm" c="dimmed">
                {plugin.version}
              </Text>
            </span>
            <PluginMark plugin={plugin} />
          </Group>
          <Text size="sm" c="dimmed" className="figure">
            {usageText(plugin)}
          </Text>
          {plugin.problem === undefined ? null : <Text size="sm">{plugin.problem}</Text>}
        </div>
      ))}
    </Section>
  );
}

/** The tenant's own reason comes before the installation's. */
function PluginMark({ plugin }: { plugin: TenantPluginUse }) {
  const { enabled, entitled, problem } = plugin;
  if (!enabled) return <Status tone="quiet">{W.off}</Status>;
  if (!entitled) return <Status tone="warn">{W.notInPlan}</Status>;
  if (problem !== undefined) return <Status tone="warn">{W.mend}</Status>;
  return <StateMark plugin={plugin} />;
}

function usageText({ calls, errors, milliseconds, storedBytes }: TenantPluginUse): string {
  const stored = storedBytes === 0 ? [] : [W.stored(bytesText(storedBytes))];
  if (calls === 0) return [W.unused, ...stored].join(" · ");
  return [
    W.use(calls, errors),
    W.each(Math.max(1, Math.round(milliseconds / calls)).toLocaleString()),
    ...stored,
  ].join(" · ");
}

const TONES: Record<AdminTenantDetail["connections"][number]["status"], Tone> = {
  ok: "good",
  warning: "warn",
  error: "bad",
  not_connected: "quiet",
};

/** The tenant's bots, and what is wrong with them. */
export function Connections({ connections }: Pick<AdminTenantDetail, "connections">) {
  return (
    <Section title={W.connections}>
      {connections.map(({ role, status, username, channels, problems }) => (
        <div key={role} className={classes.release}>
          <Group justify="space-between" gap="xs">
            <span>
              {dash.connections.role[role]}{" "}
              {username === undefined ? null : (
                <Text component="span" size="sm" c="dimmed">
                  @{username} · {W.channels(channels)}
                </Text>
              )}
            </span>
            <Status tone={TONES[status]}>{dash.connections.status[status]}</Status>
          </Group>
          {problems.map((problem) => (
            <Text key={problem} size="sm">
              {problem}
            </Text>
          ))}
        </div>
      ))}
    </Section>
  );
}
