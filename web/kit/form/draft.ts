import { useCallback, useEffect, useState } from "react";
import { same } from "./schema.ts";
import { withoutSecrets } from "./withoutSecrets.ts";

type Values = Record<string, unknown>;

interface Draft {
  value: Values;
  /** It came back after a reload. */
  restored: boolean;
  /** Version of what was stored when typing began: what a save must name. */
  base: string;
  /** Nothing was typed since it was read or saved. */
  clean: boolean;
}

/**
 * What is typed but not saved yet: kept for this tab through reloads, and dropped when saved or undone. While nothing is
 * typed it follows what is stored; once something is, it stays with the version that was edited. Secrets of the schema are
 * kept nowhere: they are typed again after a reload.
 */
export function useDraft(key: string, saved: Values, version: string, schema: Values) {
  const place = `promostack.draft.${key}`;
  const [draft, setDraft] = useState((): Draft => {
    const kept = read(place, version);
    return { value: kept ?? saved, restored: kept !== undefined, base: version, clean: kept === undefined };
  });
  useEffect(() => {
    setDraft((now) =>
      now.clean && now.base !== version ? { value: saved, restored: false, base: version, clean: true } : now,
    );
  }, [saved, version]);
  const { base } = draft;
  const set = useCallback(
    (value: Values) => {
      window.sessionStorage.setItem(place, JSON.stringify({ base, value: withoutSecrets(schema, value) }));
      setDraft({ value, restored: false, base, clean: false });
    },
    [place, base, schema],
  );
  const drop = useCallback(
    (value: Values, now = base) => {
      window.sessionStorage.removeItem(place);
      setDraft({ value, restored: false, base: now, clean: true });
    },
    [place, base],
  );
  const rebase = useCallback((now = base) => setDraft((draft) => ({ ...draft, base: now })), [base]);
  return { ...draft, dirty: !draft.clean && !same(draft.value, saved), set, drop, rebase };
}

function read(place: string, base: string): Values | undefined {
  const text = window.sessionStorage.getItem(place);
  if (text === null) return undefined;
  const kept: { base?: string; value?: Values } = JSON.parse(text);
  return kept.base === base ? kept.value : undefined;
}
