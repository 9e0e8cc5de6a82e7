import { Tooltip } from "@mantine/core";
import type { AdminPlugin } from "../api/admin.ts";
import { Status, type Tone } from "../kit/show/states.tsx";
import { words } from "./texts.ts";

const NAMES: Record<string, string> = words.plugins.states;
const TONES: Record<string, Tone> = {
  active: "good",
  starting: "info",
  failed: "bad",
  blocked: "warn",
  quarantined: "bad",
  disabled: "quiet",
};
const HEALTH: Record<string, Tone> = { ok: "good", degraded: "warn", failed: "bad" };

export function StateMark({ plugin }: { plugin: Pick<AdminPlugin, "state" | "reason"> }) {
  const mark = <Status tone={TONES[plugin.state] ?? "quiet"}>{NAMES[plugin.state] ?? plugin.state}</Status>;
  if (plugin.reason === undefined) return mark;
  return (
    <Tooltip label={plugin.reason} maw={360}>
      <span>{mark}</span>
    </Tooltip>
  );
}

export function HealthMark({ health }: { health: { state: string; detail?: string } | undefined }) {
  if (health === undefined) return <span className="muted">{words.overview.unknown}</span>;
  const mark = <Status tone={HEALTH[health.state] ?? "quiet"}>{health.state}</Status>;
  if (health.detail === undefined) return mark;
  return (
    <Tooltip label={health.detail} maw={360}>
      <span>{mark}</span>
    </Tooltip>
  );
}
