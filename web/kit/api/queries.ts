import { QueryClient } from "@tanstack/react-query";
import { ApiError } from "./error.ts";

/** One client a page. Only what may heal by itself is asked for again: a refusal stays one. */
export function createQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        retry: (failures, error) => failures < 2 && mayHeal(error),
        retryDelay: (attempt, error) =>
          error instanceof ApiError && error.retryAfter !== undefined
            ? error.retryAfter * 1000
            : 400 * 2 ** attempt,
      },
      mutations: { retry: false },
    },
  });
}

/** A longer wait (a plugin in quarantine) is told at once: nobody looks at a skeleton for that. */
const LONGEST_WAIT_SECONDS = 2;

function mayHeal(error: Error): boolean {
  if (!(error instanceof ApiError) || (error.retryAfter ?? 0) > LONGEST_WAIT_SECONDS) return false;
  return error.status === 0 || error.status === 502 || error.status === 503;
}
