import { useLocalStorage } from "@mantine/hooks";
import { useCallback, useMemo } from "react";
import type { Template } from "../../../template/template.ts";
import { type Variables, variablesOf } from "../../../template/variables.ts";

const FIRST: Variables = {
  code: "SAVE20",
  name: "Olivia",
  link: "https://example.com/SAVE20",
  label: "20% off",
};

/** What pictures are filled with while somebody works on templates; remembered in this browser, for every template. */
export function useTriedValues(
  template: Template,
): [values: Variables, set: (name: string, value: string) => void] {
  const [kept, keep] = useLocalStorage<Record<string, string>>({
    key: "coupon-editor-values",
    defaultValue: {},
    getInitialValueInEffect: false,
  });
  const names = useMemo(() => ["code", ...variablesOf(template)].sort().join(" "), [template]);
  const values = useMemo(
    () => Object.fromEntries(names.split(" ").map((name) => [name, kept[name] ?? FIRST[name] ?? ""])),
    [names, kept],
  );
  const set = useCallback(
    (name: string, value: string) => keep((before) => ({ ...before, [name]: value })),
    [keep],
  );
  return [values, set];
}
