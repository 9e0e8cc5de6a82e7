import { platformNow, type Query, useAddress, useResource, useServerRows } from "@promostack/web/kit";
import { useMemo } from "react";
import type {
  ExitNumbers,
  LinkNumbers,
  NumbersOverview,
  StepNumbers,
  VariantNumbers,
} from "../../numbers/api.ts";
import { BASE } from "../base.ts";

const DAY = 86_400_000;
const LOOK_MS = 15_000;

/** What the address asks for: a version, and the last so many days. */
export function useNumbersQuery(): Query {
  const [{ version, days }] = useAddress();
  const count = Number(days);
  if (!(count > 0)) return { version };
  const from = new Date(platformNow() - (count - 1) * DAY).toISOString().slice(0, 10);
  return { version, from };
}

export function useOverview(id: string, query: Query) {
  return useResource<NumbersOverview>(`${BASE}/journeys/${id}/numbers`, query, { every: LOOK_MS });
}

function useList<Row>(id: string, part: string, query: Query) {
  const { version, from } = query;
  return useServerRows<Row>(
    `${BASE}/journeys/${id}/numbers/${part}`,
    { sort: "step", order: "asc" },
    { version, from },
    { every: LOOK_MS },
  );
}

export const useSteps = (id: string, query: Query) => useList<StepNumbers>(id, "steps", query);
export const useExits = (id: string, query: Query) => useList<ExitNumbers>(id, "exits", query);
export const useSplits = (id: string, query: Query) => useList<VariantNumbers>(id, "splits", query);
export const useLinks = (id: string, query: Query) => useList<LinkNumbers>(id, "links", query);

export type StepCount = Pick<StepNumbers, "walks" | "share" | "ended">;

/** For the canvas: how many walks of the live version came to each step. Empty until it is known, and while nothing is live. */
export function useStepCounts(id: string, live: boolean): ReadonlyMap<string, StepCount> {
  const { data } = useResource<{ items: StepNumbers[] }>(
    `${BASE}/journeys/${id}/numbers/steps`,
    {},
    { every: LOOK_MS, enabled: live },
  );
  return useMemo(() => new Map((data?.items ?? []).map(({ step, ...counts }) => [step, counts])), [data]);
}
