import {
  address,
  platformNow,
  type Query,
  type Rows,
  useAddress,
  usePlace,
  useResource,
  useServerRows,
  useTimezone,
} from "@promostack/web/kit";
import type { InvalidCode, Numbers } from "../../numbers/api.ts";
import { INVALID_CODES, NUMBERS } from "../base.ts";
import { periodIn } from "./period.ts";

const WATCH = { every: 60_000 };

/** What the address asks for: a period, a source, a template. */
export function useNumbersQuery(): Query {
  const [words] = useAddress();
  const zone = useTimezone();
  const { source, template } = words;
  return { ...periodIn(words, zone, platformNow()), source, template };
}

export function useNumbers(query: Query) {
  return useResource<Numbers>(NUMBERS, query, WATCH);
}

/** A short list among the numbers, with the address of its file. */
export function usePart<Item>(part: string, query: Query) {
  const { tenant } = usePlace();
  const path = `${NUMBERS}/${part}`;
  const { data, error, refetch } = useResource<{ items: Item[] }>(path, query, WATCH);
  const file = address(path, { ...query, format: "csv", "x-tenant": tenant?.id });
  return { items: data?.items, error, retry: () => void refetch(), file };
}

export function useInvalidCodes({ from, to, source }: Query): Rows<InvalidCode> {
  return useServerRows<InvalidCode>(
    INVALID_CODES,
    { sort: "times", order: "desc" },
    { from, to, source },
    WATCH,
  );
}
