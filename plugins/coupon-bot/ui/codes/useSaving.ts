import { ApiError, call, useAct } from "@promostack/web/kit";
import { useState } from "react";
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
  const saving = useAct<{ typed: Draft; over: string | undefined }, ValidatorDetail>({
    act: ({ typed, over }) =>
      call<ValidatorDetail>(path, {
        method: "PUT",
        body: sent(typed),
        headers: { "if-match": over ?? base.etag },
      }),
    tell: false,
    done: W.saved,
    changes: [VALIDATORS],
    onDone: (saved, { typed }) => {
      const next = of(saved);
      if (next === undefined) return;
      setBase({ draft: next, etag: saved.etag });
      // What was typed while it was on its way stays.
      setDraft((now) => (now === typed ? next : now));
    },
  });
  const { error } = saving;
  const conflict = error instanceof ApiError && error.status === 412 ? error.details : undefined;
  return {
    draft,
    change: (patch: Partial<Draft>) => setDraft({ ...draft, ...patch }),
    changed,
    save: (over?: string) => saving.mutate({ typed: draft, over }),
    saving: saving.isPending,
    error,
    conflict,
  };
}
