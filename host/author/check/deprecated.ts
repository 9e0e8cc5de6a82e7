import { type Case, type Finding, inManifest } from "./finding.ts";

/** What the API has announced the end of. Sources are searched for the name: a warning may be wrong about what it names. */
export function deprecatedIsNamed({ manifest, sources, deprecations }: Case): Finding[] {
  return deprecations.flatMap(({ name, since, until, instead }) => {
    const message = `uses ${name}, deprecated since API ${since} and gone in ${until}`;
    if (name.startsWith("/")) {
      const found = name
        .split("/")
        .slice(1)
        .reduce<unknown>((value, key) => Object(value)[key], manifest);
      return found === undefined
        ? []
        : [{ ...inManifest(name, message, instead), severity: "warning" as const }];
    }
    const word = new RegExp(`\\b${name.split(".").at(-1)}\\b`);
    return [...sources].flatMap(([file, text]) => {
      const line = text.split("\n").findIndex((each) => word.test(each));
      if (line < 0) return [];
      return [{ severity: "warning" as const, file, place: String(line + 1), message, fix: instead }];
    });
  });
}
