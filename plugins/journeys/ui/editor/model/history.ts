import { type DraftHistory, useDraftHistory } from "@promostack/web/kit";
import type { Journey } from "../../../graph/journey.ts";

export interface History extends Omit<DraftHistory<Journey>, "now"> {
  journey: Journey;
}

/** A journey with undo and redo, whatever changes it. */
export function useHistory(first: Journey): History {
  const { now, ...history } = useDraftHistory(first);
  return { journey: now, ...history };
}
