import { call } from "@promostack/web/kit";
import { useEffect, useState } from "react";
import type { Problem } from "../../graph/check/problem.ts";
import type { Journey } from "../../graph/journey.ts";
import { BASE } from "../base.ts";

const PAUSE_MS = 400;

/** What the server's check says of the draft, a moment after each change; undefined until it has said something. */
export function useProblems(journeyId: string, journey: Journey): readonly Problem[] | undefined {
  const [problems, setProblems] = useState<readonly Problem[]>();
  useEffect(() => {
    const asked = new AbortController();
    const timer = window.setTimeout(async () => {
      try {
        const { items } = await call<{ items: Problem[] }>(`${BASE}/journeys/${journeyId}/problems`, {
          method: "POST",
          body: { draft: journey },
          signal: asked.signal,
        });
        setProblems(items);
      } catch (error) {
        // Saving tells that the line is lost, and publishing checks anew: what was said last stays until then.
        if (!asked.signal.aborted) console.debug("The draft could not be checked.", error);
      }
    }, PAUSE_MS);
    return () => {
      window.clearTimeout(timer);
      asked.abort();
    };
  }, [journeyId, journey]);
  return problems;
}
