import { useEffect, useState } from "react";

/**
 * False until everything that a page needs has answered once, true ever after: parts appear together, so that nothing
 * moves under the reader's hand, and a later wait leaves the page standing.
 */
export function useStood(pending: boolean): boolean {
  const [stood, setStood] = useState(!pending);
  useEffect(() => {
    if (!pending) setStood(true);
  }, [pending]);
  return stood || !pending;
}
