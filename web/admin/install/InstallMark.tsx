import type { Install, InstallState } from "../../api/installs.ts";
import { Status, type Tone } from "../../kit/show/states.tsx";
import { installWords as W } from "./texts.ts";

const TONES: Record<InstallState, Tone> = {
  running: "info",
  waiting: "warn",
  done: "good",
  failed: "bad",
  cancelled: "quiet",
};

export function InstallMark({ state }: Pick<Install, "state">) {
  return <Status tone={TONES[state]}>{W.states[state]}</Status>;
}

/** The plugin and version once they are known; before, what was sent. */
export function installName({ plugin, version, name }: Pick<Install, "plugin" | "version" | "name">): string {
  return plugin === undefined || version === undefined ? name : W.of(plugin, version);
}
