import { useCallback, useState } from "react";

type Values = Record<string, unknown>;

/**
 * What is typed but not saved yet: kept for this tab through reloads, and dropped when saved or undone. `base` names the
 * version that was edited, so that an old draft does not come back over newer settings.
 */
export function useDraft(key: string, saved: Values, base: string) {
  const place = `promostack.draft.${key}`;
  const [{ value, restored }, setState] = useState(() => {
    const kept = read(place, base);
    return { value: kept ?? saved, restored: kept !== undefined };
  });
  const set = useCallback(
    (next: Values) => {
      window.sessionStorage.setItem(place, JSON.stringify({ base, value: next }));
      setState({ value: next, restored: false });
    },
    [place, base],
  );
  const drop = useCallback(
    (now: Values) => {
      window.sessionStorage.removeItem(place);
      setState({ value: now, restored: false });
    },
    [place],
  );
  return { value, restored, dirty: !same(value, saved), set, drop };
}

function read(place: string, base: string): Values | undefined {
  const text = window.sessionStorage.getItem(place);
  if (text === null) return undefined;
  const kept: { base?: string; value?: Values } = JSON.parse(text);
  return kept.base === base ? kept.value : undefined;
}

/** Equal as data: order of members and absent ones aside. */
export function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, each]) => each !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, sorted(each)]),
  );
}
