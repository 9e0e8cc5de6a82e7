import type { Journey } from "../graph/journey.ts";

/** A journey without the files of its messages: their keys mean nothing to another tenant. That one is missing stays to be seen. */
export function withoutFiles(journey: Journey): Journey {
  const steps = journey.steps.map((step) => {
    if ((step.kind !== "message" && step.kind !== "question") || step.content.media === undefined)
      return step;
    return { ...step, content: { ...step.content, media: { ...step.content.media, file: "" } } };
  });
  return { ...journey, steps };
}
