import { useCallback, useEffect, useRef, useState } from "react";
import { call } from "../api/client.ts";
import { ApiError } from "../api/error.ts";

/** How long nothing must change before the draft is saved by itself. */
const PAUSE_MS = 1_200;
/** After a failed save, when the next is tried. */
const AGAIN_MS = 8_000;

/** What the server keeps of a draft. */
export interface StoredDraft<Draft> {
  draft: Draft;
  etag: string;
  editedAt: string;
  editedBy: string;
}

/** Somebody else's draft, where two have edited at once. */
export interface DraftConflict<Draft> {
  draft: Draft;
  by: string;
  at: string;
  etag: string;
}

export type SavingState = "saved" | "waiting" | "saving" | "failed" | "conflict";

export interface DraftSaving<Draft> {
  state: SavingState;
  /** What is here is not what is stored. */
  dirty: boolean;
  /** Why the last save failed. */
  error: Error | undefined;
  conflict: DraftConflict<Draft> | undefined;
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
  /** The server has another draft by what was asked of it here, and so has the editor. */
  replaced(stored: StoredDraft<Draft>): void;
}

interface DraftSavingOptions<Draft, Saved> {
  /** Takes `{ draft }` by PUT with If-Match, and answers `edit.conflict` (412) with `theirs`. */
  path: string;
  stored: StoredDraft<Draft>;
  /** Knows one of the server's own drafts again. */
  isDraft(value: unknown): value is Draft;
  on: boolean;
  onSaved?: (saved: Saved) => void;
}

/** Keeps a draft saved: a moment after each change, at once when asked to, again after a failure. */
export function useDraftSaving<Draft, Saved extends Omit<StoredDraft<Draft>, "draft">>(
  draft: Draft,
  { path, stored: first, isDraft, on, onSaved }: DraftSavingOptions<Draft, Saved>,
): DraftSaving<Draft> {
  const [stored, setStored] = useState(first);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error>();
  const [conflict, setConflict] = useState<DraftConflict<Draft>>();
  const latest = useRef({ draft, stored, isDraft, onSaved });
  latest.current = { draft, stored, isDraft, onSaved };
  const running = useRef<Promise<string | undefined>>(undefined);

  const keep = useCallback((next: StoredDraft<Draft>) => {
    latest.current.stored = next;
    setStored(next);
  }, []);

  const put = useCallback(
    async (mine: Draft, etag: string): Promise<string | undefined> => {
      setBusy(true);
      try {
        const saved = await call<Saved>(path, {
          method: "PUT",
          body: { draft: mine },
          headers: { "if-match": etag },
        });
        keep({ draft: mine, etag: saved.etag, editedAt: saved.editedAt, editedBy: saved.editedBy });
        latest.current.onSaved?.(saved);
        setError(undefined);
        setConflict(undefined);
        return saved.etag;
      } catch (failure) {
        const other = conflictOf(failure, latest.current.isDraft);
        if (other !== undefined && JSON.stringify(other.draft) === JSON.stringify(mine)) {
          // Our own save, whose answer was lost on the way.
          keep({ ...latest.current.stored, draft: mine, etag: other.etag });
          return other.etag;
        }
        if (other !== undefined) setConflict(other);
        else setError(failure instanceof Error ? failure : new Error(String(failure)));
        return undefined;
      } finally {
        setBusy(false);
      }
    },
    [path, keep],
  );

  const save = useCallback(async (): Promise<string | undefined> => {
    // One at a time: the next save names the etag that the one before has answered. Of two that waited, one goes on.
    for (let before = running.current; before !== undefined; ) {
      await before;
      before = before === running.current ? undefined : running.current;
    }
    const { draft: mine, stored: before } = latest.current;
    if (!on || mine === before.draft) return before.etag;
    running.current = put(mine, before.etag);
    return running.current;
  }, [put, on]);

  const saveNow = useCallback(() => void save(), [save]);

  const dirty = on && draft !== stored.draft;
  useEffect(() => {
    if (!dirty || conflict !== undefined || draft === undefined) return undefined;
    const timer = window.setTimeout(() => void save(), error === undefined ? PAUSE_MS : AGAIN_MS);
    return () => window.clearTimeout(timer);
  }, [dirty, draft, conflict, error, save]);

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

  return {
    state: stateOf({ conflict: conflict !== undefined, busy, dirty, failed: error !== undefined }),
    dirty,
    error,
    conflict,
    editedAt: stored.editedAt,
    editedBy: stored.editedBy,
    save,
    saveNow,
    overwrite: async () => {
      if (conflict !== undefined) await put(latest.current.draft, conflict.etag);
    },
    taken: () => {
      if (conflict === undefined) return;
      keep({ draft: conflict.draft, etag: conflict.etag, editedAt: conflict.at, editedBy: conflict.by });
      setConflict(undefined);
    },
    replaced: keep,
  };
}

interface Facts {
  conflict: boolean;
  busy: boolean;
  dirty: boolean;
  failed: boolean;
}

function stateOf({ conflict, busy, dirty, failed }: Facts): SavingState {
  if (conflict) return "conflict";
  if (busy) return "saving";
  if (!dirty) return "saved";
  return failed ? "failed" : "waiting";
}

function conflictOf<Draft>(
  failure: unknown,
  isDraft: (value: unknown) => value is Draft,
): DraftConflict<Draft> | undefined {
  if (!(failure instanceof ApiError) || failure.status !== 412) return undefined;
  const theirs: Record<string, unknown> = Object(failure.details.theirs);
  if (!isDraft(theirs.draft)) return undefined;
  return {
    draft: theirs.draft,
    by: String(theirs.editedBy ?? ""),
    at: String(theirs.editedAt ?? ""),
    etag: String(failure.details.etag ?? ""),
  };
}
