import { type DraftSaving, useDraftSaving } from "@promostack/web/kit";
import { useState } from "react";
import type { JourneyDetail, SavedDraft } from "../../drafts/api.ts";
import type { Journey } from "../../graph/journey.ts";
import { BASE } from "../base.ts";

export interface Saving extends DraftSaving<Journey> {
  /** The draft differs from what is live. */
  changed: boolean;
}

/** Keeps a journey's draft saved. */
export function useSaving(detail: JourneyDetail, journey: Journey, on: boolean): Saving {
  const [changed, setChanged] = useState(detail.changed);
  // Publishing and going back to a version happen elsewhere: each makes the journey's version another one.
  const [version, setVersion] = useState(detail.version);
  if (version !== detail.version) {
    setVersion(detail.version);
    setChanged(detail.changed);
  }
  const saving = useDraftSaving<Journey, SavedDraft>(journey, {
    path: `${BASE}/journeys/${detail.id}/draft`,
    stored: detail,
    isDraft: isJourney,
    on,
    onSaved: (saved) => setChanged(saved.changed),
  });
  return { ...saving, changed: changed || (saving.dirty && detail.version !== null) };
}

/** The server's own words: it checked the draft when it was stored. */
function isJourney(value: unknown): value is Journey {
  return Array.isArray(Object(value).steps);
}
