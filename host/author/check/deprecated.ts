import { deprecatedUses } from "../../plugin/deprecatedUses.ts";
import type { Case, Finding } from "./finding.ts";

/** What the API has announced the end of. */
export function deprecatedIsNamed({ manifest, sources, deprecations }: Case): Finding[] {
  return deprecatedUses(manifest, sources, deprecations).map(
    ({ name, since, until, instead, file, place }) => ({
      severity: "warning",
      file,
      place,
      message: `uses ${name}, deprecated since API ${since} and gone in ${until}`,
      fix: instead,
    }),
  );
}
