import { useNavigate, useSearch } from "@tanstack/react-router";

export type Words = Record<string, string>;

/** The search words of the address and how to change them: filters that can be sent as a link. Empty text removes a word. */
export function useAddress(): [Words, (patch: Record<string, string | undefined>) => void] {
  const found: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  // Of what the address says by then: two that are changed one right after the other are both kept.
  const change = (patch: Record<string, string | undefined>) =>
    void navigate({
      to: ".",
      search: (now: Record<string, unknown>) => wordsOf({ ...now, ...patch }),
      replace: true,
      resetScroll: false,
    });
  return [wordsOf(found), change];
}

function wordsOf(search: Record<string, unknown>): Words {
  const said = Object.entries(search).filter(([, value]) => value !== undefined && value !== "");
  return Object.fromEntries(said.map(([key, value]) => [key, String(value)]));
}

/** Goes to an address of this site. */
export function useGo(): (to: string, search?: Words) => void {
  const navigate = useNavigate();
  return (to, search) => void navigate({ to, search: search ?? {} });
}

/** Flat words only, as people write them: `?state=open`, never JSON in an address. */
export function parseSearch(text: string): Words {
  return Object.fromEntries(new URLSearchParams(text));
}

export function stringifySearch(words: Record<string, unknown>): string {
  const pairs = Object.entries(words).flatMap(([key, value]) =>
    value === undefined || value === null || value === "" ? [] : [[key, String(value)]],
  );
  const text = new URLSearchParams(pairs).toString();
  return text === "" ? "" : `?${text}`;
}
