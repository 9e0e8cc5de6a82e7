import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";
import { address, caller } from "../api/client.ts";

export type LineState = "connecting" | "open" | "lost";

/** A short gap is no news: browsers come back within seconds, and a server restarts as fast. */
const LOST_AFTER_MS = 3_000;

let state: LineState = "connecting";
const watchers = new Set<() => void>();

function set(next: LineState): void {
  if (state === next) return;
  state = next;
  for (const watcher of watchers) watcher();
}

/** Whether the page hears of changes now. */
export function useLineState(): LineState {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => state,
  );
}

/** Keeps the tenant's live line open while the page stands; what changed is asked for again. */
export function useLiveLine(tenantId: string | undefined): void {
  const queries = useQueryClient();
  useEffect(() => {
    if (tenantId === undefined) return;
    let timer: number | undefined;
    let missed = false;
    let over = false;
    let source = open();

    function open(): EventSource {
      const stream = new EventSource(address("/api/live", { "x-tenant": caller.tenantId }));
      stream.addEventListener("open", () => {
        window.clearTimeout(timer);
        timer = undefined;
        set("open");
        if (missed) void queries.invalidateQueries();
        missed = false;
      });
      stream.addEventListener("change", ({ data }) => heard(queries, String(data)));
      stream.addEventListener("error", () => {
        missed = true;
        timer ??= window.setTimeout(() => set("lost"), LOST_AFTER_MS);
        // A refused stream stays closed: the browser only comes back to one that it had.
        if (stream.readyState !== EventSource.CLOSED) return;
        window.setTimeout(() => {
          if (!over) source = open();
        }, 5_000);
      });
      return stream;
    }
    return () => {
      window.clearTimeout(timer);
      over = true;
      source.close();
      set("connecting");
    };
  }, [tenantId, queries]);
}

function heard(queries: QueryClient, data: string): void {
  const topic = topicOf(data);
  // A developer saved a plugin's file.
  if (topic === "reload") window.location.reload();
  void queries.invalidateQueries({
    predicate: ({ meta }) => {
      const topics = meta?.topics;
      return topic === "all" || (Array.isArray(topics) && topics.includes(topic));
    },
  });
}

function topicOf(data: string): string {
  const change: unknown = JSON.parse(data);
  return typeof change === "object" && change !== null && "topic" in change ? String(change.topic) : "all";
}
