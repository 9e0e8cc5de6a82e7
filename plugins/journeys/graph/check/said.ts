import type { Journey } from "../journey.ts";
import type { Content } from "../parts.ts";
import type { Step } from "../step.ts";

/** A text of a journey in which variables may stand, and where it is. */
export interface Said {
  step: Step;
  field: string;
  text: string;
}

export function contentOf(step: Step): Content | undefined {
  return step.kind === "message" || step.kind === "question" ? step.content : undefined;
}

/** Every text of a journey in which variables may stand. */
export function saidIn({ steps }: Journey): Said[] {
  return steps.flatMap((step) => {
    const own = (field: string, text: string | undefined): Said[] =>
      text === undefined ? [] : [{ step, field, text }];
    const content = contentOf(step);
    return [
      ...own("content.text", content?.text),
      ...(content?.buttons ?? []).flatMap(({ text, url }, index) => [
        ...own(`content.buttons.${index}.text`, text),
        ...own(`content.buttons.${index}.url`, url),
      ]),
      ...(step.kind === "question"
        ? [
            ...own("hint", step.hint),
            ...(step.choices ?? []).flatMap(({ text }, index) => own(`choices.${index}.text`, text)),
          ]
        : []),
      ...(step.kind === "set" && step.does !== "clear" ? own("value", step.value) : []),
      ...(step.kind === "action" ? textsIn(step.input, "input").map((each) => ({ step, ...each })) : []),
    ];
  });
}

function textsIn(value: unknown, field: string): { field: string; text: string }[] {
  if (typeof value === "string") return [{ field, text: value }];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) => textsIn(each, `${field}.${name}`));
}
