import type { Journey } from "../graph/journey.ts";
import type { Media } from "../graph/parts.ts";
import { mediaOf } from "./media.ts";

/** A journey as a file: what is exported, and what an import takes. */
export interface JourneyFile {
  /** Says what the file is. */
  promostack: "journey";
  name: string;
  exportedAt: string;
  /** Files that its messages send: they do not travel with it. */
  media: { step: string; kind: Media["kind"]; file: string; name?: string }[];
  /** With the number of its format, and every id as it was. */
  journey: Journey;
}

export function journeyFile(name: string, journey: Journey, at: Date): JourneyFile {
  return {
    promostack: "journey",
    name,
    exportedAt: at.toISOString(),
    media: mediaOf(journey).map(({ step, media }) => ({ step, ...media })),
    journey,
  };
}
