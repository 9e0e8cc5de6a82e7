import type { ChosenButton, ChosenWhen, PictureMessage } from "../../broadcasts/api.ts";
import type { ChosenAudience } from "../../broadcasts/audience.ts";
import { words as W } from "./texts.ts";

/** What somebody is choosing. */
export interface Draft {
  name: string;
  message: PictureMessage;
  audience: ChosenAudience;
  when: ChosenWhen;
  anyway: boolean;
}

export const NEW_DRAFT: Draft = {
  name: "",
  message: {
    template: "",
    size: "square",
    code: "",
    text: W.usualText,
    buttons: [newButton("own"), newButton("share")],
  },
  audience: { kind: "everybody" },
  when: { kind: "now" },
  anyway: false,
};

export function newButton(does: ChosenButton["does"]): ChosenButton {
  return { does, text: W.usualLabels[does], ...(does === "link" && { url: "https://" }) };
}

/** Something has been chosen. */
export function hasAudience(audience: ChosenAudience): boolean {
  if (audience.kind === "tags") return audience.tags.length > 0;
  return audience.kind !== "segment" || audience.segment !== "";
}

export function hasMessage({ template, code, buttons }: PictureMessage): boolean {
  return (
    template !== "" &&
    code.trim() !== "" &&
    buttons.every(({ text, does, url = "" }) => text.trim() !== "" && (does !== "link" || URL.canParse(url)))
  );
}
