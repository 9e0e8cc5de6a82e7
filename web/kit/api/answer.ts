import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, skipToken, useQuery } from "@tanstack/react-query";
import { call, caller } from "./client.ts";

const PAUSE_MS = 250;

/** What the server says of something that is being edited. */
export interface Answer<Body> {
  /** The answer before stays until the next is there. */
  data: Body | undefined;
  error: Error | null;
  /** What stands here is not yet of what is written now. */
  asking: boolean;
  retry(): void;
}

interface AnswerOptions {
  /** Milliseconds that nothing must change before it is asked. */
  pause?: number;
  /** Topics of `/api/live` after which it is asked again. */
  topics?: readonly string[];
}

/** Asks the server about a body while somebody edits it: how many, how it looks, what is wrong. Nothing is asked about none. */
export function useAnswer<Body>(
  path: string,
  body: object | undefined,
  { pause = PAUSE_MS, topics }: AnswerOptions = {},
): Answer<Body> {
  const written = body && JSON.stringify(body);
  const [settled] = useDebouncedValue(written, pause);
  const { data, error, isFetching, refetch } = useQuery<Body>({
    queryKey: [path, settled, caller.tenantId ?? ""],
    queryFn:
      settled === undefined
        ? skipToken
        : ({ signal }) => call<Body>(path, { method: "POST", body: JSON.parse(settled), signal }),
    placeholderData: keepPreviousData,
    meta: { topics },
  });
  return { data, error, asking: isFetching || settled !== written, retry: () => void refetch() };
}
