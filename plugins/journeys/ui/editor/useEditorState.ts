import { useResource } from "@promostack/web/kit";
import { useCallback, useMemo, useState } from "react";
import type { JourneyDetail, PeopleInside } from "../../drafts/api.ts";
import type { Surroundings } from "../../drafts/surroundings.ts";
import type { Step, StepKind } from "../../graph/step.ts";
import { BASE } from "../base.ts";
import { useStepCounts } from "../numbers/useNumbers.ts";
import type { Editor, Panel } from "./editor.ts";
import { stepOf } from "./editor.ts";
import { copies } from "./model/copying.ts";
import {
  addSteps,
  changeStep,
  connect,
  type ExitOf,
  freeExit,
  type Place,
  removeSteps,
} from "./model/edits.ts";
import type { History } from "./model/history.ts";
import { newIds } from "./model/ids.ts";
import { newStep } from "./model/newStep.ts";
import { SAMPLE_WALKER } from "./model/walker.ts";
import { useProblems } from "./useProblems.ts";

const COUNTED_EVERY_MS = 15_000;
const NOTHING_AROUND: Surroundings = {
  bot: null,
  channels: [],
  tags: [],
  fields: [],
  actions: [],
  facts: [],
  events: [],
};
const NOBODY: ReadonlyMap<string, number> = new Map();
const UNTESTED: Editor["tested"] = { at: undefined, walked: new Set() };

/** The editor of one journey over its history. */
export function useEditorState(detail: JourneyDetail, history: History, readOnly: boolean): Editor {
  const { journey, change } = history;
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [panel, show] = useState<Panel | undefined>();
  const [looked, setLooked] = useState<Editor["looked"]>();
  const [tested, test] = useState(UNTESTED);
  const [walker, walkAs] = useState(SAMPLE_WALKER);
  const problems = useProblems(detail.id, journey);
  const around = useResource<Surroundings>(`${BASE}/surroundings`);
  const inside = useResource<PeopleInside>(
    `${BASE}/journeys/${detail.id}/people-inside`,
    {},
    { every: COUNTED_EVERY_MS },
  );
  const funnel = useStepCounts(detail.id, detail.version !== null);
  const people = useMemo(
    () => new Map(inside.data?.steps.map(({ step, people: count }) => [step, count]) ?? NOBODY),
    [inside.data],
  );

  const select = useCallback((ids: Iterable<string>) => {
    const next = new Set(ids);
    setSelected(next);
    // The test chat stays while one looks around; everything else gives way to the chosen step's form.
    show((open) => (next.size > 0 && open !== "test" ? "step" : open === "step" ? undefined : open));
  }, []);

  const add = (kind: StepKind, { place, from }: { place?: Place; from?: ExitOf } = {}) => {
    const chosen = selected.size === 1 ? stepOf(journey, [...selected][0] ?? "") : undefined;
    const exit = from ?? exitOf(chosen);
    const source = exit === undefined || exit.step === "" ? undefined : stepOf(journey, exit.step);
    const step = newStep(kind, place ?? freePlace(journey.steps, source), newIds(journey));
    change((before) => {
      const added = addSteps(before, [step]);
      return exit === undefined ? added : connect(added, exit, step.id);
    });
    select([step.id]);
    show("step");
  };

  const insert = (steps: readonly Step[], by: Place) => {
    const added = copies(steps, newIds(journey), by);
    change((before) => addSteps(before, added));
    select(added.map(({ id }) => id));
  };

  return {
    ...history,
    detail,
    readOnly,
    surroundings: around.data ?? NOTHING_AROUND,
    selected,
    select,
    looked,
    lookAt: (step) => {
      setSelected(new Set([step]));
      setLooked({ step });
      show("step");
    },
    panel,
    show,
    problems,
    people,
    funnel,
    tested,
    test,
    walker,
    walkAs,
    add,
    changeStep: (step) => change((before) => changeStep(before, step), `step:${step.id}`),
    remove: (ids) => {
      change((before) => removeSteps(before, ids));
      select([...selected].filter((id) => !ids.has(id)));
    },
    duplicate: (ids) =>
      insert(
        journey.steps.filter(({ id }) => ids.has(id)),
        { x: 40, y: 60 },
      ),
    paste: (steps) => insert(steps, awayFrom(journey.steps, steps)),
  };
}

function exitOf(step: Step | undefined): ExitOf | undefined {
  const exit = step === undefined ? undefined : freeExit(step);
  return step === undefined || exit === undefined ? undefined : { step: step.id, exit };
}

const GAP = { x: 320, y: 150 };

/** Beside the step it comes from, or at the right of everything; never on another card. */
function freePlace(steps: readonly Step[], source: Step | undefined): Place {
  const right = Math.max(...steps.map(({ x }) => x), -GAP.x);
  const wanted =
    source === undefined ? { x: right + GAP.x, y: steps[0]?.y ?? 0 } : { x: source.x + GAP.x, y: source.y };
  let { y } = wanted;
  while (steps.some((step) => Math.abs(step.x - wanted.x) < 250 && Math.abs(step.y - y) < GAP.y)) y += GAP.y;
  return { x: wanted.x, y };
}

/** What is pasted lands below what is there, where it would cover something. */
function awayFrom(there: readonly Step[], pasted: readonly Step[]): Place {
  const covers = pasted.some((one) =>
    there.some((other) => Math.abs(one.x - other.x) < 60 && Math.abs(one.y - other.y) < 60),
  );
  if (!covers) return { x: 0, y: 0 };
  const bottom = Math.max(...there.map(({ y }) => y));
  const top = Math.min(...pasted.map(({ y }) => y));
  return { x: 0, y: bottom - top + 220 };
}
