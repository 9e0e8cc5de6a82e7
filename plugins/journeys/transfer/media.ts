import type { Journey } from "../graph/journey.ts";
import type { Media } from "../graph/parts.ts";

/** Files that a journey's messages send, with the step of each. */
export function mediaOf({ steps }: Journey): { step: string; media: Media }[] {
  return steps.flatMap((step) =>
    (step.kind === "message" || step.kind === "question") &&
    step.content.media !== undefined &&
    step.content.media.file !== ""
      ? [{ step: step.id, media: step.content.media }]
      : [],
  );
}

/** The journey with its files taken out where `keeps` says no: each is chosen anew. */
export function withoutMedia(journey: Journey, keeps: (file: string) => boolean): Journey {
  const steps = journey.steps.map((step) => {
    if (step.kind !== "message" && step.kind !== "question") return step;
    const { media } = step.content;
    if (media === undefined || keeps(media.file)) return step;
    return { ...step, content: { ...step.content, media: { ...media, file: "" } } };
  });
  return { ...journey, steps };
}
