import { useEffect } from "react";
import type { Rows } from "../api/resource.ts";

/**
 * Loads the rest of a list that the server neither searches nor sorts, should it come in pages: what is searched, sorted or saved here
 * must leave nothing out. True while rows are missing.
 */
export function useWhole<Row>({ server, more, loadingMore, error, loadMore }: Rows<Row>): boolean {
  const missing = server === undefined && more && error === null;
  useEffect(() => {
    if (missing && !loadingMore) loadMore();
  });
  return missing;
}
