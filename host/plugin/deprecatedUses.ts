import type { Deprecation, PluginManifest } from "@promostack/core";
import { readSources } from "./sources.ts";

/** Where a release uses a part of the API that ends. */
export interface DeprecatedUse extends Deprecation {
  /** Path in the release. */
  file: string;
  /** JSON pointer or line: `/limits/setupMs`, `12`. */
  place: string;
}

/** A part of the API that a release uses and that ends, for whoever runs it. */
export type Ending = Pick<Deprecation, "name" | "until" | "instead">;

/**
 * What a release uses of what the API has announced the end of, once a file. Sources are searched for the name: it may be wrong about
 * what it names. Tests are not asked, since they stay at home.
 */
export function deprecatedUses(
  manifest: PluginManifest,
  sources: Iterable<readonly [file: string, text: string]>,
  deprecations: readonly Deprecation[],
): DeprecatedUse[] {
  const [places, names] = [deprecations.filter(isPlace), deprecations.filter((each) => !isPlace(each))];
  const stated = places
    .filter(({ name }) => valueAt(manifest, name) !== undefined)
    .map((each) => ({ ...each, file: "plugin.json", place: each.name }));
  const used = names.length === 0 ? [] : [...sources].filter(([file]) => !file.startsWith("test/"));
  return [
    ...stated,
    ...used.flatMap(([file, text]) => {
      const lines = text.split("\n");
      return names.flatMap((each) => {
        const word = new RegExp(`\\b${each.name.split(".").at(-1)}\\b`);
        const line = lines.findIndex((written) => word.test(written));
        return line < 0 ? [] : [{ ...each, file, place: String(line + 1) }];
      });
    }),
  ];
}

/** Each part that ends once, however often it is used. */
export function endingsOf(uses: readonly DeprecatedUse[]): Ending[] {
  const parts = new Map(uses.map(({ name, until, instead }) => [name, { name, until, instead }]));
  return [...parts.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** What a release in a folder uses that ends. Nothing is read where nothing ends. */
export async function folderEndings(
  folder: string,
  manifest: PluginManifest,
  deprecations: readonly Deprecation[],
): Promise<Ending[]> {
  if (deprecations.length === 0) return [];
  return endingsOf(deprecatedUses(manifest, await readSources(folder), deprecations));
}

/** For the log and the steps of an install. */
export function endingWords({ name, until, instead }: Ending): string {
  return `It uses ${name}, which ends with API ${until}. ${instead}`;
}

/** A place of plugin.json, not a name of the API. */
function isPlace({ name }: Deprecation): boolean {
  return name.startsWith("/");
}

function valueAt(manifest: PluginManifest, pointer: string): unknown {
  return pointer
    .split("/")
    .slice(1)
    .reduce<unknown>((value, key) => Object(value)[key], manifest);
}
