import { ApiError, call } from "@promostack/web/kit";
import { useCallback, useEffect, useRef, useState } from "react";
import type { JourneyDetail, SavedDraft } from "../../drafts/api.ts";
import type { Journey } from "../../graph/journey.ts";
import { BASE } from "../base.ts";

/** How long nothing must change before the draft is saved by itself. */
const PAUSE_MS = 1_200;
/** After a failed save, when the next is tried. */
const AGAIN_MS = 8_000;

/** Somebody else's draft, where two have edited at once. */
export interface Conflict {
  draft: Journey;
  by: string;
  at: string;
  etag: string;
}

export type SavingState = "saved" | "waiting" | "saving" | "failed" | "conflict";

export interface Saving {
  state: SavingState;
  /** Why the last save failed. */
  error: Error | undefined;
  conflict: Conflict | undefined;
  /** The draft differs from what is live. */
  changed: boolean;
  editedAt: string;
  editedBy: string;
  /** Saves now what is not saved yet; answers the etag of what is stored, or undefined where it could not be saved. */
  save(): Promise<string | undefined>;
  /** As `save`, for keys. */
  saveNow(): void;
  /** Saves over the other's draft. */
  overwrite(): Promise<void>;
  /** The other's draft has been taken over. */
  taken(): void;
}

/** Keeps a draft saved: a moment after each change, at once when asked to, again after a failure. */
export function useSaving(detail: JourneyDetail, journey: Journey, on: boolean): Saving {
  const path = `${BASE}/journeys/${detail.id}/draft`;
  const [stored, setStored] = useState({
    draft: detail.draft,
    etag: detail.etag,
    changed: detail.changed,
    editedAt: detail.editedAt,
    editedBy: detail.editedBy,
  });
  // Publishing and going back to a version happen elsewhere: each makes the journey's version another one.
  const [version, setVersion] = useState(detail.version);
  if (version !== detail.version) {
    setVersion(detail.version);
    setStored((before) => ({ ...before, changed: detail.changed }));
  }
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error>();
  const [conflict, setConflict] = useState<Conflict>();
  const latest = useRef({ journey, stored });
  latest.current = { journey, stored };
  const running = useRef<Promise<string | undefined>>(undefined);

  const put = useCallback(
    async (draft: Journey, etag: string): Promise<string | undefined> => {
      setBusy(true);
      try {
        const saved = await call<SavedDraft>(path, {
          method: "PUT",
          body: { draft },
          headers: { "if-match": etag },
        });
        const next = { ...saved, draft };
        latest.current.stored = next;
        setStored(next);
        setError(undefined);
        setConflict(undefined);
        return saved.etag;
      } catch (failure) {
        const other = conflictOf(failure);
        if (other !== undefined && JSON.stringify(other.draft) === JSON.stringify(draft)) {
          // Our own save, whose answer was lost on the way.
          const next = { ...latest.current.stored, draft, etag: other.etag };
          latest.current.stored = next;
          setStored(next);
          return other.etag;
        }
        if (other !== undefined) setConflict(other);
        else setError(failure instanceof Error ? failure : new Error(String(failure)));
        return undefined;
      } finally {
        setBusy(false);
      }
    },
    [path],
  );

  const save = useCallback(async (): Promise<string | undefined> => {
    // One at a time: the next save names the etag that the one before has answered.
    await running.current;
    const { journey: draft, stored: before } = latest.current;
    if (!on || draft === before.draft) return before.etag;
    running.current = put(draft, before.etag);
    return running.current;
  }, [put, on]);

  const saveNow = useCallback(() => void save(), [save]);

  const dirty = on && journey !== stored.draft;
  useEffect(() => {
    if (!dirty || conflict !== undefined || journey === undefined) return undefined;
    const timer = window.setTimeout(() => void save(), error === undefined ? PAUSE_MS : AGAIN_MS);
    return () => window.clearTimeout(timer);
  }, [dirty, journey, conflict, error, save]);

  // Whoever goes to another page leaves nothing behind: what is not saved yet is sent along the way.
  useEffect(
    () => () => {
      void save();
    },
    [save],
  );
  useEffect(() => {
    if (!dirty) return undefined;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [dirty]);

  const state: SavingState =
    conflict !== undefined
      ? "conflict"
      : busy
        ? "saving"
        : !dirty
          ? "saved"
          : error !== undefined
            ? "failed"
            : "waiting";
  const { changed, editedAt, editedBy } = stored;
  return {
    state,
    error,
    conflict,
    changed: changed || (dirty && detail.version !== null),
    editedAt,
    editedBy,
    save,
    saveNow,
    overwrite: async () => {
      if (conflict !== undefined) await put(latest.current.journey, conflict.etag);
    },
    taken: () => {
      if (conflict === undefined) return;
      const { draft, etag, at, by } = conflict;
      setStored((before) => ({ ...before, draft, etag, editedAt: at, editedBy: by }));
      setConflict(undefined);
    },
  };
}

function conflictOf(failure: unknown): Conflict | undefined {
  if (!(failure instanceof ApiError) || failure.status !== 412) return undefined;
  const theirs: Record<string, unknown> = Object(failure.details.theirs);
  if (!isJourney(theirs.draft)) return undefined;
  return {
    draft: theirs.draft,
    by: String(theirs.editedBy ?? ""),
    at: String(theirs.editedAt ?? ""),
    etag: String(failure.details.etag ?? ""),
  };
}

/** The server's own words: it checked the draft when it was stored. */
function isJourney(value: unknown): value is Journey {
  return Array.isArray(Object(value).steps);
}
