import { createContext, useContext } from "react";
import type { JourneyDetail } from "../../drafts/api.ts";
import type { Surroundings } from "../../drafts/surroundings.ts";
import type { Problem } from "../../graph/check/problem.ts";
import type { Journey } from "../../graph/journey.ts";
import type { Step, StepKind } from "../../graph/step.ts";
import type { StepCount } from "../numbers/useNumbers.ts";
import type { ExitOf, Place } from "./model/edits.ts";
import type { History } from "./model/history.ts";
import type { Walker } from "./model/walker.ts";

export type Panel = "step" | "journey" | "problems" | "test" | "versions";

/** What the parts of the editor share. */
export interface Editor extends History {
  detail: JourneyDetail;
  readOnly: boolean;
  surroundings: Surroundings;
  selected: ReadonlySet<string>;
  select(ids: Iterable<string>): void;
  /** Chooses a step, brings it into view and opens its form. */
  lookAt(step: string): void;
  /** The step that was looked for last; a new object each time. */
  looked: { step: string } | undefined;
  panel: Panel | undefined;
  show(panel: Panel | undefined): void;
  problems: readonly Problem[] | undefined;
  /** People who stand at each step now. */
  people: ReadonlyMap<string, number>;
  /** The funnel of the live version, by step; empty while nothing is live. */
  funnel: ReadonlyMap<string, StepCount>;
  /** The step at which the test chat stands, and those it has walked. */
  tested: { at: string | undefined; walked: ReadonlySet<string> };
  test(tested: Editor["tested"]): void;
  /** Who walks in the test chat, as long as the editor is open. */
  walker: Walker;
  walkAs(walker: Walker): void;
  /** Adds a step and chooses it; connected from an exit, or from the chosen step. Without a place it finds one. */
  add(kind: StepKind, where?: { place?: Place; from?: ExitOf }): void;
  changeStep(step: Step): void;
  remove(ids: ReadonlySet<string>): void;
  duplicate(ids: ReadonlySet<string>): void;
  paste(steps: readonly Step[]): void;
}

const EditorContext = createContext<Editor | undefined>(undefined);
export const EditorProvider = EditorContext.Provider;

/** Undefined where there is no editor around. */
export function useEditorAround(): Editor | undefined {
  return useContext(EditorContext);
}

export function useEditor(): Editor {
  const editor = useEditorAround();
  if (editor === undefined) throw new Error("useEditor needs an editor around it.");
  return editor;
}

export function chosenSteps({ journey, selected }: Pick<Editor, "journey" | "selected">): Step[] {
  return journey.steps.filter(({ id }) => selected.has(id));
}

/** A journey's step by its id. */
export function stepOf({ steps }: Journey, id: string): Step | undefined {
  return steps.find((step) => step.id === id);
}
