import { useEffect, useState } from "react";
import type { Rows } from "../api/resource.ts";

/** Rows that are loaded for a search, a sort or a file; a server's own export has more. */
const MOST_ROWS = 5_000;

/**
 * Loads the rest of a list that comes in pages where it matters: what is searched or sorted here must not leave out the rows that
 * nobody has scrolled to. `download` runs `save` once all rows are there.
 */
export function useAllRows<Row>(
  source: Rows<Row>,
  wanted: boolean,
  save: () => void,
): { download(): void; loading: boolean } {
  const [saving, setSaving] = useState(false);
  const { more, loadingMore, error, loadMore, rows } = source;
  const whole = !more || rows.length >= MOST_ROWS || error !== null;
  useEffect(() => {
    if ((wanted || saving) && !whole && !loadingMore) loadMore();
  });
  useEffect(() => {
    if (!saving || !whole) return;
    setSaving(false);
    save();
  });
  return { download: () => setSaving(true), loading: wanted && !whole };
}
