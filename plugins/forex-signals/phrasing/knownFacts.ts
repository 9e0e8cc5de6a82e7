import type { Fact, Facts, Format, Variable } from "../messages/facts.ts";
import { formatFact } from "../messages/format.ts";
import type { Language } from "../messages/language.ts";

/** One thing that may be said. */
export interface KnownFact {
  /** The variable's name; `signals.resultR` of a list. */
  name: string;
  label: string;
  format: Format;
  /** As a reader of the language sees it. */
  text: string;
  value: Fact;
}

/** Not for the AI: the risk note is appended as it is, and the rest are switches of templates. */
const KEPT_BACK = new Set(["riskNote", "asiaSoFar", "simulated", "empty"]);

/** Every fact of a message, lists entry by entry. */
export function knownFacts(
  variables: readonly Variable[],
  facts: Facts,
  language: Language,
  prefix = "",
): KnownFact[] {
  return variables.flatMap((variable): KnownFact[] => {
    const value = facts[variable.name];
    if (KEPT_BACK.has(variable.name) || value === null || value === undefined || value === "") return [];
    const name = `${prefix}${variable.name}`;
    if (isList(value)) {
      const inner = variable.entries?.variables ?? [];
      return value.flatMap((entry) => knownFacts(inner, entry, language, `${name}.`));
    }
    return [
      {
        name,
        label: variable.label,
        format: variable.format,
        text: formatFact(value, variable.format, language),
        value,
      },
    ];
  });
}

function isList(value: Fact): value is readonly Facts[] {
  return Array.isArray(value);
}
