import type { Deprecation, PluginManifest } from "@promostack/core";

/** Something that a check found. An error keeps the plugin from being packed or loaded; a warning is for the author to weigh. */
export interface Finding {
  severity: "error" | "warning";
  /** Path in the plugin's folder; with a line where one is to blame. */
  file: string;
  /** JSON pointer or line: `/contributes/pages/0`, `12`. */
  place?: string;
  message: string;
  fix: string;
}

/** What a check looks at: a manifest that satisfies its schema, and the sources. */
export interface Case {
  folder: string;
  manifest: PluginManifest;
  /** Sources by their path in the folder. */
  sources: ReadonlyMap<string, string>;
  deprecations: readonly Deprecation[];
}

export type Check = (of: Case) => Finding[] | Promise<Finding[]>;

export function inManifest(place: string, message: string, fix: string): Finding {
  return { severity: "error", file: "plugin.json", place, message, fix };
}
