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
            ? Math.min(error.retryAfter, 10) * 1000
            : 400 * 2 ** attempt,
      },
      mutations: { retry: false },
    },
  });
}

function mayHeal(error: Error): boolean {
  return error instanceof ApiError && (error.status === 0 || error.status === 502 || error.status === 503);
}
