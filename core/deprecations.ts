/** A part of the plugin API that will end. Its declaration says the same in a tag: deprecated since 0.2.0, until 0.3.0, and what to use instead. */
export interface Deprecation {
  /** As authors write it: `Setup.onUpdate`, `TenantContext.fetch`, `candleCsv`; a place of plugin.json begins with `/`. */
  name: string;
  /** API version that first warned of it. */
  since: string;
  /** API version without it: at least one minor version after `since`. */
  until: string;
  /** What to use instead, in a sentence. */
  instead: string;
}

/** What ends, and when. Authors and operators are warned of each use; a test holds this list against the tags in the sources and the versions. */
export const DEPRECATIONS: readonly Deprecation[] = [];
