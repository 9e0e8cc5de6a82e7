import { type DraftSaving, useDraftSaving } from "@promostack/web/kit";
import { useState } from "react";
import type { Template } from "../../template/template.ts";
import type { SavedDraft, TemplateDetail } from "../../templates/api.ts";
import { TEMPLATES } from "../base.ts";

export interface Saving extends DraftSaving<Template> {
  /** The draft differs from what is published. */
  changed: boolean;
  replaced(restored: TemplateDetail): void;
}

/** Keeps a template's draft saved. */
export function useSaving(detail: TemplateDetail, template: Template, on: boolean): Saving {
  const [changed, setChanged] = useState(detail.draftDiffers);
  // Publishing happens elsewhere: it makes the published version another one.
  const [version, setVersion] = useState(detail.publishedVersion);
  if (version !== detail.publishedVersion) {
    setVersion(detail.publishedVersion);
    setChanged(detail.draftDiffers);
  }
  const saving = useDraftSaving<Template, SavedDraft>(template, {
    path: `${TEMPLATES}/${detail.id}/draft`,
    stored: detail,
    isDraft: isTemplate,
    on,
    onSaved: ({ draftDiffers }) => setChanged(draftDiffers),
  });
  return {
    ...saving,
    changed: changed || (saving.dirty && detail.publishedVersion !== null),
    taken() {
      setChanged(detail.publishedVersion !== null);
      saving.taken();
    },
    replaced(restored) {
      setChanged(restored.draftDiffers);
      saving.replaced(restored);
    },
  };
}

/** The server's own words: it checked the draft when it was stored. */
function isTemplate(value: unknown): value is Template {
  return Array.isArray(Object(value).layers);
}
