import {
  type QueryClient,
  type UseQueryResult,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import type { Page } from "../../api/list.ts";
import { useAddress } from "../page/address.ts";
import { notify } from "../show/notice.tsx";
import { type Answered, address, ask, call, caller, type Query } from "./client.ts";
import { ApiError } from "./error.ts";

/** Topics of `/api/live` after which a resource is asked for again. */
interface Watch<Body = never> {
  topics?: readonly string[];
  /** Milliseconds between looks, for what no topic tells; by what stands there, where that says how soon it changes. */
  every?: number | ((body: Body | undefined) => number);
  enabled?: boolean;
}

/** Something the server knows, kept fresh while somebody looks at it. */
export function useResource<Body>(
  path: string,
  query: Query = {},
  watch: Watch<Body> = {},
): UseQueryResult<Body, Error> {
  return useQuery<Body>({
    queryKey: [path, query, caller.tenantId ?? ""],
    queryFn: ({ signal }) => call<Body>(path, { query, signal }),
    refetchInterval: intervalOf(watch.every),
    enabled: watch.enabled,
    meta: { topics: watch.topics },
  });
}

function intervalOf<Body>(every: Watch<Body>["every"]) {
  if (typeof every !== "function") return every;
  return ({ state }: { state: { data: Body | undefined } }) => every(state.data);
}

/**
 * A resource that is about to be edited: read anew at each look, and not there until it was. What was read before the look, or before
 * what made it change, carries a version that no save may name any more.
 */
export function useFresh<Body>(
  path: string,
  { topics, enabled }: Pick<Watch, "topics" | "enabled"> = {},
): Pick<UseQueryResult<Body, Error>, "data" | "error" | "refetch"> {
  const { data, error, refetch, isFetchedAfterMount } = useQuery<Body>({
    queryKey: [path, "edited", caller.tenantId ?? ""],
    queryFn: ({ signal }) => call<Body>(path, { signal }),
    staleTime: 0,
    gcTime: 0,
    enabled,
    meta: { topics },
  });
  return { data: isFetchedAfterMount ? data : undefined, error, refetch };
}

/** A resource with its version, for what two people can edit. */
export function useVersioned<Body>(path: string): UseQueryResult<Answered<Body>, Error> {
  return useQuery<Answered<Body>>({
    queryKey: [path, "versioned", caller.tenantId ?? ""],
    queryFn: ({ signal }) => ask<Body>(path, { signal }),
    refetchOnWindowFocus: false,
  });
}

/** Rows loaded so far of a list. */
export interface Rows<Row> {
  rows: readonly Row[];
  pending: boolean;
  error: Error | null;
  more: boolean;
  loadingMore: boolean;
  loadMore(): void;
  retry(): void;
  /** What stands here is still the answer to another question; the asked one is on its way. */
  stale: boolean;
  /** Where the server searches, sorts and writes files of all rows: then what is loaded here is a part and is left as it came. */
  server?: ServerList;
}

export interface ServerList {
  /** Address of the whole list as CSV, narrowed and sorted as it is shown. */
  file: string;
  /** The order when nobody asked for one: the server's name of the sort. */
  first: Sorting;
}

export interface Sorting {
  sort: string;
  order: "asc" | "desc";
}

const NONE: readonly never[] = [];

/**
 * A list that is short by nature: the table searches, sorts and saves what is loaded. Accepts a plain array too. Whatever grows with
 * use is a `useServerRows`.
 */
export function useRows<Row>(
  path: string,
  query: Query = {},
  watch: Omit<Watch, "every"> & { every?: number; limit?: number } = {},
): Rows<Row> {
  const list = useInfiniteQuery({
    queryKey: [path, query, "rows", watch.limit ?? 0, caller.tenantId ?? ""],
    queryFn: async ({ pageParam, signal }) => {
      const page = await call<Page<Row> | Row[]>(path, {
        query: { ...query, after: pageParam, limit: watch.limit },
        signal,
      });
      return Array.isArray(page) ? { items: page } : page;
    },
    initialPageParam: "",
    getNextPageParam: (page: Page<Row>) => page.next ?? undefined,
    select: (data) => data.pages.flatMap((page) => page.items),
    refetchInterval: watch.every,
    enabled: watch.enabled,
    meta: { topics: watch.topics },
    // While a word is typed or a sort chosen, the rows before stay where they are.
    placeholderData: (before, asked) =>
      asked?.queryKey[0] === path && asked.queryKey.at(-1) === (caller.tenantId ?? "") ? before : undefined,
  });
  return {
    rows: list.data ?? NONE,
    pending: list.isPending,
    error: list.error,
    more: list.hasNextPage,
    loadingMore: list.isFetchingNextPage,
    loadMore: () => void list.fetchNextPage(),
    retry: () => void list.refetch(),
    stale: list.isPlaceholderData,
  };
}

/**
 * A list that grows with use: the server searches, sorts and pages it by the address's `q`, `sort` and `order`, and writes the file of
 * all its rows. `first` is the order when nobody asked for one.
 */
export function useServerRows<Row>(
  path: string,
  first: Sorting,
  query: Query = {},
  watch: Omit<Watch, "every"> & { every?: number; limit?: number } = {},
): Rows<Row> {
  const [{ q, sort, order }, change] = useAddress();
  const asked: Query = { ...query, q: q?.trim(), sort, order: sort === undefined ? undefined : order };
  const rows = useRows<Row>(path, asked, { limit: 100, ...watch });
  const file = address(path, { ...asked, format: "csv", "x-tenant": caller.tenantId });
  // An address may be older than the list, and ask for a sort that it does not know: the way out is the usual one.
  const refused = rows.error instanceof ApiError && rows.error.status === 400 && sort !== undefined;
  const retry = refused ? () => change({ sort: undefined, order: undefined }) : rows.retry;
  return { ...rows, retry, server: { file, first } };
}

interface Act<Input, Body> {
  act(input: Input): Promise<Body>;
  /** What to say when it worked; nothing when absent. */
  done?: string | ((body: Body, input: Input) => string);
  /** Paths whose resources it changed; their sub-paths are asked for again too. */
  changes?: readonly string[];
  /** False: the page shows the error itself, beside the field. */
  tell?: boolean;
  onDone?(body: Body, input: Input): void;
}

/** A write, with a notice when it worked and one that says why when it did not. */
export function useAct<Input = void, Body = unknown>({ act, done, changes, tell, onDone }: Act<Input, Body>) {
  const queries = useQueryClient();
  return useMutation<Body, Error, Input>({
    mutationFn: act,
    onSuccess: async (body, input) => {
      if (done !== undefined)
        void notify({ tone: "good", message: typeof done === "function" ? done(body, input) : done });
      onDone?.(body, input);
      await refresh(queries, changes ?? []);
    },
    onError: (error) => {
      if (tell !== false) notifyProblem(error);
      // Somebody else has changed it: what stands here is not what is stored.
      if (error instanceof ApiError && error.status === 412) void refresh(queries, changes ?? []);
    },
  });
}

/** Asks again for everything at or below these paths. */
export function refresh(queries: QueryClient, paths: readonly string[]): Promise<void> {
  return queries.invalidateQueries({
    predicate: ({ queryKey: [path] }) =>
      typeof path === "string" && paths.some((each) => path.startsWith(each)),
  });
}

export function notifyProblem(error: Error): void {
  const hint = error instanceof ApiError ? error.hint : undefined;
  void notify({ tone: "bad", title: error.message, message: hint ?? "", stays: 9000 });
}
