import { once } from "node:events";
import { PlatformError } from "@promostack/core";

/** An event of a stream: a step that begins, and in the end what came of it. */
export type StepEvent<Step, Result> =
  | { event: "step"; data: { step: Step } }
  | { event: "done"; data: Result }
  | {
      event: "failed";
      data: { code: string; detail: string; status: number; hint?: string; details?: object };
    };

/** Runs work and tells of its steps. The work goes on to its end when nobody listens any more. */
export async function* stepEvents<Step, Result>(
  work: (step: (step: Step) => void) => Promise<Result>,
  onFailure: (error: unknown) => void,
): AsyncGenerator<StepEvent<Step, Result>> {
  const pending: StepEvent<Step, Result>[] = [];
  const bell = new EventTarget();
  let over = false;
  const add = (event: StepEvent<Step, Result>) => {
    pending.push(event);
    bell.dispatchEvent(new Event("ring"));
  };
  work((step) => add({ event: "step", data: { step } })).then(
    (data) => {
      over = true;
      add({ event: "done", data });
    },
    (error: unknown) => {
      over = true;
      if (!PlatformError.is(error)) onFailure(error);
      add({ event: "failed", data: failureOf(error) });
    },
  );
  for (;;) {
    for (const event of pending.splice(0)) yield event;
    if (over && pending.length === 0) return;
    if (pending.length === 0) await once(bell, "ring");
  }
}

function failureOf(error: unknown) {
  if (PlatformError.is(error)) {
    const { code, message, status, hint, details } = error;
    return { code, detail: message, status, ...(hint && { hint }), ...(details && { details }) };
  }
  return { code: "internal", detail: "Something went wrong on our side.", status: 500 };
}
