import { ApiError, call, useAct } from "@promostack/web/kit";
import { type KeyboardEvent, useState } from "react";
import type { ValidatorDetail } from "../../codes/api.ts";
import { VALIDATORS } from "./paths.ts";
import { words as W } from "./texts.ts";

/** A form's draft over what is kept: what is typed stays through errors, another's save and the list's own counting. */
export function useSaving<Draft extends object>(
  path: string,
  kept: { etag: string },
  of: (detail: ValidatorDetail) => Draft | undefined,
  first: Draft,
  sent: (draft: Draft) => object = (draft) => draft,
) {
  const [base, setBase] = useState({ draft: first, etag: kept.etag });
  const [draft, setDraft] = useState(first);
  const changed = JSON.stringify(draft) !== JSON.stringify(base.draft);
  const save = useAct<string | undefined, ValidatorDetail>({
    act: (over) =>
      call<ValidatorDetail>(path, {
        method: "PUT",
        body: sent(draft),
        headers: { "if-match": over ?? base.etag },
      }),
    tell: false,
    done: W.saved,
    changes: [VALIDATORS],
    onDone: (saved) => {
      const next = of(saved);
      if (next === undefined) return;
      setBase({ draft: next, etag: saved.etag });
      setDraft(next);
    },
  });
  const { error } = save;
  const conflict = error instanceof ApiError && error.status === 412 ? error.details : undefined;
  return {
    draft,
    change: (patch: Partial<Draft>) => setDraft({ ...draft, ...patch }),
    changed,
    save,
    conflict,
    /** Of the part that the form is in. */
    keys: (event: KeyboardEvent, ready: boolean) => {
      if (event.key !== "s" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      if (ready && changed) save.mutate(undefined);
    },
  };
}
